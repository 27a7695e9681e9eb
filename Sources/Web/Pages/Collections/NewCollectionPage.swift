import Domain
import HTML
import Wire

/// The form for a new LOCAL collection. FR-400.1–3.
enum NewCollectionPage {
    /// - Parameters:
    ///   - agents: the team's agents; those that are online with `local_filesystem` are offered.
    ///   - form: what was typed before.
    static func render(agents: [AgentDTO], form: FormState, frame: PageFrame) -> HTML {
        // What was typed is not taken away because the agent dropped off meanwhile.
        let online = Self.offered(agents)
        let offered = online.isEmpty && !form.values.isEmpty ? agents.filter { $0.status != .revoked } : online
        return frame.render(
            FramedPage(
                title: "New collection", section: .collections,
                trail: [("Collections", PageRoutes.collections.path())],
                content: offered.isEmpty ? nobody(agents, frame) : self.form(offered, form, frame)))
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

    private static func form(_ agents: [AgentDTO], _ form: FormState, _ frame: PageFrame) -> HTML {
        let name = Field(name: "name", label: "Name", placeholder: "Weddings 2026", isFirst: true)
        let agent = agentChoice(agents, hint: "The one on the machine that holds the photos. Jobs run there only.")
        let folder = Field(
            name: "location", label: "Folder",
            hint: "The full path on that machine, inside a folder the agent may read.",
            placeholder: "/photos/weddings-2026", isMonospaced: true)
        return """
            <div class="columns"><div>
            \(Parts.complaint(form))
            <form class="stack card" method="post" \(action: PageRoutes.createCollection.path())>\(frame.csrfField)
            \(name.render(form))\(agent.render(form))\(folder.render(form))
            <div class="form-actions"><button class="button primary">Create collection</button>\
            <a class="button" \(href: PageRoutes.collections.path())>Back</a></div>
            </form></div>
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
