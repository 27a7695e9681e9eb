import Analysis
import Domain
import Wire

/// A pipeline as somebody sent it, and what the structure check says of it (analysis.md, *Structure check*).
struct PipelineCheck {
    /// The nodes as they are kept; empty where nothing could be read.
    let nodes: [JSONValue]
    /// Errors first.
    let findings: [PipelineFindingDTO]
    /// The field that it came in.
    private let field: String

    /// What a request holds; nil where it says nothing of what the pipeline is made of.
    /// - Throws: 400 naming the field, for two forms at once or a template that there is not.
    init?(_ request: PipelineRequest, _ settings: ToolConfiguration) throws {
        let given = [
            request.nodes.map { _ in "nodes" }, request.yaml.map { _ in "yaml" },
            request.template.map { _ in "template" },
        ].compactMap(\.self)
        guard let field = given.first else { return nil }
        guard given.count == 1 else {
            throw CoordinatorError.invalidField(
                given[1], "stands beside \(field); send one of nodes, yaml and template")
        }
        if let yaml = request.yaml {
            do {
                self.init(try PipelineSource(yaml: Array(yaml.utf8)), settings, field: field)
            } catch {
                self.init(unreadable: error, field: field)
            }
        } else if let template = request.template {
            self.init(try Self.template(template).source, settings, field: field)
        } else {
            self.init(PipelineSource(json: ["nodes": .array(request.nodes ?? [])]), settings, field: field)
        }
    }

    /// What is to be said of a pipeline that is kept.
    init(_ pipeline: Pipeline, _ settings: ToolConfiguration) {
        self.init(pipeline.source, settings, field: "nodes", countsWalks: false)
    }

    /// - Parameter countsWalks: whether to enumerate the walks too, which takes its time and so is done before it is kept only.
    private init(
        _ source: PipelineSource, _ settings: ToolConfiguration, field: String, countsWalks: Bool = true
    ) {
        do {
            let graph = try PipelineGraph.parse(source)
            var findings = graph.dtos(settings)
            if countsWalks, let tooMany = graph.tooManyWalks() { findings.insert(tooMany, at: 0) }
            self.init(nodes: source.nodes, findings: findings, field: field)
        } catch {
            self.init(unreadable: error, field: field)
        }
    }

    private init(unreadable error: PipelineError, field: String) {
        let finding = PipelineFindingDTO(
            severity: .error, code: "unreadable", nodes: error.nodes, message: error.message, line: error.place?.line,
            column: error.place?.column, index: error.field?.node, field: error.field?.name)
        self.init(nodes: [], findings: [finding], field: field)
    }

    private init(nodes: [JSONValue], findings: [PipelineFindingDTO], field: String) {
        self.nodes = nodes
        self.findings = findings
        self.field = field
    }

    /// Whether it may be kept and run.
    var isSound: Bool { !findings.contains { $0.severity == .error } }

    /// - Throws: 400 `invalid_pipeline` with the findings.
    func requireSound() throws {
        guard !isSound else { return }
        throw CoordinatorError(
            .badRequest, "invalid_pipeline", Self.words(findings),
            details: ["field": .string(field), "findings": .array(findings.map(\.json))])
    }

    /// - Throws: 400 `invalid_pipeline` naming the pipeline that was to be run.
    func requireSound(toRun name: String) throws {
        guard !isSound else { return }
        throw CoordinatorError(
            .badRequest, "invalid_pipeline", "The pipeline \(name) cannot be run. \(Self.words(findings))",
            details: ["field": "pipeline_guid", "findings": .array(findings.map(\.json))])
    }

    /// The errors in a few sentences.
    static func words(_ findings: [PipelineFindingDTO]) -> String {
        let errors = findings.filter { $0.severity == .error }
        let shown = errors.prefix(3).map(\.sentence)
        let more = errors.count - shown.count
        return shown.joined(separator: " ") + (more > 0 ? " And \(more) more." : "")
    }
}
