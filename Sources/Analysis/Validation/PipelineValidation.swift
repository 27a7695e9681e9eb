public import Domain

/// Compares each image's files with what a pipeline expects (analysis.md, *Pipeline Validation*).
public enum PipelineValidation {
    /// How a run may differ from the usual.
    public struct Options: Hashable, Sendable {
        /// Whether `images` lists the consistent ones too.
        public var isFull: Bool

        /// Options; by default only images that are not consistent are listed.
        public init(isFull: Bool = false) {
            self.isFull = isFull
        }
    }

    /// Analyses a listing. The walks are enumerated once, and images whose files are named alike are judged once. `skipped`,
    /// `warnings` and `scanSeconds` are what the listing said; they are handed through. The order of the files changes nothing.
    ///
    /// Throws a `PipelineError` that lists all errors of the pipeline's structure, or says that it has too many walks: both are an
    /// invalid configuration.
    public static func analyse(
        files: FileTable, configuration: ToolConfiguration, pipeline: PipelineGraph, options: Options = Options(),
        skipped: [String: Int] = [:], warnings: [String] = [], scanSeconds: Int = 0
    ) throws(PipelineError) -> PipelineValidationResult {
        let findings = pipeline.findings(for: configuration)
        try refuse(findings.filter { $0.severity == .error })
        let walks = try pipeline.walks()
        let extensions = ExtensionTable(configuration)
        let table = WalkTable(types: pipeline.terminationTypes, walks: walks, extensions: extensions)
        let index = ValidationIndex(
            files: ImageIndex(files: files, extensions: extensions, withSidecars: true), names: table.names)
        let judge = Judge(table, alternatives: pipeline.terminationGroups)
        let tally = ValidationTally(index: index, judge: judge, walks: walks, edges: pipeline.edges.count)
        var result = tally.result(pipeline)
        var images = ValidatedImages(index: index, statuses: tally.statuses, judge: judge)
        result.images = images.list(isFull: options.isFull)
        result.warnings = CutList(of: warnings + pipeline.warnings + findings.map(\.message)) { $0 }
        result.skipped = skipped
        result.scanSeconds = scanSeconds
        return result
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

extension PipelineGraph {
    /// The types of all Terminations.
    fileprivate var terminationTypes: Set<String> {
        Set(
            nodes.compactMap { node in
                if case .termination(let type) = node.kind { type } else { nil }
            })
    }
}

extension ValidationTally {
    /// The counts and the ways that images took; without the images themselves.
    fileprivate func result(_ pipeline: PipelineGraph) -> PipelineValidationResult {
        var result = PipelineValidationResult()
        result.invalidFiles = index.files.listedInvalidFiles(LazyPathOrder(index.files.files))
        result.totalFiles = index.fileCount + result.invalidFiles.total
        result.totalImages = index.images.count
        result.totalGroups = index.groupCount
        result.statusCounts = statusCounts
        result.byTermination = Dictionary(
            uniqueKeysWithValues: zip(terminationTypes, byTermination).map { ($0, $1) })
        result.archivalReadyCount = archivalReadyCount
        result.pathStats = paths(nodes: pipeline.nodes)
        result.imagesOnEdges = imagesOnEdges
        return result
    }
}
