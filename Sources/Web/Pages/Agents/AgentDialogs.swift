import Domain
import HTML
import Wire

/// The questions in front of the agents' pages.
struct AgentDialogs: Sendable {
    var question: AgentsModel.Question?
    /// What was typed into it, and what is wrong with it.
    var form = FormState()
    /// The page that it stands in front of.
    var close = AgentsModel.path
    /// The address that agents reach the server at, for the lines to copy.
    var serverURL = ""
    var frame: PageFrame

    var html: HTML {
        switch question {
        case .add: add
        case .token(let token): TokenDialog.render(token, serverURL: serverURL, frame: frame)
        case .withdraw(let token): withdraw(token)
        case .rename(let agent): rename(agent)
        case .revoke(let agent): revoke(agent)
        case .delete(let agent, let bound, let heirs):
            bound.isEmpty ? delete(agent) : handOver(agent, bound, heirs)
        case nil: .empty
        }
    }

    private func withdraw(_ token: RegistrationTokenDTO) -> HTML {
        let name = token.name.isEmpty ? "the registration token" : token.name
        return dialog(
            "Withdraw \(name)?", PageRoutes.deleteAgentToken.path(token.guid), "Withdraw",
            "<p>Nobody can register an agent with it any more. Agents that are registered stay.</p>", isDanger: true)
    }

    private var add: HTML {
        let name = Field(
            name: "name", label: "Name",
            hint: "So that you know it again while it is open, for example the machine's name.",
            placeholder: "studio-nas", isRequired: false, isFirst: true)
        let fields: HTML = """
            <p>A new agent registers with a token that works once and for 24 hours.</p>\(name.render(form))
            """
        return dialog("Add an agent", PageRoutes.createAgentToken.path(), "Create token", fields)
    }

    private func rename(_ agent: AgentDTO) -> HTML {
        var form = form
        if form.values["name"] == nil { form.values["name"] = agent.name }
        let field = Field(name: "name", label: "Name", isFirst: true).render(form)
        return dialog("Rename agent", PageRoutes.renameAgent.path(agent.guid), "Rename", field)
    }

    private func revoke(_ agent: AgentDTO) -> HTML {
        let reason = Field(
            name: "reason", label: "Reason", hint: "Kept with the agent, 1 to 500 characters.",
            placeholder: "The machine was sold", isFirst: true)
        let fields: HTML = """
            <p><strong>\(agent.name)</strong> can do nothing from that moment, for good. Its unfinished jobs go back to the \
            queue. Collections that are bound to it wait until they are moved.</p>\(reason.render(form))
            """
        return dialog(
            "Revoke \(agent.name)?", PageRoutes.revokeAgent.path(agent.guid), "Revoke", fields,
            isDanger: true)
    }

    private func delete(_ agent: AgentDTO) -> HTML {
        let fields: HTML = """
            <p><strong>\(agent.name)</strong> on \(agent.hostname) is deleted and its key stops working at once. \
            Its unfinished jobs go back to the queue; its results stay.</p>
            """
        return dialog(
            "Delete \(agent.name)?", PageRoutes.deleteAgent.path(agent.guid), "Delete", fields,
            isDanger: true)
    }

    /// FR-400.8, FR-400.10: names what is bound, and moves it to another agent in one go.
    private func handOver(_ agent: AgentDTO, _ bound: [CollectionDTO], _ heirs: [AgentDTO]) -> HTML {
        let items = bound.map { collection -> HTML in
            """
            <li><a \(href: PageRoutes.collection.path(collection.guid))>\(collection.name)</a>\
            <span class="path">\(collection.location)</span></li>
            """
        }
        let noun = NumberText.count(bound.count, "collection")
        let list: HTML = """
            <p>\(noun) \(bound.count == 1 ? "is" : "are") bound to <strong>\(agent.name)</strong>:</p>\
            <ul class="bound">\(items)</ul>
            """
        guard !heirs.isEmpty else {
            let text: HTML = """
                \(list)<p>No other agent is online that could take over. Start one that reads the same folders, or \
                delete the collections first.</p>
                """
            return Dialog(title: "Delete \(agent.name)?", close: close, content: text).html
        }
        let choice = NewCollectionPage.agentChoice(
            heirs, label: "Move them to",
            hint: "Their waiting jobs move along. It must find the photos at the same paths.")
        let fields: HTML = """
            \(list)\(choice.render(form))<p>Then the agent is deleted and its key stops working at once. \
            Its results stay.</p>
            """
        return dialog(
            "Delete \(agent.name)?", PageRoutes.deleteAgent.path(agent.guid), "Move and delete", fields,
            isDanger: true)
    }

    private func dialog(
        _ title: String, _ route: RoutePath, _ button: HTML, _ fields: HTML, isDanger: Bool = false
    ) -> HTML {
        let content = Dialog.form(
            route, frame: frame, button: button, close: close, isDanger: isDanger, "\(Parts.complaint(form))\(fields)")
        return Dialog(title: title, close: close, content: content).html
    }
}
