import Analysis
import Domain

/// The settings of a team, by the last part of their path (protocol.md, *Configuration*).
public enum Setting: String, CaseIterable, Sendable {
    case photoExtensions = "photo-extensions"
    case metadataExtensions = "metadata-extensions"
    case requireSidecar = "require-sidecar"
    case cameraMappings = "camera-mappings"
    case processingMethods = "processing-methods"

    /// Its name in the tools' configuration, for example `photo_extensions`.
    var member: String { String(rawValue.map { $0 == "-" ? "_" : $0 }) }

    /// What holds where nothing is set.
    public var builtIn: JSONValue { value(in: .builtIn) }

    /// What a configuration says of it, as the API shows it.
    func value(in configuration: ToolConfiguration) -> JSONValue {
        switch self {
        case .photoExtensions: .array(configuration.photoExtensions.map(JSONValue.string))
        case .metadataExtensions: .array(configuration.metadataExtensions.map(JSONValue.string))
        case .requireSidecar: .array(configuration.requireSidecar.map(JSONValue.string))
        case .cameraMappings:
            .object(
                configuration.cameraMappings.mapValues { camera in
                    let serial = camera.serialNumber
                    return [
                        "name": .string(camera.name), "serial_number": serial.isEmpty ? .null : .string(serial),
                    ]
                })
        case .processingMethods: .object(configuration.processingMethods.mapValues(JSONValue.string))
        }
    }
}
