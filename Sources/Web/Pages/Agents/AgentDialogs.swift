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
        case .delete(let agent, let bound):
            bound.isEmpty ? delete(agent, model, frame) : refuse(agent, bound)
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

    /// FR-400.8, FR-400.10: names what is bound, and leads to where it can be moved.
    private static func refuse(_ agent: AgentDTO, _ bound: [CollectionDTO]) -> HTML {
        let items = bound.map { collection -> HTML in
            let move = PageRoutes.collection.path(collection.guid).query(("dialog", "move"))
            return """
                <li><span><strong>\(collection.name)</strong><span class="path">\(collection.location)</span></span>\
                <a class="button small" \(href: move)>\(Icon.move.html)Move</a></li>
                """
        }
        let noun = NumberText.count(bound.count, "collection")
        let text: HTML = """
            <div role="alert"><p><strong>\(agent.name)</strong> cannot be deleted: \(noun) \
            \(bound.count == 1 ? "is" : "are") bound to it. Move or delete first:</p></div>\
            <ul class="bound">\(items)</ul>
            """
        return Dialog(title: "Delete \(agent.name)?", close: AgentsModel.path, content: text).html
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
