/// Writes JSON straight into bytes in the canonical form, without a tree of values in between. Source: RFC 8785.
///
/// The caller gives an object's members in the order of their names by UTF-16 code units, as `CanonicalJSON` would.
public struct JSONWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Nothing written yet.
    public init() {}

    /// Writes an object whose members the body writes.
    public mutating func object(_ body: (inout JSONWriter) -> Void) { nest("{", "}", body) }

    /// Writes an array whose elements the body writes.
    public mutating func array(_ body: (inout JSONWriter) -> Void) { nest("[", "]", body) }

    /// Writes an array of one element after another.
    public mutating func array<Element>(
        _ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void
    ) {
        array { writer in for element in elements { write(&writer, element) } }
    }

    /// Writes an array of texts.
    public mutating func array(_ texts: some Sequence<String>) { array(texts) { $0.string($1) } }

    /// Writes an object of any members, sorted by their names.
    public mutating func object<Value>(
        of members: [String: Value], _ write: (inout JSONWriter, Value) -> Void
    ) {
        object { writer in
            for (name, value) in members.sorted(by: { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }) {
                writer.name(name)
                write(&writer, value)
            }
        }
    }

    /// Writes an object of counts, sorted by their names.
    public mutating func object(of counts: [String: some BinaryInteger]) { object(of: counts) { $0.integer($1) } }

    /// Writes the name of the member whose value comes next.
    public mutating func name(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a text.
    public mutating func string(_ text: String) {
        separate()
        JSONWriter.append(text, to: &bytes)
    }

    /// Writes a whole number.
    public mutating func integer(_ value: some BinaryInteger) {
        separate()
        bytes += String(value).utf8
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        separate()
        bytes += (value ? "true" : "false").utf8
    }

    /// Writes `null`.
    public mutating func null() {
        separate()
        bytes += "null".utf8
    }

    /// Writes a value as it is.
    public mutating func value(_ value: JSONValue) {
        separate()
        bytes += CanonicalJSON.encode(value)
    }

    /// Appends a text with its quotes. Source: RFC 8785 §3.2.2.2.
    public static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(quote)
        var text = text
        text.withUTF8 { utf8 in
            // What needs no escape goes over in one piece.
            var begin = 0
            for index in utf8.indices where isEscaped(utf8[index]) {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[begin..<index]))
                escape(utf8[index], to: &bytes)
                begin = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[begin...]))
        }
        bytes.append(quote)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    private static func isEscaped(_ byte: UInt8) -> Bool { byte < 0x20 || byte == quote || byte == backslash }

    private static func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case quote: bytes += "\\\"".utf8
        case backslash: bytes += "\\\\".utf8
        case 0x08: bytes += "\\b".utf8
        case 0x09: bytes += "\\t".utf8
        case 0x0A: bytes += "\\n".utf8
        case 0x0C: bytes += "\\f".utf8
        case 0x0D: bytes += "\\r".utf8
        default:
            bytes += "\\u00".utf8
            bytes += [hexDigit(byte >> 4), hexDigit(byte & 0xF)]
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }
}
