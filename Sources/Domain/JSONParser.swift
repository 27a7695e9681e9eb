/// A text that is not JSON as we take it, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in words.
    public let problem: String
    /// Bytes before the trouble.
    public let offset: Int

    /// For example `a number is not finite, at byte 17`.
    public var description: String { "\(problem), at byte \(offset)" }
}

/// Reads JSON strictly (RFC 8259), with what canonical JSON asks on top (RFC 8785 §2): no duplicate member names, no lone
/// surrogates, integers within ±(2⁵³−1), finite numbers.
public struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0
    /// The member of the outermost object whose bytes are wanted, and where they are.
    private var wanted: String?
    private var found: Range<Int>?
    /// Whether nothing has been read since it was set that canonical JSON would write, or might write, in another way.
    private var isCanonical = true
    /// How deep values may be nested.
    static let maximumDepth = 128
    /// 2⁵³ − 1. RFC 8785 §2.
    static let maximumInteger: Int64 = 9_007_199_254_740_991

    /// Reads one value that fills all the bytes.
    /// - Throws: `JSONSyntaxError`.
    public static func parse(_ bytes: [UInt8]) throws -> JSONValue {
        try bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(bytes: buffer)
            let value = try parser.value()
            parser.skipSpace()
            guard parser.position == buffer.count else { throw parser.error("there is more behind the value") }
            return value
        }
    }

    /// Reads one object that fills all the bytes, and gives the bytes of one of its members as well, where they surely are in
    /// canonical form (RFC 8785), so that they need not be written anew.
    /// - Throws: `JSONSyntaxError`.
    public static func parse(_ bytes: [UInt8], bytesOf member: String) throws -> (JSONValue, canonical: [UInt8]?) {
        try bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(bytes: buffer)
            parser.wanted = member
            let value = try parser.value()
            parser.skipSpace()
            guard parser.position == buffer.count else { throw parser.error("there is more behind the value") }
            return (value, parser.found.map { Array(buffer[$0]) })
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Reads the value of a member, and notes where it is if it is the wanted one and surely canonical.
    private mutating func member(_ name: String) throws -> JSONValue {
        guard depth == 1, name == wanted else { return try value() }
        skipSpace()
        let start = position
        isCanonical = true
        let value = try value()
        found = isCanonical ? start..<position : nil
        return value
    }

    private func error(_ problem: String) -> JSONSyntaxError {
        JSONSyntaxError(problem: problem, offset: position)
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D:
                position += 1
                isCanonical = false
            default: return
            }
        }
    }

    private mutating func peek() throws -> UInt8 {
        skipSpace()
        guard position < bytes.count else { throw error("the text ends too early") }
        return bytes[position]
    }

    private mutating func value() throws -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "{"): return try nested { parser in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: return try number()
        default: throw error("a value was expected")
        }
    }

    private mutating func nested(_ read: (inout JSONParser) throws -> JSONValue) throws -> JSONValue {
        depth += 1
        guard depth <= Self.maximumDepth else { throw error("values are nested deeper than \(Self.maximumDepth)") }
        position += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws -> JSONValue {
        let end = position + text.utf8CodeUnitCount
        guard end <= bytes.count, bytes[position..<end].elementsEqual(text.description.utf8) else {
            throw error("a value was expected")
        }
        position = end
        return value
    }

    private mutating func object() throws -> JSONValue {
        var members: [String: JSONValue] = [:]
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return .object(members)
        }
        var last = position..<position
        while true {
            guard try peek() == UInt8(ascii: "\"") else { throw error("a member name in quotes was expected") }
            let start = position + 1
            let name = try string()
            noteOrder(of: start..<position - 1, after: last)
            last = start..<position - 1
            guard try peek() == UInt8(ascii: ":") else { throw error("a colon was expected") }
            position += 1
            guard members.updateValue(try member(name), forKey: name) == nil else {
                throw error("the member \"\(name)\" stands twice")
            }
            if try closes(with: UInt8(ascii: "}")) { return .object(members) }
        }
    }

    /// Names go up by UTF-16 code units, which is the order of their bytes but for characters from U+E000 on.
    private mutating func noteOrder(of name: Range<Int>, after last: Range<Int>) {
        guard isCanonical else { return }
        isCanonical =
            bytes[last].lexicographicallyPrecedes(bytes[name]) && !bytes[name].contains { $0 >= 0xEE }
            || last.isEmpty && name.isEmpty
    }

    private mutating func array() throws -> JSONValue {
        var elements: [JSONValue] = []
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            elements.append(try value())
            if try closes(with: UInt8(ascii: "]")) { return .array(elements) }
        }
    }

    private mutating func closes(with end: UInt8) throws -> Bool {
        let next = try peek()
        guard next == end || next == UInt8(ascii: ",") else { throw error("a comma or the end was expected") }
        position += 1
        return next == end
    }

    private mutating func number() throws -> JSONValue {
        let start = position
        var isWhole = true
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        try digits()
        if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 { throw error("a number begins with 0") }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            position += 1
            if position < bytes.count, bytes[position] == 0x2B || bytes[position] == 0x2D { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if !isWhole || text == "-0" { isCanonical = false }
        return isWhole ? try integer(text) : try fraction(text)
    }

    private mutating func digits() throws {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        guard position > start else { throw error("a digit was expected") }
    }

    private func integer(_ text: String) throws -> JSONValue {
        guard let value = Int64(text), value.magnitude <= Self.maximumInteger.magnitude else {
            throw error("the integer \(text.prefix(40)) is beyond ±9007199254740991")
        }
        return .integer(value)
    }

    private func fraction(_ text: String) throws -> JSONValue {
        guard let value = Double(text), value.isFinite else { throw error("a number is not finite") }
        return .number(value)
    }

    private mutating func string() throws -> String {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\"),
            bytes[position] >= 0x20
        {
            position += 1
        }
        guard position < bytes.count else { throw error("a string has no end") }
        if bytes[position] == UInt8(ascii: "\"") {
            let text = try utf8(bytes[start..<position])
            position += 1
            return text
        }
        return try stringWithEscapes(from: start)
    }

    private mutating func stringWithEscapes(from start: Int) throws -> String {
        isCanonical = false
        var collected = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try utf8(collected[...])
            case UInt8(ascii: "\\"): collected.append(contentsOf: try escape())
            case 0..<0x20: throw error("a control character stands in a string")
            default: collected.append(byte)
            }
        }
        throw error("a string has no end")
    }

    private func utf8(_ slice: some Collection<UInt8>) throws -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw error("a string is not UTF-8") }
        return text
    }

    private mutating func escape() throws -> [UInt8] {
        guard position < bytes.count else { throw error("a string has no end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw error("an escape is unknown")
        }
    }

    private mutating func unicodeEscape() throws -> [UInt8] {
        let first = try codeUnit()
        guard (0xD800...0xDFFF).contains(first) else { return utf8Bytes(UInt32(first)) }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw error("half of a surrogate pair stands alone") }
        position += 2
        let second = try codeUnit()
        guard (0xDC00...0xDFFF).contains(second) else { throw error("half of a surrogate pair stands alone") }
        return utf8Bytes(0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(second) - 0xDC00)
    }

    private mutating func codeUnit() throws -> UInt16 {
        guard position + 4 <= bytes.count,
            let unit = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
            bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-")
        else { throw error("four hex digits were expected") }
        position += 4
        return unit
    }

    private func utf8Bytes(_ value: UInt32) -> [UInt8] {
        Unicode.Scalar(value).map { Array(String($0).utf8) } ?? []
    }
}
