import Domain
import HTML
import Wire

/// The form for a new collection: a folder of an agent's, or a place on a connector. FR-400.1–3.
enum NewCollectionPage {
    struct Model: Sendable {
        /// The team's agents; those that are online with `local_filesystem` are offered.
        var agents: [AgentDTO]
        /// The team's connectors, by name.
        var connectors: [ConnectorDTO] = []
        /// Whether it is to be on a connector.
        var isRemote = false
        /// What was typed before.
        var form = FormState()
    }

    static func render(_ model: Model, frame: PageFrame) -> HTML {
        // What was typed is not taken away because the agent dropped off meanwhile.
        let online = Self.offered(model.agents)
        let offered =
            online.isEmpty && !model.form.values.isEmpty ? model.agents.filter { $0.status != .revoked } : online
        let content: HTML =
            model.isRemote
            ? remote(model, frame) : offered.isEmpty ? nobody(model.agents, frame) : local(offered, model.form, frame)
        return frame.render(
            FramedPage(
                title: "New collection", section: .collections,
                trail: [("Collections", PageRoutes.collections.path())],
                content: "\(model.connectors.isEmpty ? .empty : tabs(model))\(content)"))
    }

    private static func tabs(_ model: Model) -> HTML {
        let path = PageRoutes.newCollection.path()
        let parts = [
            ("A folder on an agent", path, false), ("On a connector", path.query(("place", "connector")), true),
        ]
        let links = parts.map { title, path, isRemote -> HTML in
            let current: HTML = isRemote == model.isRemote ? " aria-current=\"page\"" : ""
            return "<a \(href: path)\(current)>\(title)</a>"
        }
        return "<div class=\"toolbar\"><nav class=\"tabs\" aria-label=\"Where the photos are\">\(links)</nav></div>"
    }

    private static func remote(_ model: Model, _ frame: PageFrame) -> HTML {
        let name = Field(name: "name", label: "Name", placeholder: "Weddings 2026", isFirst: true)
        let options = model.connectors.map { connector in
            let pending = connector.isActive ? "" : ", no working credentials"
            return Choice.Option(
                value: connector.guid, title: "\(connector.name) (\(ConnectorParts.title(connector.type))\(pending))")
        }
        let none = Choice.Option(value: "", title: "Choose a connector")
        let connector = Choice(
            name: "connector_guid", label: "Connector", options: options.count == 1 ? options : [none] + options,
            hint: "Any agent that reaches it and has its credentials runs the jobs.")
        return """
            <div class="narrow">\(Parts.complaint(model.form))
            <form class="stack card" method="post" \(action: PageRoutes.createCollection.path()) \
            data-module="unsaved">\(frame.csrfField)
            \(name.render(model.form))\(connector.render(model.form))\(remoteFolder.render(model.form))
            \(buttons)</form></div>
            """
    }

    /// The folder in a bucket or share.
    static let remoteFolder = Field(
        name: "location", label: "Folder", hint: "In the bucket or share; leave it empty for all of it.",
        placeholder: "weddings/2026", isRequired: false, isMonospaced: true)

    private static var buttons: HTML {
        """
        <div class="form-actions"><button class="button primary">Create collection</button>\
        <a class="button" \(href: PageRoutes.collections.path())>Back</a></div>
        """
    }

    /// The agents that can take a folder now.
    static func offered(_ agents: [AgentDTO]) -> [AgentDTO] {
        agents.filter { $0.status == .online && $0.capabilities.contains(Need.localFilesystem.description) }
    }

    /// A choice of agents, with the machine beside each name.
    static func agentChoice(_ agents: [AgentDTO], label: String = "Agent", hint: HTML = .empty) -> Choice {
        let options = agents.map { agent in
            let away = agent.status == .online ? "" : ", \(agent.status.rawValue)"
            return Choice.Option(value: agent.guid, title: "\(agent.name) (\(agent.hostname))\(away)")
        }
        let none = Choice.Option(value: "", title: "Choose an agent")
        return Choice(
            name: "bound_agent_guid", label: label, options: options.count == 1 ? options : [none] + options,
            hint: hint)
    }

    private static func nobody(_ agents: [AgentDTO], _ frame: PageFrame) -> HTML {
        let see: HTML = "<a class=\"button primary\" \(href: PageRoutes.agents.path())>See the agents</a>"
        if agents.isEmpty {
            return Parts.empty(
                .agents, "There is no agent yet", "A collection needs the agent on the machine that holds the photos.",
                action: Parts.agentLink(frame))
        }
        return Parts.empty(
            .agents, "No agent is online that can read local folders",
            "Start the agent on the machine that holds the photos, then come back.", action: see)
    }

    private static func local(_ agents: [AgentDTO], _ form: FormState, _ frame: PageFrame) -> HTML {
        let name = Field(name: "name", label: "Name", placeholder: "Weddings 2026", isFirst: true)
        let agent = agentChoice(agents, hint: "The one on the machine that holds the photos. Jobs run there only.")
        let folder = Field(
            name: "location", label: "Folder",
            hint: "The full path on that machine, inside a folder the agent may read.",
            placeholder: "/photos/weddings-2026", isMonospaced: true)
        return """
            <div class="columns"><div>
            \(Parts.complaint(form))
            <form class="stack card" method="post" \(action: PageRoutes.createCollection.path()) \
            data-module="unsaved">\(frame.csrfField)
            \(name.render(form))\(agent.render(form))\(folder.render(form))
            \(buttons)</form></div>
            <aside>\(roots(agents))</aside></div>
            """
    }

    private static func roots(_ agents: [AgentDTO]) -> HTML {
        let items = agents.map { agent -> HTML in
            let roots = agent.roots.map { root -> HTML in "<li><code>\(root)</code></li>" }
            let none: HTML = """
                <p class="hint">None yet. On that machine: <code>safelight-agent roots add PATH</code></p>
                """
            return "<h3>\(AgentState(agent).dot)\(agent.name)</h3>\(roots.isEmpty ? none : "<ul>\(roots)</ul>")"
        }
        return "<div class=\"roots\"><h2>Folders that agents may read</h2>\(items)</div>"
    }
}
