import Domain
import Testing

@testable import Analysis

/// A pipeline written by hand, and what validation says of short listings against it.
struct ValidationCase {
    static let settings = """
        photo_extensions: [.dng, .cr3, .tif, .jpg]
        metadata_extensions: [.xmp, .pp3]
        processing_methods: {DxO: DxO, Edit: Edited, HDR: High Dynamic Range, BW: Black and White, Web: For the web}

        """

    let configuration: ToolConfiguration
    let pipeline: PipelineGraph

    /// A pipeline of lines such as `raw: {type: file, extension: .cr3, output: [end]}`, nodes in that order.
    init(_ nodes: String, settings: String = Self.settings) throws {
        let lines = nodes.split(separator: "\n").map { line in
            let parts = line.split(separator: ": {", maxSplits: 1)
            return "      - {id: \(parts[0].replacing(" ", with: "")), \(parts[1])"
        }
        let yaml = settings + "processing_pipelines:\n  default:\n    nodes:\n" + lines.joined(separator: "\n")
        configuration = try YAMLConfiguration.parse(Array(yaml.utf8)).configuration
        pipeline = try PipelineGraph.parse(try #require(configuration.pipelines["default"]))
    }

    func result(_ paths: [String], isFull: Bool = true) throws -> PipelineValidationResult {
        try PipelineValidation.analyse(
            files: FileTable(paths.map { Archive.file($0) }),
            pipeline: CheckedPipeline(pipeline, for: configuration), options: .init(isFull: isFull))
    }

    /// Every image in a line, see `ValidatedImage.line`.
    func lines(_ paths: String...) throws -> [String] { try result(paths).images.entries.map(\.line) }
}

extension ValidatedImage {
    /// For example `AB3D0001 PARTIAL; archive PARTIAL 50 -AB3D0001.xmp +AB3D0001.jpg`; `ready` behind the status says that it can be
    /// archived.
    var line: String {
        let overall = baseFilename + " " + status.word + (isArchivalReady ? " ready" : "")
        let types = terminations.map { termination in
            let names =
                termination.missingFiles.entries.map { " -" + $0 } + termination.extraFiles.entries.map { " +" + $0 }
            return "; \(termination.type) \(termination.status.word) \(termination.completionPercentage)"
                + names.joined()
        }
        return overall + types.joined()
    }
}
