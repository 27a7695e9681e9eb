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

    /// Analyses a listing. Images whose files are named alike are judged once. `skipped`, `warnings` and `scanSeconds` are what the
    /// listing said; they are handed through. The order of the files changes nothing.
    public static func analyse(
        files: FileTable, pipeline checked: CheckedPipeline, options: Options = Options(), skipped: [String: Int] = [:],
        warnings: [String] = [], scanSeconds: Int = 0
    ) -> PipelineValidationResult {
        let (pipeline, walks) = (checked.graph, checked.walks)
        let extensions = ExtensionTable(checked.configuration)
        let table = WalkTable(types: pipeline.terminationTypes, walks: walks, extensions: extensions)
        let index = ValidationIndex(
            files: ImageIndex(files: files, extensions: extensions, withSidecars: true), names: table.names)
        let judge = Judge(table, alternatives: pipeline.terminationGroups)
        let tally = ValidationTally(index: index, judge: judge, walks: walks, edges: pipeline.edges.count)
        var result = tally.result(pipeline)
        var images = ValidatedImages(index: index, statuses: tally.statuses, judge: judge)
        result.images = images.list(isFull: options.isFull)
        result.warnings = CutList(of: warnings + pipeline.warnings + checked.findings.map(\.message)) { $0 }
        result.skipped = skipped
        result.scanSeconds = scanSeconds
        return result
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
        result.edges = zip(pipeline.edges, imagesOnEdges).map { edge, images in
            EdgeUse(from: pipeline.nodes[edge.from].id, to: pipeline.nodes[edge.to].id, imageCount: images)
        }
        return result
    }
}
