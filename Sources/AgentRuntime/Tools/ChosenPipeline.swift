import Analysis

/// The pipeline of a run, chosen by its name and found fit to be walked.
struct ChosenPipeline: Sendable {
    /// What counts where several are there and none is named.
    private static let defaultName = "default"

    let name: String
    let checked: CheckedPipeline

    /// Chooses and checks a pipeline before any folder is listed.
    /// - Throws: `ToolFailure`: none or several to choose from, errors in the structure, more walks than are allowed.
    init(named name: String?, in configuration: ToolConfiguration) throws(ToolFailure) {
        let (name, source) = try Self.choose(name, configuration.pipelines)
        self.name = name
        do {
            // Here, because it would be a pity to find too many walks only after an hour of listing.
            checked = try CheckedPipeline(PipelineGraph.parse(source), for: configuration)
        } catch {
            let problem = ToolFailure.Problem(error.message, error.place)
            throw .pipeline(name, Self.problems(source, configuration) ?? [problem])
        }
    }

    /// All errors of the structure; nil where there is none, or where not even that can be told.
    private static func problems(
        _ source: PipelineSource, _ configuration: ToolConfiguration
    ) -> [ToolFailure.Problem]? {
        // `try?`: what cannot be parsed has one error, which the caller has.
        guard let graph = try? PipelineGraph.parse(source) else { return nil }
        let errors = graph.findings(for: configuration).filter { $0.severity == .error }
        return errors.isEmpty ? nil : errors.map { ToolFailure.Problem($0.message, $0.place) }
    }

    private static func choose(
        _ name: String?, _ pipelines: [String: PipelineSource]
    ) throws(ToolFailure) -> (String, PipelineSource) {
        let known = pipelines.keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
        if let name {
            if let source = pipelines[name] { return (name, source) }
            throw .configuration(
                "There is no pipeline \"\(name)\" in the configuration. "
                    + (pipelines.isEmpty ? "It holds none: add one under processing_pipelines." : "There is: \(known).")
            )
        }
        if let only = pipelines.first, pipelines.count == 1 { return only }
        if let source = pipelines[defaultName] { return (defaultName, source) }
        throw pipelines.isEmpty
            ? .configuration(
                "Pipeline Validation needs a pipeline, and there is none. Draw one on the server's pipelines page, or "
                    + "write one under processing_pipelines in the configuration file.")
            : .configuration(
                "The configuration has several pipelines and none is called \"\(defaultName)\". Name one of them: \(known)."
            )
    }
}
