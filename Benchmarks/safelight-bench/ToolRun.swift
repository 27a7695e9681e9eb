import Analysis
import Domain
import Reports

/// A tool over a listing, timed without the listing; the writing of results and report is timed apart.
enum ToolRun {
    static let names = ["photostats", "photo_pairing", "pipeline_validation"]

    /// Each tool's name with 1.
    static var known: Figures {
        var figures = Figures()
        for name in names { figures[name] = 1 }
        return figures
    }

    static func measure(_ tool: String, folder: String) throws -> Figures {
        var figures = Figures()
        let files = try Listing.list(folder, &figures).files
        switch tool {
        case "photostats":
            try finish(&figures) {
                PhotoStats.analyse(files: files, configuration: configuration)
            } write: {
                $0.write(to: &$1)
            } render: {
                PhotoStatsReport.render($0, header: header(.photostats))
            }
        case "photo_pairing":
            try finish(&figures) {
                PhotoPairing.analyse(
                    files: files, configuration: configuration, options: .init(imageGroups: .whereComplete))
            } write: {
                $0.write(to: &$1)
            } render: {
                PhotoPairingReport.render($0, header: header(.photoPairing))
            }
        case "pipeline_validation":
            try finish(&figures) {
                try PipelineValidation.analyse(files: files, pipeline: CheckedPipeline(pipeline, for: configuration))
            } write: {
                $0.write(to: &$1)
            } render: {
                PipelineValidationReport.render($0, pipeline: pipeline, header: header(.pipelineValidation))
            }
        default: throw UnknownTool(name: tool)
        }
        return figures
    }

    private static func finish<Result>(
        _ figures: inout Figures, analyse: () throws -> Result, write: (Result, inout JSONWriter) -> Void,
        render: (Result) -> [UInt8]
    ) throws {
        let result = try figures.time("analyse_us", analyse)
        figures.notePeak("analysed_bytes")
        figures["results_bytes"] = figures.time("results_us") {
            var writer = JSONWriter()
            write(result, &writer)
            return writer.bytes.count
        }
        figures["report_bytes"] = figures.time("report_us") { render(result).count }
        figures.notePeak("peak_bytes")
    }

    private static func header(_ tool: Tool) -> ReportHeader {
        ReportHeader(
            toolTitle: tool.title, collectionName: "Benchmark", location: "/photos", agentName: "",
            finishedAt: Timestamp(milliseconds: 0), durationSeconds: 1, version: "0")
    }

    private static var configuration: ToolConfiguration {
        var configuration = ToolConfiguration.builtIn
        configuration.processingMethods = ["HDR": "High Dynamic Range", "BW": "Black and White"]
        return configuration
    }

    private static func file(_ ending: String) -> PipelineNode.Kind { .file(extension: ending, isOptional: false) }

    /// What the archive's images go through: kept raw, converted, or edited in one way or in two.
    private static let pipeline = PipelineGraph(nodes: [
        .init(id: "camera", name: "Camera", kind: .capture, outputs: ["raw", "converted"]),
        .init(id: "raw", name: "Raw", kind: file(".cr3"), outputs: ["sidecar", "choice"]),
        .init(id: "sidecar", name: "Sidecar", kind: file(".xmp")),
        .init(id: "choice", name: "Choice", kind: .branching, outputs: ["kept", "convert", "edit"]),
        .init(id: "kept", name: "Kept raw", kind: .termination(type: "Raw")),
        .init(id: "convert", name: "Convert", kind: .process(methods: [""]), outputs: ["copy"]),
        .init(id: "copy", name: "DNG beside raw", kind: file(".dng"), outputs: ["archived"]),
        .init(id: "archived", name: "Archived", kind: .termination(type: "DNG")),
        .init(id: "converted", name: "DNG alone", kind: file(".dng"), outputs: ["dng_sidecar", "edit"]),
        .init(id: "dng_sidecar", name: "DNG's sidecar", kind: file(".xmp")),
        .init(id: "edit", name: "Edit", kind: .process(methods: ["HDR", "BW"]), outputs: ["edited", "edit"]),
        .init(id: "edited", name: "Edited", kind: file(".tif"), outputs: ["published"]),
        .init(id: "published", name: "Published", kind: .termination(type: "Edited")),
    ])
}

/// A tool that is not measured.
struct UnknownTool: Error, CustomStringConvertible {
    let name: String

    var description: String { "there is no tool \(name); there are \(ToolRun.names.joined(separator: ", "))" }
}
