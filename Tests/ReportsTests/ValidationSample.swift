import Analysis
import Domain

@testable import Reports

/// A pipeline and a listing to be shown, ordinary and hostile.
struct ValidationSample {
    static let header: ReportHeader = {
        var header = Sample.header
        header.toolTitle = "Pipeline Validation"
        return header
    }()

    var paths: [String]
    var pipeline: PipelineGraph
    var warnings: [String] = []
    /// Names that are no text.
    var rawPaths: [[UInt8]] = []

    init(_ paths: [String], pipeline: PipelineGraph = Self.rawAndEdit) {
        (self.paths, self.pipeline) = (paths, pipeline)
    }

    var result: PipelineValidationResult {
        get throws {
            let configuration = ToolConfiguration(
                photoExtensions: [".cr3", ".tif", ".jpg"], metadataExtensions: [".xmp"], requireSidecar: [],
                processingMethods: ["Print": "For the printer"])
            return try PipelineValidation.analyse(
                files: FileTable((paths.map { Array($0.utf8) } + rawPaths).map { Sample.file($0) }),
                pipeline: CheckedPipeline(pipeline, for: configuration), skipped: ["@eaDir": 3], warnings: warnings,
                scanSeconds: 4)
        }
    }

    /// A raw file with its sidecar, and then a TIFF for the archive or a JPEG for the printer.
    static let rawAndEdit = PipelineGraph(nodes: [
        PipelineNode(id: "camera", name: "Camera", kind: .capture, outputs: ["raw"]),
        PipelineNode(
            id: "raw", name: "Raw", kind: .file(extension: ".cr3", isOptional: false), outputs: ["xmp", "choice"]),
        PipelineNode(id: "xmp", name: "Sidecar", kind: .file(extension: ".xmp", isOptional: false)),
        PipelineNode(id: "choice", name: "Choice", kind: .branching, outputs: ["tif", "print"]),
        PipelineNode(
            id: "tif", name: "Master", kind: .file(extension: ".tif", isOptional: false), outputs: ["archive"]),
        PipelineNode(id: "print", name: "Print", kind: .process(methods: ["Print"]), outputs: ["jpg"]),
        PipelineNode(
            id: "jpg", name: "Print file", kind: .file(extension: ".jpg", isOptional: false), outputs: ["printed"]),
        PipelineNode(id: "archive", name: "Archive", kind: .termination(type: "Archive")),
        PipelineNode(id: "printed", name: "Printed", kind: .termination(type: "Print")),
    ])

    /// 2,741 images, ten of which are not ready.
    static let ordinary: ValidationSample = {
        let paths = (1...2741).flatMap { number -> [String] in
            let digits = String(number)
            let name = "2024/AB3D" + String(repeating: "0", count: 4 - digits.count) + digits
            switch number {
            case 100, 900, 901: return [name + "-Draft.tif"]
            case 1200..<1207: return [name + ".cr3"] + (number < 1203 ? [name + ".xmp"] : [])
            case 2000..<2004: return [name + ".cr3", name + ".xmp", name + ".tif", name + "-Print.jpg"]
            default: return [name + ".cr3", name + ".cr3.xmp", name + ".tif"]
            }
        }
        var sample = ValidationSample(paths + ["in/ab3d0001.cr3", "in/IMG_0001.cr3"])
        sample.warnings = ["The folder 2023/locked may not be read; give the agent's user read permission."]
        return sample
    }()

    /// Markup wherever somebody may write something.
    static let hostile: ValidationSample = {
        let script = "<script>alert(3)</script>"
        let pipeline = PipelineGraph(nodes: [
            PipelineNode(id: "<i>", name: script, kind: .capture, outputs: ["b", "b2"]),
            PipelineNode(
                id: "b", name: "<b>x", kind: .file(extension: ".cr3", isOptional: false), outputs: ["c"]),
            PipelineNode(
                id: "b2", name: "<u>\u{202E}", kind: .file(extension: ".tif", isOptional: false), outputs: ["d"]),
            PipelineNode(id: "c", name: script, kind: .termination(type: script)),
            PipelineNode(id: "d", name: script, kind: .termination(type: "\"><img src=x>")),
        ])
        let invalid = Sample.hostileNames.map { "<img src=y>/" + $0 }
        var sample = ValidationSample(
            ["AB3D0001.cr3", "AB3D0001.xmp", "AB3D0002.jpg", "AB3D0003.tif"] + invalid, pipeline: pipeline)
        sample.warnings = ["The folder <i>locked</i> may not be read."]
        return sample
    }()

    /// All that a report can show at once: every status, every finding, and names that try to be markup.
    static let whole: ValidationSample = {
        let pipeline = PipelineGraph(
            nodes: rawAndEdit.nodes.map {
                PipelineNode(id: $0.id, name: "<b>\($0.name)</b>", kind: $0.kind, outputs: $0.outputs)
            })
        var sample = ValidationSample(
            [
                "AB3D0001.cr3", "AB3D0001.xmp", "AB3D0001.tif", "AB3D0002.cr3", "AB3D0002.cr3.xmp",
                "AB3D0002-Print.jpg",
                "AB3D0003.cr3", "AB3D0004-2.cr3", "AB3D0004-2.xmp", "AB3D0005-Draft.tif", "AB3D0006.cr3",
                "AB3D0006.xmp", "AB3D0006.tif", "<i>/AB3D0006-Draft.tif", "AB3D0007.cr3", "AB3D0007.xmp",
                "AB3D0007.tif", "AB3D0007-Print.jpg",
            ] + Sample.hostileNames.map { "in/" + $0 }, pipeline: pipeline)
        sample.rawPaths = [Array("in/".utf8) + [0xFF, 0xFE] + Array(".cr3".utf8)]
        sample.warnings = ["The folder <i>locked</i> may not be read; give the agent's user read permission."]
        return sample
    }()
}
