import Coordinator
import Domain
import HTML
import Hummingbird
import Wire

/// Collections: list, form, detail, and what their forms do.
struct CollectionHandlers: Sendable {
    let server: PageServer
    /// Jobs and results that a collection's own page shows; the rest stands in their lists.
    private static let latest = 10

    private var coordinator: Coordinator { server.coordinator }

    func add(to routes: RouteBuilder) {
        server.page(PageRoutes.collections, on: routes) { try await list($0) }
        server.page(PageRoutes.newCollection, on: routes) { visit in
            PageResponse.page(try await newForm(visit, FormState()))
        }
        server.action(PageRoutes.createCollection, on: routes) { try await create($0) }
        server.page(PageRoutes.collection, on: routes) { visit in
            let question = visit.query("dialog").flatMap(CollectionModel.Question.init)
            let run = FormState(values: visit.query("tool").map { ["tool": $0] } ?? [:])
            return PageResponse.page(try await detail(visit, run: run, question: question))
        }
        server.action(PageRoutes.startRun, on: routes) { try await run($0) }
        server.action(PageRoutes.changeCollection, on: routes) { try await change($0) }
        server.action(PageRoutes.deleteCollection, on: routes) { visit in
            let name = try await coordinator.collections.get(visit.guid, for: visit.caller).name
            try await coordinator.collections.delete(visit.guid, by: visit.caller)
            return visit.redirect(to: PageRoutes.collections.path(), "\(name) was deleted. Its results stay.")
        }
    }

    private func list(_ visit: PageVisit) async throws -> Response {
        let team = visit.caller.team.rowID
        let search = visit.query("q") ?? ""
        let page = try await coordinator.collections.list(
            like: search, agent: visit.query("agent"), for: visit.caller, try visit.listPart())
        let model = CollectionsModel(
            page: page, cursor: visit.query("cursor"), search: search, agent: visit.query("agent"),
            agents: try await coordinator.agents.list(Set(page.items.compactMap(\.boundAgentGuid)), team: team),
            choices: try await visit.agentChoices(visit.query("agent")))
        return PageResponse.page(CollectionsPage.render(model, frame: try await visit.frame()))
    }

    private func newForm(_ visit: PageVisit, _ form: FormState) async throws -> HTML {
        let caller = visit.caller
        let chosen = visit.query("connector")
        var form = form
        if let chosen, form.values.isEmpty { form["connector_guid"] = chosen }
        let model = NewCollectionPage.Model(
            agents: try await coordinator.agents.list(team: caller.team.rowID),
            connectors: try await coordinator.connectors.list(for: caller, try PageRequest(limit: 200)).items,
            isRemote: chosen != nil || visit.query("place") == "connector" || form.values["connector_guid"] != nil,
            form: form)
        return NewCollectionPage.render(model, frame: try await visit.frame())
    }

    private func create(_ visit: PageVisit) async throws -> Response {
        var form = visit.form
        let isRemote = form.values["connector_guid"] != nil
        form.require("name", "Give the collection a name.")
        if isRemote {
            form.require("connector_guid", "Choose the connector that leads to the photos.")
        } else {
            form.require("bound_agent_guid", "Choose the agent on the machine that holds the photos.")
            form.require("location", "Type the full path of the folder.")
        }
        guard form.isValid else {
            return PageResponse.page(try await newForm(visit, form), status: .badRequest)
        }
        do {
            let collection = try await coordinator.collections.create(
                isRemote ? try await remote(form, visit) : local(form), by: visit.caller)
            return visit.redirect(
                to: PageRoutes.collection.path(collection.guid),
                "\(collection.name) was created. Run a tool on it next.")
        } catch let error as CoordinatorError where error.isMendable {
            let mended = form.with(error, fields: ["duplicate_collection": "location"])
            return visit.mend(try await newForm(visit, mended), error)
        }
    }

    private func local(_ form: FormState) -> CreateCollectionRequest {
        CreateCollectionRequest(
            name: form["name"], type: .local, location: form["location"], boundAgentGuid: form["bound_agent_guid"])
    }

    /// The type follows from the connector.
    private func remote(_ form: FormState, _ visit: PageVisit) async throws -> CreateCollectionRequest {
        let guid = form["connector_guid"]
        do {
            let connector = try await coordinator.connectors.get(guid, for: visit.caller)
            return CreateCollectionRequest(
                name: form["name"], type: connector.type.collectionType, location: form["location"],
                connectorGuid: guid)
        } catch let error as CoordinatorError where error.kind == .notFound {
            throw CoordinatorError.invalidField("connector_guid", "names no connector of the team")
        }
    }

    private func run(_ visit: PageVisit) async throws -> Response {
        guard let tool = Tool(rawValue: visit.form["tool"]) else {
            throw CoordinatorError(.badRequest, "unknown_tool", "There is no such tool; choose one of the list.")
        }
        do {
            let request = RunRequest(tool, visit.form)
            let job = try await coordinator.runs.start(request, collection: visit.guid, by: visit.caller)
            return visit.redirect(to: PageRoutes.job.path(job.guid))
        } catch let error as CoordinatorError where error.isMendable {
            return visit.mend(try await detail(visit, run: visit.form.with(error)), error)
        }
    }

    private func change(_ visit: PageVisit) async throws -> Response {
        let form = visit.form
        let request = ChangeCollectionRequest(
            name: form["name"], location: form["location"],
            boundAgentGuid: form.values["bound_agent_guid"] == nil ? nil : form["bound_agent_guid"],
            pipelineGuid: .some(form["pipeline_guid"].isEmpty ? nil : form["pipeline_guid"]))
        do {
            let collection = try await coordinator.collections.change(visit.guid, request, by: visit.caller)
            return visit.redirect(to: PageRoutes.collection.path(visit.guid), "\(collection.name) was saved.")
        } catch let error as CoordinatorError where error.isMendable {
            return visit.mend(try await detail(visit, question: .edit, form: form.with(error)), error)
        }
    }

    private func detail(
        _ visit: PageVisit, run: FormState = FormState(), question: CollectionModel.Question? = nil,
        form: FormState = FormState()
    ) async throws -> HTML {
        let caller = visit.caller
        let collection = try await coordinator.collections.get(visit.guid, for: caller)
        let part = try PageRequest(limit: Self.latest)
        let query = JobService.Query(collection: visit.guid)
        // All of them are offered where it is to be moved; otherwise its own is enough.
        let agents =
            try await question == .edit
            ? coordinator.agents.list(team: caller.team.rowID)
            : coordinator.agents.list(Set([collection.boundAgentGuid].compactMap(\.self)), team: caller.team.rowID)
        let jobs = try await coordinator.jobs.list(query, for: caller, part).items
        let results = try await coordinator.results.list(collection: visit.guid, for: caller, part).items
        let trends = try await coordinator.results.trends(collection: visit.guid, for: caller)
        var obstacles: [Tool: [AgentExplanation]] = [:]
        for tool in ToolChoice.tools(for: collection, agents: agents) {
            obstacles[tool] = try await coordinator.explanations.obstacles(
                tool: tool, collection: visit.guid, for: caller)
        }
        let model = CollectionModel(
            collection: collection, agents: agents, jobs: jobs, results: results, trends: trends,
            obstacles: obstacles,
            pipelines: try await coordinator.pipelines.list(for: caller, try PageRequest(limit: 200)).items,
            templates: PipelineService.templates, run: run, question: question, form: form)
        return CollectionPage.render(model, frame: try await visit.frame())
    }
}
