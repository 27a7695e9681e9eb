import Domain
import Wire

/// JSON for programs that read a command's output.
public enum JSONText {
    /// One line, in canonical form (RFC 8785), without a line feed.
    public static func line(_ value: JSONValue) -> String {
        String(decoding: CanonicalJSON.encode(value), as: UTF8.self)
    }
}

extension JSONValue {
    /// Text, or null where there is none.
    public init(_ text: String?) {
        self = text.map { .string($0) } ?? .null
    }

    /// A list of texts.
    public init(_ texts: [String]) {
        self = .array(texts.map { .string($0) })
    }
}
