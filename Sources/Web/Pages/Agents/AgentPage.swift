import Domain
import HTML
import Wire

/// One agent: what it is, what it does and did, and what depends on it.
enum AgentPage {
    struct Model: Sendable {
        var agent: AgentDTO
        /// The job that it holds.
        var job: JobDTO?
        /// Its jobs, newest first, and where this part of them begins.
        var jobs: PageDTO<JobDTO>
        var cursor: String?
        /// The collections that only it can run.
        var bound: [CollectionDTO]
        /// The connectors whose credentials it said to hold, and whether they work.
        var connectors: [(connector: ConnectorDTO, isWorking: Bool)] = []
        /// A question about it, with what is wrong with the answer.
        var question: AgentsModel.Question?
        var form = FormState()
    }

    static func render(_ model: Model, frame: PageFrame) -> HTML {
        let path = PageRoutes.agent.path(model.agent.guid)
        let dialogs = AgentDialogs(question: model.question, form: model.form, close: path, frame: frame)
        let row = AgentRow(agent: model.agent, job: model.job, frame: frame, isAlone: true)
        return frame.render(
            FramedPage(
                title: model.agent.name, trail: [("Agents", AgentsModel.path)],
                content: """
                    \(dialogs.html)<ul class="rows agents" id="agent" data-live data-module="agents-live" \
                    data-only="\(model.agent.guid)" data-socket="\(SocketRoutes.agents.path().address)" \
                    data-source="\(path.address)">\(row.html)</ul>
                    \(JobRow.actionForm(frame))
                    <div class="columns">
                    <div>\(jobs(model, path, frame))</div>
                    <aside id="about" data-live>\(collections(model))\(connectors(model))\(folders(model.agent))\
                    \(facts(model.agent, frame))</aside>
                    </div>
                    """))
    }

    private static func jobs(_ model: Model, _ path: RoutePath, _ frame: PageFrame) -> HTML {
        let list = JobRow.list(
            model.jobs.items, source: model.cursor.map { path.query(("cursor", $0)) } ?? path, frame: frame)
        let paging = Parts.paging(
            first: model.cursor.map { _ in path }, next: model.jobs.nextCursor.map { path.query(("cursor", $0)) })
        let none: HTML = "<p class=\"when-empty hint\">It has not been given a job yet.</p>"
        return Parts.section("Jobs", id: "jobs", list + none + paging)
    }

    private static func collections(_ model: Model) -> HTML {
        let items = model.bound.map { collection -> HTML in
            """
            <li><a \(href: PageRoutes.collection.path(collection.guid))>\(collection.name)</a>\
            <span class="path">\(collection.location)</span></li>
            """
        }
        let none: HTML = "<p class=\"hint\">None is bound to it.</p>"
        return card("Collections", id: "bound", items.isEmpty ? none : "<div class=\"roots\"><ul>\(items)</ul></div>")
    }

    private static func connectors(_ model: Model) -> HTML {
        let items = model.connectors.map { held -> HTML in
            let trouble: HTML =
                held.isWorking ? "" : " <span class=\"health trouble\">\(Icon.warning.html)Failing</span>"
            return """
                <li><a \(href: PageRoutes.connector.path(held.connector.guid))>\(held.connector.name)</a>\(trouble)\
                <span class="path">\(ConnectorParts.place(held.connector))</span></li>
                """
        }
        guard !items.isEmpty else { return .empty }
        return card("Credentials it holds", id: "connectors", "<div class=\"roots\"><ul>\(items)</ul></div>")
    }

    private static func folders(_ agent: AgentDTO) -> HTML {
        let items = agent.roots.map { root -> HTML in "<li><code>\(root)</code></li>" }
        let none: HTML = """
            <p class="hint">None yet. On that machine: <code>safelight-agent roots add PATH</code></p>
            """
        return card(
            "Folders it may read", id: "roots", items.isEmpty ? none : "<div class=\"roots\"><ul>\(items)</ul></div>")
    }

    private static func facts(_ agent: AgentDTO, _ frame: PageFrame) -> HTML {
        var facts: [(name: String, value: HTML)] = [
            ("Machine", HTML(text: agent.hostname)),
            ("System", HTML(text: [agent.osInfo, agent.platform].compactMap { $0 }.joined(separator: ", "))),
            ("Version", HTML(text: agent.version)),
        ]
        if let checksum = agent.binaryChecksum { facts.append(("Program's SHA-256", "<code>\(checksum)</code>")) }
        facts.append(("Key begins with", "<code>\(SecretText.agentKeyPrefix)\(agent.apiKeyPrefix)…</code>"))
        facts += metrics(agent.metrics)
        facts.append(("Registered", Moment.relative(agent.createdAt, now: frame.now)))
        return card("Facts", id: "facts", Parts.facts(facts))
    }

    /// What the last heartbeat said of the machine.
    private static func metrics(_ metrics: AgentMetrics?) -> [(name: String, value: HTML)] {
        func percent(_ value: Double) -> HTML { "\(Int64(value.rounded())) %" }
        let known: [(String, HTML?)] = [
            ("Processor", metrics?.cpuPercent.map(percent)), ("Memory", metrics?.memoryPercent.map(percent)),
            ("Free disk", metrics?.diskFreeGb.map { HTML(text: NumberText.bytes(Int64($0 * 1_073_741_824))) }),
        ]
        return known.compactMap { name, value in value.map { (name, $0) } }
    }

    private static func card(_ title: String, id: String, _ content: HTML) -> HTML {
        "<section class=\"card\" aria-labelledby=\"\(id)-title\"><h2 id=\"\(id)-title\">\(title)</h2>\(content)</section>"
    }
}
