import HTML
import Wire

/// Which pipeline a validation follows; where the team has none yet, a way to one.
enum PipelineChoice {
    static func render(_ model: CollectionModel, frame: PageFrame) -> HTML {
        guard !model.pipelines.isEmpty else { return beginning(model, frame) }
        var form = model.run
        let standard =
            model.pipelines.first(where: \.isDefault) ?? (model.pipelines.count == 1 ? model.pipelines[0] : nil)
        if form["pipeline_guid"].isEmpty {
            form["pipeline_guid"] = model.collection.pipelineGuid ?? standard?.guid ?? ""
        }
        let none = Choice.Option(value: "", title: "Choose a pipeline")
        let options = model.pipelines.map { Choice.Option(value: $0.guid, title: title($0)) }
        let isOpen = form["pipeline_guid"].isEmpty
        return Choice(
            name: "pipeline_guid", label: "Pipeline", options: (isOpen ? [none] : []) + options, isRequired: false
        ).render(form)
    }

    private static func title(_ pipeline: PipelineDTO) -> String {
        let isBroken = pipeline.findings.contains { $0.severity == .error }
        return pipeline.name + (pipeline.isDefault ? " (default)" : "") + (isBroken ? " – has errors" : "")
    }

    /// The way to a first pipeline. Its controls belong to a form beside that of the run, so that it needs no script.
    private static func beginning(_ model: CollectionModel, _ frame: PageFrame) -> HTML {
        guard frame.isAdministrator else {
            return Parts.notice(
                .info, "<p>The team has no pipeline yet. Ask an administrator to add one, then run this.</p>")
        }
        let templates = Choice(
            name: "template", label: "Begin with",
            options: model.templates.map { Choice.Option(value: $0.name, title: $0.title) }, isRequired: false,
            owner: form)
        return """
            \(Parts.notice(.info, "<p>The team has no pipeline yet. Add one from a template; it can be changed later.</p>"))
            \(templates.render(model.run))
            <button class="button wide" form="\(form)" name="collection" value="\(model.collection.guid)">\
            \(Icon.plus.html)Add pipeline</button>
            """
    }

    private static let form = "add-pipeline"

    /// The form itself, to stand beside that of the run.
    static func companion(_ model: CollectionModel, frame: PageFrame) -> HTML? {
        guard model.pipelines.isEmpty, frame.isAdministrator else { return nil }
        return "<form id=\"\(form)\" method=\"post\" \(action: PageRoutes.addPipeline.path())>\(frame.csrfField)</form>"
    }
}
