import Domain

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A body that cannot be read as what the call takes.
public struct BodyError: Error, Hashable, Sendable {
    /// The field at fault as a path, for example `metrics.cpu_percent`; nil where it is the body as a whole.
    public let field: String?
    /// What is wrong and what would be right.
    public let message: String

    /// A finding about a field, or about the body.
    public init(field: String?, message: String) {
        self.field = field
        self.message = message
    }
}

/// DTOs to and from JSON: names in snake_case, times as RFC 3339, unknown fields ignored.
public enum WireJSON {
    /// Reads a body.
    /// - Throws: `BodyError` that names the field.
    public static func decode<Body: Decodable>(_ type: Body.Type = Body.self, from bytes: some DataProtocol) throws
        -> Body
    {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw BodyError(error)
        }
    }

    /// Reads a body that was parsed already.
    /// - Throws: `BodyError` that names the field.
    public static func decode<Body: Decodable>(_ type: Body.Type = Body.self, from value: JSONValue) throws -> Body {
        do {
            return try JSONValueDecoder(value).decode(type)
        } catch let error as DecodingError {
            throw BodyError(error)
        }
    }

    /// Writes a body, members in the order of their names.
    public static func encode(_ body: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Our DTOs hold nothing that JSON cannot carry, except numbers that are not finite: those become text.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        do {
            return Array(try encoder.encode(body))
        } catch {
            // Cannot happen: strings, finite numbers and lists of them are all that our DTOs hold.
            preconditionFailure("a DTO cannot be written as JSON: \(error)")
        }
    }

    /// The same as text, for frames.
    public static func text(_ body: some Encodable) -> String {
        String(decoding: encode(body), as: UTF8.self)
    }
}

extension BodyError {
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            let name = Self.path(context.codingPath + [key])
            self.init(field: name, message: "\(name) is missing")
        case .typeMismatch(let type, let context):
            let name = Self.path(context.codingPath)
            self.init(
                field: name.isEmpty ? nil : name,
                message: "\(name.isEmpty ? "the body" : name) must be \(Self.words(for: type))")
        case .valueNotFound(let type, let context):
            let name = Self.path(context.codingPath)
            self.init(
                field: name.isEmpty ? nil : name,
                message: "\(name.isEmpty ? "the body" : name) must be \(Self.words(for: type)), not null")
        case .dataCorrupted(let context):
            let name = Self.path(context.codingPath)
            if name.isEmpty {
                self.init(field: nil, message: "the body is not JSON")
            } else {
                self.init(field: name, message: "\(name) \(context.debugDescription)")
            }
        @unknown default:
            self.init(field: nil, message: "the body cannot be read")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        var path = ""
        for key in keys {
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += (path.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return path
    }

    private static func words(for type: Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is Int.Type, is Int64.Type: "a whole number"
        case is Double.Type: "a number"
        case is [Any].Type: "a list"
        case is [String: Any].Type: "an object"
        default: String(describing: type).hasPrefix("Array") ? "a list" : "an object"
        }
    }
}
