import Analysis
import Coordinator
import HTML
import Wire

/// What the editor shows.
struct PipelineEditorModel: Sendable {
    var form: PipelineForm
    /// The pipeline as it is kept; nil for a new one.
    var edition: PipelineEdition?
    /// What there is to begin with; none where something was begun.
    var templates: [PipelineTemplateDTO] = []
    /// The template that it was begun with.
    var template: String?
    /// What the structure check says of what is in the form.
    var findings: [PipelineFindingDTO] = []
    var graph: PipelineGraph?
    /// Whether somebody else changed the pipeline since the form was opened.
    var isOvertaken = false
    /// Whether it holds what was sent and not saved.
    var isUnsaved = false
}

/// The editor of a pipeline: the same form as nodes or as YAML, with the structure check and the drawing beside it.
enum PipelineEditorPage {
    static func render(_ model: PipelineEditorModel, frame: PageFrame) -> HTML {
        let pipeline = model.edition?.pipeline
        var trail = [("Pipelines", PageRoutes.pipelines.path())]
        if let pipeline { trail.append((pipeline.name, PageRoutes.pipeline.path(pipeline.guid))) }
        return frame.render(
            FramedPage(
                title: pipeline == nil ? "New pipeline" : "Edit pipeline", section: .pipelines, trail: trail,
                actions: export(pipeline), content: overtaken(model, frame) + beginnings(model) + form(model, frame)))
    }

    private static func export(_ pipeline: PipelineDTO?) -> HTML {
        guard let pipeline else { return .empty }
        return """
            <a class="button" download="\(pipeline.name).yaml" \(href: UserRoutes.pipelineYAML.path(pipeline.guid))>\
            \(Icon.download.html)Saved YAML</a>
            """
    }

    /// Nobody writes over what they have not seen: the next save does, knowingly.
    private static func overtaken(_ model: PipelineEditorModel, _ frame: PageFrame) -> HTML {
        guard model.isOvertaken, let edition = model.edition else { return .empty }
        let when = edition.changedAt.map { Moment.relative($0, now: frame.now) }
        let text: HTML = """
            <p><strong>\(edition.changedBy ?? "Somebody") changed this pipeline \(when), after you opened it.</strong> Nothing \
            was saved; what you typed is still here.</p><p>\
            <a target="_blank" \(href: PageRoutes.pipeline.path(edition.pipeline.guid))>See what it is now</a> (in a new \
            window), then save again to put yours in its place.</p>
            """
        return "<div role=\"alert\">\(Parts.notice(.warning, text))</div>"
    }

    private static func beginnings(_ model: PipelineEditorModel) -> HTML {
        guard !model.templates.isEmpty else { return .empty }
        let path = PageRoutes.newPipeline.path()
        let choices =
            [(name: nil, title: "Empty")] + model.templates.map { (name: $0.name as String?, title: $0.title) }
        let links = choices.map { choice -> HTML in
            let current: HTML = choice.name == model.template ? " aria-current=\"page\"" : ""
            return "<a \(href: path.query(("template", choice.name)))\(current)>\(choice.title)</a>"
        }
        return
            "<nav class=\"toolbar beginnings\" aria-label=\"Begin with\"><span>Begin with</span><div class=\"tabs\">\(links)</div></nav>"
    }

    private static func form(_ model: PipelineEditorModel, _ frame: PageFrame) -> HTML {
        let form = model.form
        let version: HTML? = form.version.map { "<input type=\"hidden\" name=\"version\" value=\"\($0)\">" }
        let guid = model.edition?.pipeline.guid
        let target = guid.map { PageRoutes.submitPipeline.path($0) } ?? PageRoutes.submitNewPipeline.path()
        let check = PipelineCheckPart(
            isBlank: form.isBlank && form.fields.isValid, findings: model.findings, graph: model.graph)
        // The first button is the one that Enter presses.
        return """
            \(Parts.complaint(form.fields))
            <form class="columns editor" method="post" \(action: target) data-module="pipeline-editor unsaved"\
            \(" data-unsaved", if: model.isUnsaved)>
            <div class="stack">\(frame.csrfField)\(version)<input type="hidden" name="view" value="\(form.view.rawValue)">\
            <button name="do" value="check" hidden>Check</button>
            \(about(form, isNew: guid == nil))\(tabs(form.view))
            \(form.view == .yaml ? text(form) : nodes(form))
            </div>
            <aside aria-label="Structure check"><div class="form-actions">\
            <button class="button primary" name="do" value="save">Save pipeline</button>\
            <button class="button" name="do" value="check" data-check>Check</button>\
            <a class="button" \(href: guid.map { PageRoutes.pipeline.path($0) } ?? PageRoutes.pipelines.path())>Back</a></div>
            \(check.html)</aside>
            </form>
            """
    }

    private static func about(_ form: PipelineForm, isNew: Bool) -> HTML {
        let name = Field(
            name: "name", label: "Pipeline name", placeholder: "Raw and edited", isRequired: false,
            isFirst: isNew && form.focus == nil)
        let description = TextArea(name: "description", label: "What it is for", rows: 2)
        return name.render(form.fields) + description.render(form.fields)
    }

    private static func tabs(_ view: PipelineForm.View) -> HTML {
        let buttons = [(PipelineForm.View.nodes, "form", "Nodes"), (.yaml, "yaml", "YAML")].map {
            one, deed, word -> HTML in
            "<button name=\"do\" value=\"\(deed)\" aria-pressed=\"\(one == view ? "true" : "false")\">\(word)</button>"
        }
        return "<div class=\"toolbar\"><div class=\"tabs\" role=\"group\" aria-label=\"Edit as\">\(buttons)</div></div>"
    }

    private static func text(_ form: PipelineForm) -> HTML {
        let lines = form.yaml.split(separator: "\n", omittingEmptySubsequences: false).count
        let area = TextArea(
            name: "yaml", label: "YAML", rows: min(max(lines + 2, 16), 40),
            hint: "<code>nodes:</code> with one entry a node. Comments are not kept.", isMonospaced: true)
        return """
            \(area.render(form.fields))
            <div class="field" data-import hidden><label for="import">Read a file</label>\
            <input id="import" type="file" accept=".yaml,.yml"><p class="error" hidden></p></div>
            """
    }

    private static func nodes(_ form: PipelineForm) -> HTML {
        let cards = form.nodes.enumerated().map { number, node in
            NodeCard(
                number: number, isLast: number == form.nodes.count - 1, node: node, errors: form.fields.errors,
                focus: form.focus
            ).html
        }
        let ids = form.nodes.filter { $0.kind != .capture && !$0.id.isEmpty }.map { node -> HTML in
            "<option value=\"\(node.id)\">\(node.values["name"])</option>"
        }
        let kinds = NodeForm.Kind.allCases.map { kind -> HTML in
            "<option\(" selected", if: kind.rawValue == form.fields["add"])>\(kind.rawValue)</option>"
        }
        return """
            <div class="nodes" spellcheck="false" autocapitalize="off">\(cards)</div>
            <datalist id="ids">\(ids)</datalist>
            <div class="adding"><select name="add" aria-label="Kind of node"\(" autofocus", if: form.focus == "add")>\(kinds)\
            </select><button class="button" name="do" value="add">\(Icon.plus.html)Add node</button></div>
            """
    }
}
