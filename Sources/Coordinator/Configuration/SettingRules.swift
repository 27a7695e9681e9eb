import Analysis
import Domain
import Wire

/// What a setting may hold (protocol.md, *Configuration*). What passes is kept in the form that the tools compare.
enum SettingRules {
    /// Entries that a setting may have.
    private static let limit = 1000

    static func check(_ setting: Setting, _ value: JSONValue) throws -> JSONValue {
        guard max(value.arrayValue?.count ?? 0, value.objectValue?.count ?? 0) <= limit else {
            throw CoordinatorError.invalidField("body", "must have at most \(limit) entries")
        }
        switch setting {
        case .photoExtensions:
            guard value.arrayValue?.isEmpty != true else {
                throw CoordinatorError.invalidField(
                    "body", "must name at least one extension, or nothing is ever a photo")
            }
            return try extensions(value)
        case .metadataExtensions, .requireSidecar: return try extensions(value)
        case .cameraMappings: return try cameras(value)
        case .processingMethods: return try methods(value)
        }
    }

    private static func extensions(_ value: JSONValue) throws -> JSONValue {
        guard let elements = value.arrayValue else {
            throw CoordinatorError.invalidField("body", "must be a list of extensions such as [\".dng\"]")
        }
        var seen: [JSONValue] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.stringValue, text.hasPrefix("."),
                let normalized = ToolConfiguration.normalizedExtension(text)
            else {
                throw CoordinatorError.invalidField("[\(index)]", "must be a file extension with its dot, such as .dng")
            }
            if !seen.contains(.string(normalized)) { seen.append(.string(normalized)) }
        }
        return .array(seen)
    }

    private static func cameras(_ value: JSONValue) throws -> JSONValue {
        guard let members = value.objectValue else {
            throw CoordinatorError.invalidField(
                "body", "must be an object by camera id such as {\"AB3D\": {\"name\": \"Canon EOS R5\"}}")
        }
        for (id, camera) in members.sorted(by: { $0.key < $1.key }) {
            guard id.utf8.count == 4, id.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
            else {
                throw CoordinatorError.invalidField(id, "must be a camera id: 4 of A-Z and 0-9")
            }
            // One object, or a list of them as in the configuration file.
            let candidates = camera.arrayValue ?? [camera]
            guard !candidates.isEmpty else { throw CoordinatorError.invalidField(id, "must have a name") }
            for (index, candidate) in candidates.enumerated() {
                try check(candidate, at: camera.arrayValue == nil ? id : "\(id)[\(index)]")
            }
        }
        let read = try ToolConfiguration(json: [Setting.cameraMappings.member: value])
        return Setting.cameraMappings.value(in: read)
    }

    private static func check(_ camera: JSONValue, at place: String) throws {
        guard camera.objectValue != nil else {
            throw CoordinatorError.invalidField(place, "must be an object with name and serial_number")
        }
        guard let name = camera["name"]?.stringValue else {
            throw CoordinatorError.invalidField("\(place).name", "must be a text")
        }
        try line(name, at: "\(place).name")
        guard let serial = camera["serial_number"], serial != .null else { return }
        guard let text = serial.stringValue else {
            throw CoordinatorError.invalidField("\(place).serial_number", "must be a text or null")
        }
        try line(text, at: "\(place).serial_number")
    }

    private static func methods(_ value: JSONValue) throws -> JSONValue {
        guard let members = value.objectValue else {
            throw CoordinatorError.invalidField(
                "body", "must be an object by method such as {\"HDR\": \"High Dynamic Range\"}")
        }
        for (code, text) in members.sorted(by: { $0.key < $1.key }) {
            guard isProperty(code) else {
                throw CoordinatorError.invalidField(
                    code.isEmpty ? "body" : code,
                    "must be named by letters, digits, spaces and underscores, and not by digits alone, as in file names"
                )
            }
            guard let text = text.stringValue else { throw CoordinatorError.invalidField(code, "must be a text") }
            try line(text, at: code)
        }
        return value
    }

    /// Whether a file name can hold it as a method (analysis.md, *Photo Pairing*).
    private static func isProperty(_ code: String) -> Bool {
        let isWord = code.utf8.allSatisfy { byte in
            byte == 0x20 || byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
        }
        return isWord && code.utf8.count <= 100 && !code.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// A text may be empty, but is one line of at most 200 characters.
    private static func line(_ text: String, at place: String) throws {
        guard text.count <= 200, text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw CoordinatorError.invalidField(place, "must be one line of at most 200 characters")
        }
    }
}
