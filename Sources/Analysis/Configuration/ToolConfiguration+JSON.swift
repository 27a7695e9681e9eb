public import Domain

extension ToolConfiguration {
    /// Reads the answer of `GET jobs/{guid}/config` (protocol.md, *Configuration*).
    ///
    /// A member that is missing or null is empty; the job's pipeline stands under its name. Throws `ConfigurationError` naming the
    /// JSON path of what is off.
    public init(json: JSONValue) throws(ConfigurationError) {
        guard json.objectValue != nil else { throw ConfigurationError("the configuration must be a JSON object") }
        self.init(
            photoExtensions: try Self.extensions(json, "photo_extensions"),
            metadataExtensions: try Self.extensions(json, "metadata_extensions"),
            requireSidecar: try Self.extensions(json, "require_sidecar"),
            cameraMappings: try Self.cameras(json),
            processingMethods: try Self.methods(json),
            pipelines: try Self.pipelines(json))
    }

    private static func member(_ json: JSONValue, _ name: String) -> JSONValue? {
        guard let value = json[name], value != .null else { return nil }
        return value
    }

    private static func extensions(_ json: JSONValue, _ name: String) throws(ConfigurationError) -> [String] {
        guard let value = member(json, name) else { return [] }
        guard let elements = value.arrayValue else { throw ConfigurationError("$.\(name) must be an array of texts") }
        var result: [String] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.stringValue, let normalized = normalizedExtension(text) else {
                throw ConfigurationError("$.\(name)[\(index)] must be a file extension such as .dng")
            }
            if !result.contains(normalized) { result.append(normalized) }
        }
        return result
    }

    private static func cameras(_ json: JSONValue) throws(ConfigurationError) -> [String: CameraMapping] {
        guard let value = member(json, "camera_mappings") else { return [:] }
        guard let members = value.objectValue else { throw ConfigurationError("$.camera_mappings must be an object") }
        var result: [String: CameraMapping] = [:]
        for (id, camera) in members {
            let path = "$.camera_mappings.\(id)"
            var candidates: [CameraMapping] = []
            for candidate in camera.arrayValue ?? [camera] {
                guard candidate.objectValue != nil else {
                    throw ConfigurationError(
                        "\(path) must be an object with name and serial_number, or an array of such")
                }
                candidates.append(
                    CameraMapping(
                        name: try text(candidate, "name", path),
                        serialNumber: try text(candidate, "serial_number", path)))
            }
            result[id] = candidates.first { !$0.name.isEmpty } ?? candidates.first
        }
        return result
    }

    private static func methods(_ json: JSONValue) throws(ConfigurationError) -> [String: String] {
        guard let value = member(json, "processing_methods") else { return [:] }
        guard let members = value.objectValue else {
            throw ConfigurationError("$.processing_methods must be an object")
        }
        var result: [String: String] = [:]
        for id in members.keys { result[id] = try text(value, id, "$.processing_methods") }
        return result
    }

    private static func pipelines(_ json: JSONValue) throws(ConfigurationError) -> [String: PipelineSource] {
        guard let pipeline = member(json, "pipeline") else { return [:] }
        guard pipeline.objectValue != nil else { throw ConfigurationError("$.pipeline must be an object or null") }
        return [pipeline["name"]?.stringValue ?? "default": PipelineSource(json: pipeline)]
    }

    private static func text(
        _ json: JSONValue, _ name: String, _ path: String
    ) throws(ConfigurationError) -> String {
        guard let value = member(json, name) else { return "" }
        guard let text = value.stringValue else { throw ConfigurationError("\(path).\(name) must be text") }
        return text
    }
}
