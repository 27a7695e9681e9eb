import Coordinator
import Domain
import HTML
import Wire

@testable import Web

/// Every page in the states that people meet.
enum PageGallery {
    /// A page and the name of the file that it is written to.
    struct Entry: Sendable, CustomStringConvertible {
        var name: String
        var page: HTML
        var description: String { name }
    }

    private typealias Data = PageFixtures

    static let entries: [Entry] =
        account + dashboards + collections + runs + jobs + results + pipelines + editor + agents + settings
        + connectors

    private static let account: [Entry] = [
        Entry(name: "setup", page: SetupPage.render(FormState())),
        Entry(
            name: "setup-errors",
            page: SetupPage.render(
                FormState(
                    values: ["team_name": Data.hostile, "email": "ines", "password": "secret-word"],
                    errors: ["code": "This is not the code that the server printed.", "email": "Write a full address."])
            )),
        Entry(
            name: "sign-in-kept",
            page: SignInPage.render(FormState(), next: "/collections/new", kept: Data.keptForm)),
        Entry(
            name: "resend",
            page: ResendPage.render(Data.keptForm, csrf: "csrf-0123456789abcdef", back: "/collections/new")),
        Entry(name: "sign-in", page: SignInPage.render(FormState(), next: "/jobs")),
        Entry(
            name: "sign-in-wrong",
            page: SignInPage.render(
                FormState(values: ["email": Data.hostile], message: "Email or password is wrong."))),
        Entry(name: "not-found", page: ErrorPage.notFound.render(frame: Data.frame())),
        Entry(name: "forbidden", page: ErrorPage.forbidden.render(frame: Data.frame(role: .member))),
        Entry(name: "failed", page: ErrorPage.failed.render(frame: nil)),
        Entry(name: "notifications", page: NotificationsPage.render(notifications, frame: Data.frame())),
        Entry(name: "notifications-none", page: NotificationsPage.render(.none, frame: Data.frame(unread: 0))),
    ]

    private static let notifications = PageDTO(items: [
        NotificationDTO(
            guid: Data.id("ntf_", 1), kind: "agent_offline", title: "ines-laptop is offline",
            message: "It gave no sign of life for 90 s. Its collections wait until it is back.",
            agentGuid: Data.id("agt_", 4), isRead: false, createdAt: Data.ago(300)),
        NotificationDTO(
            guid: Data.id("ntf_", 2), kind: "job_failed", title: Data.hostile, message: Data.hostile,
            jobGuid: Data.id("job_", 9), isRead: true, createdAt: Data.ago(90_000)),
    ])

    private static let collections: [Entry] = [
        Entry(
            name: "collections",
            page: CollectionsPage.render(
                collectionsModel(PageDTO(items: Data.collections, nextCursor: "next")),
                frame: Data.frame(flash: Flash(kind: .done, text: "“Weddings 2026” was created.")))),
        Entry(
            name: "collections-search",
            page: CollectionsPage.render(
                collectionsModel(.none, search: Data.hostile, agent: Data.id("agt_", 2)), frame: Data.frame())),
        Entry(name: "collections-none", page: CollectionsPage.render(collectionsModel(.none), frame: Data.frame())),
        Entry(
            name: "collections-begin",
            page: CollectionsPage.render(
                CollectionsModel(page: .none),
                frame: Data.frame(pool: Data.pool(online: 0, idle: 0, running: 0), unread: 0))),
        Entry(
            name: "collection-new",
            page: NewCollectionPage.render(.init(agents: Data.agents), frame: Data.frame())),
        Entry(
            name: "collection-new-remote",
            page: NewCollectionPage.render(
                .init(agents: Data.agents, connectors: Data.connectors, isRemote: true), frame: Data.frame())),
        Entry(
            name: "collection-new-errors",
            page: NewCollectionPage.render(
                .init(
                    agents: Data.agents,
                    form: FormState(
                        values: ["name": Data.hostile, "location": "photos", "bound_agent_guid": Data.id("agt_", 2)],
                        errors: ["location": "Give the full path, beginning with a slash."])), frame: Data.frame())),
        Entry(
            name: "collection-new-nobody",
            page: NewCollectionPage.render(.init(agents: [Data.agents[3]]), frame: Data.frame())),
        Entry(name: "collection", page: CollectionPage.render(collection(0), frame: Data.frame())),
        Entry(name: "collection-waits", page: CollectionPage.render(collection(2), frame: Data.frame())),
        Entry(name: "collection-hostile", page: CollectionPage.render(collection(4), frame: Data.frame())),
        Entry(name: "collection-fresh", page: CollectionPage.render(collection(3, jobs: []), frame: Data.frame())),
        Entry(name: "collection-trends", page: CollectionPage.render(courses, frame: Data.frame())),
        Entry(name: "collection-edit", page: CollectionPage.render(collection(0, .edit), frame: Data.frame())),
        Entry(name: "collection-delete", page: CollectionPage.render(collection(4, .delete), frame: Data.frame())),
    ]

    private static func collectionsModel(
        _ page: PageDTO<CollectionDTO>, search: String = "", agent: String? = nil
    ) -> CollectionsModel {
        CollectionsModel(
            page: page, search: search, agent: agent, agents: Data.agents,
            choices: NamedChoices(options: Data.agents.map { Choice.Option(value: $0.guid, title: $0.name) }))
    }

    private static let dashboards: [Entry] = [
        Entry(name: "dashboard", page: DashboardPage.render(dashboard, frame: Data.frame())),
        Entry(name: "dashboard-calm", page: DashboardPage.render(calm, frame: Data.frame())),
        Entry(name: "keys", page: KeysPage.render(frame: Data.frame())),
        Entry(name: "dashboard-begin", page: DashboardPage.render(DashboardModel(), frame: Data.frame())),
    ]

    private static let dashboard = DashboardModel(
        running: [Data.running(1, percent: 41.7, file: "2026/07/IMG_0412.cr3")], waiting: 3,
        results: (1..<6).map { Data.result($0) }, health: Data.health, failed: [Data.failed(9), Data.failed(12)],
        troubledAgents: [Data.agents[3], Data.agent(8, Data.hostile, status: .error, bound: 2)],
        wantingConnectors: [Data.connectors[2]])

    private static let calm = DashboardModel(
        results: (1..<9).map { Data.result($0) }, health: Array(Data.health.suffix(2)))

    private static func collection(
        _ index: Int, _ question: CollectionModel.Question? = nil,
        jobs: [JobDTO] = [
            Data.running(1, percent: 41.7, file: "2026/07/IMG_0412.cr3"), Data.failed(9), Data.job(3, .completed),
        ]
    ) -> CollectionModel {
        CollectionModel(
            collection: Data.collections[index], agents: Data.agents, jobs: jobs,
            results: jobs.isEmpty ? [] : [Data.result(3), Data.result(4)], obstacles: index == 2 ? obstacles : [:],
            question: question)
    }

    private static let courses: CollectionModel = {
        var model = collection(0)
        model.trends = [Data.trend(.photostats), Data.trend(.pipelineValidation)]
        return model
    }()

    private static let obstacles: [Tool: [AgentExplanation]] = [
        .photostats: [
            AgentExplanation(
                agentGuid: Data.id("agt_", 4), agentName: "ines-laptop", reason: "offline",
                message: "It is offline; start it on nas.local.")
        ]
    ]

    private static let active: [JobDTO] = [
        Data.running(1, percent: 41.7, file: "2026/07/12 Anna & Jörg/RAW/AB3D0412-HDR.cr3"),
        Data.running(
            2, percent: 99.96, file: String(repeating: "deep/", count: 40) + Data.hostile, agent: Data.agents[1]),
        Data.job(10, .assigned), Data.job(11, .pending, collection: Data.collections[4]),
        Data.job(12, .pending, collection: Data.collections[5]), Data.job(13, .scheduled),
    ]

    private static let done: [JobDTO] = (20..<45).map { number in
        number % 7 == 0 ? Data.failed(number) : Data.job(number, number % 5 == 0 ? .cancelled : .completed)
    }

    private static func jobs(_ view: JobsModel.View, _ jobs: [JobDTO], filter: JobsModel.Filter = .init()) -> JobsModel
    {
        JobsModel(
            view: view, filter: filter, page: PageDTO(items: jobs, nextCursor: jobs.count > 20 ? "abc=" : nil),
            counts: [.active: 4, .done: 1001],
            collections: NamedChoices(
                options: Data.collections.map { Choice.Option(value: $0.guid, title: $0.name) }, isCut: true),
            agents: NamedChoices(options: Data.agents.map { Choice.Option(value: $0.guid, title: $0.name) }))
    }

    private static let jobs: [Entry] = [
        Entry(name: "jobs", page: JobsPage.render(jobs(.active, active), frame: Data.frame())),
        Entry(name: "jobs-done", page: JobsPage.render(jobs(.done, done), frame: Data.frame())),
        Entry(name: "jobs-none", page: JobsPage.render(jobs(.active, []), frame: Data.frame())),
        Entry(
            name: "jobs-filtered",
            page: JobsPage.render(
                jobs(.done, [], filter: .init(status: .failed, agent: Data.id("agt_", 1))), frame: Data.frame())),
        Entry(
            name: "job-running",
            page: JobPage.render(
                Data.running(1, percent: 41.7, file: "2026/07/IMG_0412.cr3"), explanation: nil, frame: Data.frame())),
        Entry(
            name: "job-cancel",
            page: JobPage.render(
                Data.running(1, percent: 41.7, file: "2026/07/IMG_0412.cr3"), explanation: nil, asksToCancel: true,
                frame: Data.frame())),
        Entry(name: "job-failed", page: JobPage.render(Data.failed(9), explanation: nil, frame: Data.frame())),
        Entry(name: "job-waiting", page: JobPage.render(Data.job(11, .pending), explanation: why, frame: Data.frame())),
        Entry(
            name: "job-completed", page: JobPage.render(Data.job(3, .completed), explanation: nil, frame: Data.frame())),
    ]

    private static let why = JobExplanation(
        jobGuid: Data.id("job_", 11), summary: "The only agent that may run it is busy.",
        agents: [
            AgentExplanation(
                agentGuid: Data.id("agt_", 1), agentName: "studio-nas", reason: "busy",
                message: "It runs PhotoStats on Landscapes and takes one job at a time."),
            AgentExplanation(
                agentGuid: Data.id("agt_", 7), agentName: Data.hostile, reason: "not_bound",
                message: "The collection is bound to studio-nas. \(Data.hostile)"),
        ])

    private static let results: [Entry] = [
        Entry(
            name: "results",
            page: ResultsPage.render(
                ResultsModel(
                    page: PageDTO(items: (1..<26).map { Data.result($0) }, nextCursor: "n"),
                    collections: NamedChoices(options: [.init(value: Data.id("col_", 1), title: Data.hostile)])),
                frame: Data.frame())),
        Entry(name: "results-none", page: ResultsPage.render(ResultsModel(page: .none), frame: Data.frame())),
        Entry(
            name: "results-filtered",
            page: ResultsPage.render(
                ResultsModel(page: .none, tool: .photoPairing, collection: Data.id("col_", 1)), frame: Data.frame())),
        Entry(name: "result", page: ResultPage.render(.init(result: Data.result(1)), frame: Data.frame())),
        Entry(
            name: "result-compared",
            page: ResultPage.render(
                .init(result: Data.result(2), before: Data.earlierResult, after: Data.result(1)), frame: Data.frame())),
        Entry(name: "result-pairing", page: ResultPage.render(.init(result: Data.pairingResult), frame: Data.frame())),
        Entry(
            name: "result-validation",
            page: ResultPage.render(
                .init(result: Data.validationResult, before: Data.earlierResult, isComparable: false),
                frame: Data.frame())),
        Entry(
            name: "result-changes",
            page: ResultChangesPage.render(
                .init(result: Data.result(2)), before: Data.earlierResult, Data.changes, frame: Data.frame())),
        Entry(
            name: "result-no-changes",
            page: ResultChangesPage.render(
                .init(result: Data.result(2)), before: Data.earlierResult, FindingsComparison(), frame: Data.frame())),
        Entry(
            name: "result-no-report",
            page: ResultPage.render(.init(result: Data.result(4, report: nil)), frame: Data.frame())),
    ]

    private static func agents(_ question: AgentsModel.Question?, form: FormState = FormState()) -> HTML {
        let token = RegistrationTokenDTO(
            guid: Data.id("art_", 1), name: "second-nas", expiresAt: Data.now + .seconds(86_000), isUsed: false,
            createdAt: Data.now)
        let model = AgentsModel(
            page: PageDTO(items: Data.agents, nextCursor: question == nil ? "next" : nil), tokens: [token],
            jobs: [Data.id("job_", 1): Data.running(1, percent: 41, file: "a")],
            serverURL: "https://safelight.studio-north.example", question: question, form: form)
        return AgentsPage.render(model, frame: Data.frame())
    }

    private static let agents: [Entry] = [
        Entry(name: "agents", page: agents(nil)),
        Entry(
            name: "agents-none",
            page: AgentsPage.render(
                AgentsModel(page: .none, tokens: [], serverURL: "http://localhost:8080"),
                frame: Data.frame(pool: Data.pool(online: 0, idle: 0, running: 0), unread: 0))),
        Entry(
            name: "agent",
            page: agent(0, [Data.running(1, percent: 41.7, file: "2026/07/IMG_0412.cr3"), Data.failed(9)])),
        Entry(name: "agent-fresh", page: agent(3, [])), Entry(name: "agent-hostile", page: agent(6, [])),
        Entry(name: "agents-add", page: agents(.add)),
        Entry(
            name: "agents-token",
            page: agents(
                .token(
                    RegistrationTokenDTO(
                        guid: Data.id("art_", 2), name: "Inês's NAS", expiresAt: Data.now + .seconds(86_400),
                        isUsed: false,
                        token: "art_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE", createdAt: Data.now)))),
        Entry(name: "agents-rename", page: agents(.rename(Data.agents[6]))),
        Entry(
            name: "agents-revoke",
            page: agents(
                .revoke(Data.agents[1]), form: FormState(errors: ["reason": "Say why, in 1 to 500 characters."]))),
        Entry(name: "agents-delete", page: agents(.delete(Data.agents[1], bound: [], heirs: []))),
        Entry(
            name: "agents-bound",
            page: agents(.delete(Data.agents[0], bound: Data.collections, heirs: Array(Data.agents[1...2])))),
        Entry(name: "agents-stuck", page: agents(.delete(Data.agents[0], bound: Data.collections, heirs: []))),
    ]

    private static func agent(_ index: Int, _ jobs: [JobDTO]) -> HTML {
        let model = AgentPage.Model(
            agent: Data.agents[index], job: jobs.first, jobs: PageDTO(items: jobs), cursor: nil,
            bound: index == 3 ? [] : Data.collections,
            connectors: index == 3 ? [] : [(Data.connectors[1], true), (Data.connectors[2], false)])
        return AgentPage.render(model, frame: Data.frame())
    }
}
