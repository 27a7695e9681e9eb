/// What a team says about its files: all that the three tools need to know, wherever it came from (FR-540.11).
public struct ToolConfiguration: Hashable, Sendable {
    /// Extensions of images: lower case, with the dot, each once.
    public var photoExtensions: [String]
    /// Extensions of sidecars: lower case, with the dot, each once.
    public var metadataExtensions: [String]
    /// Extensions of images that must have a sidecar: lower case, with the dot, each once.
    public var requireSidecar: [String]
    /// Camera id of a file name → the camera.
    public var cameraMappings: [String: CameraMapping]
    /// Processing method of a file name → what it means.
    public var processingMethods: [String: String]
    /// Name of a pipeline → the pipeline as it was written; `PipelineGraph.parse` reads it.
    public var pipelines: [String: PipelineSource]

    /// A configuration of its parts; the extensions must be normalised already.
    public init(
        photoExtensions: [String], metadataExtensions: [String], requireSidecar: [String],
        cameraMappings: [String: CameraMapping] = [:], processingMethods: [String: String] = [:],
        pipelines: [String: PipelineSource] = [:]
    ) {
        self.photoExtensions = photoExtensions
        self.metadataExtensions = metadataExtensions
        self.requireSidecar = requireSidecar
        self.cameraMappings = cameraMappings
        self.processingMethods = processingMethods
        self.pipelines = pipelines
    }

    /// What holds without a file: the common raw formats, DNG and TIFF; sidecars wanted for raw files that hold no metadata.
    public static let builtIn = ToolConfiguration(
        photoExtensions: [
            ".3fr", ".arw", ".cr2", ".cr3", ".dng", ".iiq", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".srw",
            ".tif", ".tiff", ".x3f",
        ],
        metadataExtensions: [".xmp"],
        requireSidecar: [".arw", ".cr2", ".cr3", ".nef", ".orf", ".raf", ".rw2"])
}

/// The camera that a camera id stands for.
public struct CameraMapping: Hashable, Sendable {
    /// What people call it; empty where nobody has said.
    public var name: String
    /// Its serial number; empty where nobody has said.
    public var serialNumber: String

    /// A camera by its name and serial number.
    public init(name: String, serialNumber: String = "") {
        self.name = name
        self.serialNumber = serialNumber
    }
}

/// Where a tool's configuration comes from; no tool knows which it was (FR-540.1, FR-540.11).
public protocol ConfigLoader: Sendable {
    /// The configuration as it is now.
    func load() async throws -> ToolConfiguration
}

/// Why a configuration was refused.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, where in the text or the JSON it is, and what is wanted instead.
    public let message: String
    /// The line in the text, from 1; nil for JSON.
    public let line: Int?
    /// The column in the text, from 1; nil for JSON.
    public let column: Int?

    /// A message, with the place for a text.
    public init(_ message: String, line: Int? = nil, column: Int? = nil) {
        self.message = message
        self.line = line
        self.column = column
    }

    /// For example `line 3, column 7: photo_extensions must be a list, not text`.
    public var description: String {
        guard let line, let column else { return message }
        return "line \(line), column \(column): \(message)"
    }
}

extension ToolConfiguration {
    /// An extension in the form that the tools compare: lower case, with a dot in front.
    ///
    /// Nil for what no file name can end in: nothing behind the dot, another dot, a slash, a space or a control character, more
    /// than 32 bytes.
    public static func normalizedExtension(_ text: some StringProtocol) -> String? {
        // By scalars: to Swift a dot and an accent that follows it are one character, which is no dot.
        let lowered = text.lowercased().unicodeScalars
        let rest = String(lowered.first == "." ? String.UnicodeScalarView(lowered.dropFirst()) : lowered)
        guard !rest.isEmpty, rest.utf8.count <= 32,
            rest.unicodeScalars.allSatisfy({ $0 > " " && $0 != "." && $0 != "/" && $0 != "\u{7F}" })
        else { return nil }
        return "." + rest
    }
}
