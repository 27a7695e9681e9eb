import Domain
import YAML

/// A tool's configuration in a YAML file (analysis.md, *Configuration*).
public struct YAMLConfiguration: ConfigLoader {
    private let bytes: [UInt8]

    /// A loader of a file's content.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The file's configuration, its warnings left out. Throws `ConfigurationError`.
    public func load() async throws -> ToolConfiguration {
        try Self.parse(bytes).configuration
    }

    /// Reads a file: what it leaves out is as built in. Keys that mean nothing are warnings that name their line, at most 20
    /// and one for the others; a wrong type is a `ConfigurationError` with line and column.
    public static func parse(
        _ bytes: [UInt8]
    ) throws(ConfigurationError) -> (configuration: ToolConfiguration, warnings: [String]) {
        let root: YAMLNode
        do {
            root = try parseYAML(bytes)
        } catch {
            throw ConfigurationError(error.message, line: error.line, column: error.column)
        }
        var reader = YAMLConfigurationReader()
        try reader.read(root)
        return (reader.configuration, reader.listedWarnings)
    }
}

private struct YAMLConfigurationReader {
    /// The most unknown settings that are named one by one.
    private static let warningLimit = 20

    var configuration = ToolConfiguration.builtIn
    private var warnings: [String] = []
    private var unknownCount = 0

    var listedWarnings: [String] {
        let rest = unknownCount - warnings.count
        guard rest > 0 else { return warnings }
        return warnings + ["and \(NumberText.grouped(rest)) more unknown settings that were ignored"]
    }

    mutating func read(_ root: YAMLNode) throws(ConfigurationError) {
        guard !root.isNull else { return }
        guard let entries = root.entries else { throw wrong("the configuration", "a mapping of settings", root) }
        for entry in entries {
            switch entry.key {
            case "photo_extensions": configuration.photoExtensions = try extensions(entry)
            case "metadata_extensions": configuration.metadataExtensions = try extensions(entry)
            case "require_sidecar": configuration.requireSidecar = try extensions(entry)
            case "camera_mappings": configuration.cameraMappings = try cameras(entry)
            case "processing_methods": configuration.processingMethods = try methods(entry)
            case "processing_pipelines": configuration.pipelines = try pipelines(entry)
            default:
                warn(
                    entry, "",
                    known: "photo_extensions, metadata_extensions, require_sidecar, camera_mappings, "
                        + "processing_methods, processing_pipelines")
            }
        }
    }

    private func extensions(_ entry: YAMLNode.Entry) throws(ConfigurationError) -> [String] {
        if entry.value.isNull { return [] }
        guard let elements = entry.value.elements else {
            throw wrong(entry.key, "a list of extensions such as [.dng, .cr3]", entry.value)
        }
        var result: [String] = []
        for element in elements {
            guard let text = element.string else { throw wrong("\(entry.key): an entry", "text such as .dng", element) }
            guard let normalized = ToolConfiguration.normalizedExtension(text) else {
                throw error("\(entry.key): \(text.shown) is no file extension; write it like .dng", element)
            }
            if !result.contains(normalized) { result.append(normalized) }
        }
        return result
    }

    private mutating func cameras(_ entry: YAMLNode.Entry) throws(ConfigurationError) -> [String: CameraMapping] {
        var result: [String: CameraMapping] = [:]
        for camera in try mapping(entry) {
            let name = "camera_mappings.\(camera.key.shortened)"
            var candidates: [CameraMapping] = []
            for node in camera.value.elements ?? [camera.value] {
                guard let fields = node.entries else {
                    throw wrong(name, "a mapping with name and serial_number, or a list of such", node)
                }
                candidates.append(try self.camera(fields, name))
            }
            result[camera.key] = candidates.first { !$0.name.isEmpty } ?? candidates.first
        }
        return result
    }

    private mutating func camera(
        _ fields: [YAMLNode.Entry], _ name: String
    ) throws(ConfigurationError) -> CameraMapping {
        var mapping = CameraMapping(name: "")
        for field in fields {
            switch field.key {
            case "name": mapping.name = try text(field, name)
            case "serial_number": mapping.serialNumber = try text(field, name)
            default: warn(field, "\(name).", known: "name, serial_number")
            }
        }
        return mapping
    }

    private func methods(_ entry: YAMLNode.Entry) throws(ConfigurationError) -> [String: String] {
        var result: [String: String] = [:]
        for method in try mapping(entry) { result[method.key] = try text(method, entry.key) }
        return result
    }

    private func pipelines(_ entry: YAMLNode.Entry) throws(ConfigurationError) -> [String: PipelineSource] {
        var result: [String: PipelineSource] = [:]
        for pipeline in try mapping(entry) {
            guard pipeline.value.entries != nil else {
                throw wrong("\(entry.key).\(pipeline.key.shortened)", "a mapping with nodes", pipeline.value)
            }
            result[pipeline.key] = PipelineSource(pipeline.value)
        }
        return result
    }

    private func mapping(_ entry: YAMLNode.Entry) throws(ConfigurationError) -> [YAMLNode.Entry] {
        if entry.value.isNull { return [] }
        guard let entries = entry.value.entries else { throw wrong(entry.key, "a mapping", entry.value) }
        return entries
    }

    private func text(_ entry: YAMLNode.Entry, _ parent: String) throws(ConfigurationError) -> String {
        if entry.value.isNull { return "" }
        guard let text = entry.value.string else {
            throw wrong("\(parent).\(entry.key.shortened)", "text", entry.value)
        }
        return text
    }

    private mutating func warn(_ entry: YAMLNode.Entry, _ prefix: String, known: String) {
        unknownCount += 1
        guard warnings.count < Self.warningLimit else { return }
        let setting = prefix + entry.key.shortened
        warnings.append(
            "line \(entry.keyMark.line): the setting \(setting) is unknown and was ignored; known: \(known)")
    }

    private func wrong(_ what: String, _ wanted: String, _ node: YAMLNode) -> ConfigurationError {
        error("\(what) must be \(wanted), not \(node.kind)", node)
    }

    private func error(_ message: String, _ node: YAMLNode) -> ConfigurationError {
        ConfigurationError(message, line: node.mark.line, column: node.mark.column)
    }
}

extension JSONValue {
    /// A YAML node by the core schema. The depth is bounded by the parser's limits.
    init(_ node: YAMLNode) {
        switch node.content {
        case .sequence(let elements): self = .array(elements.map(JSONValue.init))
        case .mapping(let entries):
            self = .object(Dictionary(entries.map { ($0.key, JSONValue($0.value)) }, uniquingKeysWith: { $1 }))
        case .scalar(let text, _):
            if node.isNull {
                self = .null
            } else if let value = node.bool {
                self = .bool(value)
            } else if let value = node.integer {
                self = .integer(value)
            } else if let value = node.number {
                self = .number(value)
            } else {
                self = .string(text)
            }
        }
    }
}
