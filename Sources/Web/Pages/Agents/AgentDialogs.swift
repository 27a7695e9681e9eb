import Domain
import HTML
import Wire

/// The questions in front of the agents page.
enum AgentDialogs {
    static func render(_ model: AgentsModel, frame: PageFrame) -> HTML {
        switch model.question {
        case .add: add(model, frame)
        case .token(let token): TokenDialog.render(token, serverURL: model.serverURL, frame: frame)
        case .rename(let agent): rename(agent, model, frame)
        case .revoke(let agent): revoke(agent, model, frame)
        case .delete(let agent, let bound, let heirs):
            bound.isEmpty ? delete(agent, model, frame) : handOver(agent, bound, heirs, model, frame)
        case nil: .empty
        }
    }

    private static func add(_ model: AgentsModel, _ frame: PageFrame) -> HTML {
        let name = Field(
            name: "name", label: "Name",
            hint: "So that you know it again while it is open, for example the machine's name.",
            placeholder: "studio-nas", isRequired: false, isFirst: true)
        let fields: HTML = """
            <p>A new agent registers with a token that works once and for 24 hours.</p>\(name.render(model.form))
            """
        return dialog("Add an agent", PageRoutes.createAgentToken.path(), "Create token", model, frame, fields)
    }

    private static func rename(_ agent: AgentDTO, _ model: AgentsModel, _ frame: PageFrame) -> HTML {
        var form = model.form
        if form.values["name"] == nil { form.values["name"] = agent.name }
        let field = Field(name: "name", label: "Name", isFirst: true).render(form)
        return dialog("Rename agent", PageRoutes.renameAgent.path(agent.guid), "Rename", model, frame, field)
    }

    private static func revoke(_ agent: AgentDTO, _ model: AgentsModel, _ frame: PageFrame) -> HTML {
        let reason = Field(
            name: "reason", label: "Reason", hint: "Kept with the agent, 1 to 500 characters.",
            placeholder: "The machine was sold", isFirst: true)
        let fields: HTML = """
            <p><strong>\(agent.name)</strong> can do nothing from that moment, for good. Its unfinished jobs go back to the \
            queue. Collections that are bound to it wait until they are moved.</p>\(reason.render(model.form))
            """
        return dialog(
            "Revoke \(agent.name)?", PageRoutes.revokeAgent.path(agent.guid), "Revoke", model, frame, fields,
            isDanger: true)
    }

    private static func delete(_ agent: AgentDTO, _ model: AgentsModel, _ frame: PageFrame) -> HTML {
        let fields: HTML = """
            <p><strong>\(agent.name)</strong> on \(agent.hostname) is deleted and its key stops working at once. \
            Its unfinished jobs go back to the queue; its results stay.</p>
            """
        return dialog(
            "Delete \(agent.name)?", PageRoutes.deleteAgent.path(agent.guid), "Delete", model, frame, fields,
            isDanger: true)
    }

    /// FR-400.8, FR-400.10: names what is bound, and moves it to another agent in one go.
    private static func handOver(
        _ agent: AgentDTO, _ bound: [CollectionDTO], _ heirs: [AgentDTO], _ model: AgentsModel, _ frame: PageFrame
    ) -> HTML {
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
            return Dialog(title: "Delete \(agent.name)?", close: AgentsModel.path, content: text).html
        }
        let choice = NewCollectionPage.agentChoice(
            heirs, label: "Move them to",
            hint: "Their waiting jobs move along. It must find the photos at the same paths.")
        let fields: HTML = """
            \(list)\(choice.render(model.form))<p>Then the agent is deleted and its key stops working at once. \
            Its results stay.</p>
            """
        return dialog(
            "Delete \(agent.name)?", PageRoutes.deleteAgent.path(agent.guid), "Move and delete", model, frame, fields,
            isDanger: true)
    }

    private static func dialog(
        _ title: String, _ route: RoutePath, _ button: HTML, _ model: AgentsModel, _ frame: PageFrame, _ fields: HTML,
        isDanger: Bool = false
    ) -> HTML {
        let form = Dialog.form(
            route, frame: frame, button: button, close: AgentsModel.path, isDanger: isDanger,
            "\(Parts.complaint(model.form))\(fields)")
        return Dialog(title: title, close: AgentsModel.path, content: form).html
    }
}
