import Domain
import HTML
import Wire

/// The list of pipelines as it was asked for.
struct PipelinesModel: Sendable {
    /// By name.
    var page: PageDTO<PipelineDTO>
    /// Where this page of the list begins; nil is the beginning.
    var cursor: String?
    /// What a pipeline can be made from.
    var templates: [PipelineTemplateDTO] = []
    /// Whether the question for a new one stands in front.
    var isAdding = false
}

/// The list of pipelines.
enum PipelinesPage {
    static func render(_ model: PipelinesModel, frame: PageFrame) -> HTML {
        let path = PageRoutes.pipelines.path()
        let add: HTML =
            frame.isAdministrator ? Dialog.opener("add", on: path, label: "\(Icon.plus.html)Add a pipeline") : .empty
        let paging = Parts.paging(
            first: model.cursor.map { _ in path }, next: model.page.nextCursor.map { path.query(("cursor", $0)) })
        let content = model.page.items.isEmpty ? empty(frame) : table(model.page.items, frame) + paging
        return frame.render(
            FramedPage(
                title: "Pipelines", section: .pipelines, actions: model.page.items.isEmpty ? .empty : add,
                content: content + (model.isAdding && frame.isAdministrator ? adding(model, frame) : .empty)))
    }

    private static func empty(_ frame: PageFrame) -> HTML {
        let add = Dialog.opener(
            "add", on: PageRoutes.pipelines.path(), label: "\(Icon.plus.html)Add a pipeline", style: "button primary")
        return Parts.empty(
            .pipelines, "No pipeline yet",
            """
            A pipeline says which files each image should have on its way from the camera to the archive. \
            Pipeline Validation holds your collections against it.
            """, action: frame.isAdministrator ? add : "<p>Ask an administrator to add one.</p>")
    }

    private static func table(_ pipelines: [PipelineDTO], _ frame: PageFrame) -> HTML {
        let rows = pipelines.map { pipeline -> HTML in
            let standard: HTML = pipeline.isDefault ? "<span class=\"tag\">Default</span>" : ""
            let summary = pipeline.description.split(separator: "\n").first.map(String.init) ?? ""
            return """
                <tr><td class="main-cell"><a \(href: PageRoutes.pipeline.path(pipeline.guid))>\(pipeline.name)</a>\
                \(standard)<span class="path">\(summary)</span></td>\
                <td class="number">\(NumberText.grouped(pipeline.nodes.count))</td><td>\(PipelineParts.state(pipeline))</td>\
                <td>\(Moment.relative(pipeline.createdAt, now: frame.now))</td></tr>
                """
        }
        return """
            <table class="table"><thead><tr><th scope="col">Name</th><th scope="col" class="number">Nodes</th>\
            <th scope="col">Structure</th><th scope="col">Made</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """
    }

    private static func adding(_ model: PipelinesModel, _ frame: PageFrame) -> HTML {
        let back = PageRoutes.pipelines.path()
        let templates = Choice(
            name: "template", label: "Begin with",
            options: model.templates.map { Choice.Option(value: $0.name, title: $0.title) })
        let meanings = model.templates.map { template -> HTML in
            "<p class=\"hint\"><strong>\(template.title).</strong> \(template.description)</p>"
        }
        let form = Dialog.form(
            PageRoutes.addPipeline.path(), frame: frame, button: "Add", close: back,
            """
            \(templates.render(FormState()))<div>\(meanings)</div>
            """)
        return Dialog(title: "Add a pipeline", close: back, content: form).html
    }
}

/// What the list and the page of a pipeline both say.
enum PipelineParts {
    /// What the structure check says, in a word or two.
    static func state(_ pipeline: PipelineDTO) -> HTML {
        let errors = pipeline.findings.count { $0.severity == .error }
        let warnings = pipeline.findings.count - errors
        guard errors + warnings > 0 else { return "<span class=\"health\">\(Icon.check.html)Sound</span>" }
        let text = errors > 0 ? NumberText.count(errors, "error") : NumberText.count(warnings, "warning")
        return "<span class=\"health trouble\">\(Icon.warning.html)\(text)</span>"
    }
}
