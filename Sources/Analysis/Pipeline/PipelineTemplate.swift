/// A pipeline that is ready to be taken over and changed.
public struct PipelineTemplate: Hashable, Sendable {
    /// What addresses call it: lower case with hyphens; stable.
    public let id: String
    /// What people call it.
    public let title: String
    /// What it is for, in one line.
    public let summary: String
    /// Its graph, without findings where the methods and extensions below are configured.
    public let graph: PipelineGraph
    /// The processing methods that it names → what they mean.
    public let processingMethods: [String: String]

    /// The extensions of the files that it expects, each once, in the order of its nodes.
    public var extensions: [String] {
        var found: [String] = []
        for case .file(let ending, _) in graph.nodes.map(\.kind) where !found.contains(ending) { found.append(ending) }
        return found
    }

    /// All of them, the simplest first.
    public static let all = [rawOnly, rawAndDNG, rawEditExport, hdrByPairing]

    /// Raw files with their sidecars, kept as they come from the camera.
    static let rawOnly = PipelineTemplate(
        id: "raw-only", title: "Raw only",
        summary: "Each raw file with its XMP sidecar, kept as it came from the camera.",
        graph: PipelineGraph(nodes: [
            .init(id: "camera", name: "Camera", kind: .capture, outputs: ["raw"]),
            .init(id: "raw", name: "Raw file", kind: .file(".cr3"), outputs: ["sidecar", "archive"]),
            .init(id: "sidecar", name: "Sidecar", kind: .file(".xmp")),
            .init(id: "archive", name: "Raw archive", kind: .termination(type: "Raw Archive")),
        ]),
        processingMethods: [:])

    /// A DNG beside each raw file; metadata may stand in the DNG itself.
    static let rawAndDNG = PipelineTemplate(
        id: "raw-dng", title: "Raw + DNG",
        summary: "Each raw file with a DNG made of it; the sidecar may be there, as the DNG can hold the metadata.",
        graph: PipelineGraph(nodes: [
            .init(id: "camera", name: "Camera", kind: .capture, outputs: ["raw"]),
            .init(id: "raw", name: "Raw file", kind: .file(".cr3"), outputs: ["sidecar", "convert"]),
            .init(id: "sidecar", name: "Sidecar", kind: .file(".xmp", isOptional: true)),
            .init(id: "convert", name: "Convert to DNG", kind: .process(methods: [""]), outputs: ["dng"]),
            .init(id: "dng", name: "DNG", kind: .file(".dng"), outputs: ["archive"]),
            .init(id: "archive", name: "DNG archive", kind: .termination(type: "DNG Archive")),
        ]),
        processingMethods: [:])

    /// Some images stay raw; others are edited, in colour or in black and white, and exported for the web.
    static let rawEditExport = PipelineTemplate(
        id: "raw-edit-export", title: "Raw + edit + export",
        summary:
            "Raw files with sidecars; chosen ones are edited to a TIFF, in colour or black and white, and exported as JPEG.",
        graph: PipelineGraph(nodes: [
            .init(id: "camera", name: "Camera", kind: .capture, outputs: ["raw"]),
            .init(id: "raw", name: "Raw file", kind: .file(".cr3"), outputs: ["sidecar", "choice"]),
            .init(id: "sidecar", name: "Sidecar", kind: .file(".xmp")),
            .init(id: "choice", name: "Chosen?", kind: .branching, outputs: ["raw_archive", "edit"]),
            .init(id: "raw_archive", name: "Raw archive", kind: .termination(type: "Raw Archive")),
            .init(id: "edit", name: "Edit", kind: .process(methods: ["Edit", "BW"]), outputs: ["master"]),
            .init(id: "master", name: "Edited master", kind: .file(".tif"), outputs: ["export"]),
            .init(id: "export", name: "Export", kind: .process(methods: ["Web"]), outputs: ["jpeg"]),
            .init(id: "jpeg", name: "JPEG", kind: .file(".jpg"), outputs: ["edited_archive"]),
            .init(id: "edited_archive", name: "Edited archive", kind: .termination(type: "Edited Archive")),
        ]),
        processingMethods: ["Edit": "Edited in colour", "BW": "Black and White", "Web": "Exported for the web"])

    /// The frame that a bracket is named after must have both its own DNG and the merged image; other frames stay raw.
    static let hdrByPairing = PipelineTemplate(
        id: "hdr-pairing", title: "HDR by pairing",
        summary:
            "The first frame of a bracket keeps its own DNG and carries the merged, graded HDR image; other frames stay raw.",
        graph: PipelineGraph(nodes: [
            .init(id: "camera", name: "Camera", kind: .capture, outputs: ["raw"]),
            .init(id: "raw", name: "Raw file", kind: .file(".cr3"), outputs: ["sidecar", "choice"]),
            .init(id: "sidecar", name: "Sidecar", kind: .file(".xmp")),
            .init(id: "choice", name: "First of a bracket?", kind: .branching, outputs: ["raw_archive", "develop"]),
            .init(id: "raw_archive", name: "Raw archive", kind: .termination(type: "Raw Archive")),
            .init(id: "develop", name: "Develop", kind: .process(methods: [""]), outputs: ["frame", "merge"]),
            .init(id: "frame", name: "Frame as DNG", kind: .file(".dng"), outputs: ["pair"]),
            .init(id: "merge", name: "Merge the bracket", kind: .process(methods: ["HDR"]), outputs: ["merged"]),
            .init(id: "merged", name: "Merged DNG", kind: .file(".dng"), outputs: ["grade"]),
            .init(id: "grade", name: "Grade", kind: .process(methods: ["Edit"]), outputs: ["graded"]),
            .init(id: "graded", name: "Graded master", kind: .file(".tif"), outputs: ["pair"]),
            .init(id: "pair", name: "Frame and HDR", kind: .pairing(type: "HDR"), outputs: ["hdr_archive"]),
            .init(id: "hdr_archive", name: "HDR archive", kind: .termination(type: "HDR Archive")),
        ]),
        processingMethods: ["HDR": "High Dynamic Range", "Edit": "Edited in colour"])
}

extension PipelineNode.Kind {
    fileprivate static func file(_ ending: String, isOptional: Bool = false) -> Self {
        .file(extension: ending, isOptional: isOptional)
    }
}
