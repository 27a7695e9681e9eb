import HTML
import Wire

/// The questions in front of a collection's page.
enum CollectionDialogs {
    static func render(_ model: CollectionModel, frame: PageFrame) -> HTML {
        switch model.question {
        case .edit: edit(model, frame)
        case .delete: delete(model, frame)
        case nil: .empty
        }
    }

    private static func edit(_ model: CollectionModel, _ frame: PageFrame) -> HTML {
        let collection = model.collection
        var form = model.form
        let now = [
            "name": collection.name, "location": collection.location,
            "bound_agent_guid": collection.boundAgentGuid ?? "", "pipeline_guid": collection.pipelineGuid ?? "",
        ]
        form.values.merge(now) { typed, _ in typed }
        let name = Field(name: "name", label: "Name", isFirst: true)
        let folder: Field
        var agent: HTML = .empty
        if collection.type == .local {
            agent = agentChoice(model).render(form)
            folder = Field(
                name: "location", label: "Folder", hint: "The full path on that machine.", isMonospaced: true)
        } else {
            folder = NewCollectionPage.remoteFolder
        }
        let usual = Choice.Option(value: "", title: "The team’s default")
        let pipeline = Choice(
            name: "pipeline_guid", label: "Pipeline",
            options: [usual] + model.pipelines.map { Choice.Option(value: $0.guid, title: $0.name) },
            hint: "What a validation follows where the run names no other.", isRequired: false,
            id: "edit-pipeline")
        let fields: HTML = "\(name.render(form))\(agent)\(folder.render(form))\(pipeline.render(form))"
        return dialog(model, frame, "Edit collection", PageRoutes.changeCollection, "Save", fields)
    }

    private static func agentChoice(_ model: CollectionModel) -> Choice {
        let collection = model.collection
        let others = NewCollectionPage.offered(model.agents).filter { $0.guid != collection.boundAgentGuid }
        let agents = model.agents.filter { $0.guid == collection.boundAgentGuid } + others
        let moves: HTML = "Waiting jobs move along. Only agents that are online can take it over."
        return NewCollectionPage.agentChoice(
            agents, hint: others.isEmpty ? "No other agent is online that can read local folders." : moves)
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
