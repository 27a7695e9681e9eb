import Analysis
import Coordinator
import Domain
import Wire

@testable import Web

/// The editor of pipelines, in the states that people meet.
extension PageGallery {
    private typealias Data = PageFixtures

    static let editor: [Entry] = [
        entry("pipeline-new", PipelineEditorModel(form: empty, templates: PipelineService.templates)),
        entry(
            "pipeline-new-template",
            PipelineEditorModel(
                form: template(3), templates: PipelineService.templates, template: "hdr-pairing",
                findings: [unknownMethod], graph: graph(3))),
        entry("pipeline-edit", PipelineEditorModel(form: template(0), edition: edition, graph: graph(0))),
        entry("pipeline-edit-errors", PipelineEditorModel(form: wrong, edition: edition, findings: findings)),
        entry("pipeline-edit-yaml", PipelineEditorModel(form: yaml, edition: edition, graph: graph(3))),
        entry(
            "pipeline-edit-yaml-errors",
            PipelineEditorModel(form: unreadable, edition: edition, findings: [unreadableFinding])),
        entry("pipeline-edit-overtaken", overtaken),
    ]

    private static func entry(_ name: String, _ model: PipelineEditorModel) -> Entry {
        Entry(name: name, page: PipelineEditorPage.render(model, frame: Data.frame()))
    }

    private static let empty = PipelineForm(name: "", description: "", nodes: [])

    private static func template(_ number: Int) -> PipelineForm {
        let template = PipelineService.templates[number]
        return PipelineForm(
            name: template.title, description: template.description, nodes: template.nodes, version: "a1b2")
    }

    private static func graph(_ number: Int) -> PipelineGraph? {
        PipelineService.graph(PipelineService.templates[number].nodes)
    }

    private static let edition = PipelineEdition(
        pipeline: Data.pipelines[2], version: "a1b2", changedAt: Data.ago(125), changedBy: Data.hostile)

    private static func finding(
        _ severity: PipelineFindingDTO.Severity, _ code: String, _ nodes: String...
    ) -> PipelineFindingDTO {
        PipelineFindingDTO(severity: severity, code: code, nodes: nodes, message: "\(code) of \(nodes): mend it")
    }

    private static let unknownMethod = PipelineFindingDTO(
        severity: .warning, code: "method_unknown", nodes: ["merge"],
        message: "process \"merge\" has the method \"HDR\", which is not configured: add it to the processing methods")

    private static let findings = [
        finding(.error, "file_extension", "file"), finding(.error, "unknown_output", "file"),
        finding(.error, "duplicate_id", Data.hostile), finding(.error, "unreachable", "pairing"),
        finding(.error, "method_invalid", "process"), finding(.error, "termination_missing"),
        finding(.warning, "branching_without_choice", "branching"),
    ]

    /// One node of each kind with nothing right in it.
    private static let wrong: PipelineForm = {
        var form = PipelineForm(name: Data.hostile, description: "\n\(Data.hostile)", nodes: [], version: "a1b2")
        for kind in NodeForm.Kind.allCases { form.nodes.append(NodeForm(kind, beside: form.nodes)) }
        form.nodes += [NodeForm(.file, beside: []), NodeForm(.capture, beside: [])]
        for index in form.nodes.indices.suffix(2) { form.nodes[index].values["id"] = Data.hostile }
        form.nodes[1].outputs = [Data.hostile, String(repeating: "very-long-id-", count: 8)]
        form.nodes[2].values["method_ids"] = "\"\", HDR, \(Data.hostile)"
        form.nodes[5].outputs = ["file"]
        form.fields.message = "Nothing was saved: the structure check found errors."
        form.fields.errors["name"] = "The team has a pipeline called \(Data.hostile) already; choose another name."
        form.place(findings)
        return form
    }()

    private static let yaml: PipelineForm = {
        var form = template(3)
        form.perform(.showYAML)
        return form
    }()

    private static let unreadableFinding = PipelineFindingDTO(
        severity: .error, code: "unreadable", nodes: [], message: "a quote that is not closed: \(Data.hostile)",
        line: 3,
        column: 14)

    private static let unreadable: PipelineForm = {
        var form = yaml
        form.yaml = "\n</textarea>\(Data.hostile)\n  - {id: \"raw\n"
        form.place([unreadableFinding])
        return form
    }()

    private static let overtaken: PipelineEditorModel = {
        var model = PipelineEditorModel(form: template(1), edition: edition, graph: graph(1))
        model.isOvertaken = true
        return model
    }()
}
