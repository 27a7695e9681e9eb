import HTML
import Wire

/// The questions in front of a collection's page.
enum CollectionDialogs {
    static func render(_ model: CollectionModel, frame: PageFrame) -> HTML {
        switch model.question {
        case .rename: rename(model, frame)
        case .move: move(model, frame)
        case .delete: delete(model, frame)
        case nil: .empty
        }
    }

    private static func rename(_ model: CollectionModel, _ frame: PageFrame) -> HTML {
        var form = model.form
        if form.values["name"] == nil { form.values["name"] = model.collection.name }
        let field = Field(name: "name", label: "Name", isFirst: true).render(form)
        return dialog(model, frame, "Rename collection", PageRoutes.renameCollection, "Rename", field)
    }

    private static func move(_ model: CollectionModel, _ frame: PageFrame) -> HTML {
        let others = NewCollectionPage.offered(model.agents).filter { $0.guid != model.collection.boundAgentGuid }
        guard !others.isEmpty else {
            let text: HTML = """
                <p>No other agent is online that can read local folders. Start one on the machine that holds \
                <code>\(model.collection.location)</code>, then come back.</p>
                """
            return Dialog(title: "Move to another agent", close: model.path, content: text).html
        }
        let choice = NewCollectionPage.agentChoice(
            others, hint: "Waiting jobs move too. It must find the photos at the same path.")
        let fields: HTML = """
            <p>The collection keeps its folder <code>\(model.collection.location)</code>.</p>\(choice.render(model.form))
            """
        return dialog(model, frame, "Move to another agent", PageRoutes.moveCollection, "Move", fields)
    }

    private static func delete(_ model: CollectionModel, _ frame: PageFrame) -> HTML {
        let fields: HTML = """
            <p>The collection <strong>\(model.collection.name)</strong> is deleted, and its waiting jobs are cancelled. \
            A job that runs now ends without a result.</p>\
            <p>Results that are there stay. The photos in <code>\(model.collection.location)</code> are not touched.</p>
            """
        return dialog(
            model, frame, "Delete \(model.collection.name)?", PageRoutes.deleteCollection, "Delete", fields,
            isDanger: true)
    }

    private static func dialog(
        _ model: CollectionModel, _ frame: PageFrame, _ title: String, _ route: Route, _ button: HTML, _ fields: HTML,
        isDanger: Bool = false
    ) -> HTML {
        let form = Dialog.form(
            route.path(model.collection.guid), frame: frame, button: button, close: model.path, isDanger: isDanger,
            "\(Parts.complaint(model.form))\(fields)")
        return Dialog(title: title, close: model.path, content: form).html
    }
}
