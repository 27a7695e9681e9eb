/// A pipeline that was found fit for a configuration, with its walks: they take time, and are enumerated here once.
public struct CheckedPipeline: Sendable {
    /// The pipeline itself.
    public let graph: PipelineGraph
    /// What it was checked for.
    let configuration: ToolConfiguration
    /// What is worth a warning.
    let findings: [PipelineFinding]
    /// Every walk, truncated ones among them, in the order of `PipelineGraph.walks()`.
    public let walks: [PipelineWalk]

    /// Checks a pipeline.
    ///
    /// Throws a `PipelineError` that lists all errors of the pipeline's structure, or says that it has too many walks: both are an
    /// invalid configuration.
    public init(_ graph: PipelineGraph, for configuration: ToolConfiguration) throws(PipelineError) {
        (self.graph, self.configuration) = (graph, configuration)
        findings = graph.findings(for: configuration)
        try Self.refuse(findings.filter { $0.severity == .error })
        walks = try graph.walks()
    }

    /// The most errors that one message lists.
    private static let listedErrors = 20

    private static func refuse(_ errors: [PipelineFinding]) throws(PipelineError) {
        guard let first = errors.first else { return }
        if errors.count == 1 { throw PipelineError(first.message, nodes: first.nodes, place: first.place) }
        let rest = errors.count - listedErrors
        let lines =
            errors.prefix(listedErrors).map { error in
                "\n- " + (error.place.map { "line \($0.line), column \($0.column): " } ?? "") + error.message
            } + (rest > 0 ? ["\n- and \(rest) more"] : [])
        var nodes: [String] = []
        for node in errors.flatMap(\.nodes) where !nodes.contains(node) { nodes.append(node) }
        throw PipelineError(
            "the pipeline has \(errors.count) errors in its structure:" + lines.joined(), nodes: nodes)
    }
}
