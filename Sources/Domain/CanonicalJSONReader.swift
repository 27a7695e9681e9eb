/// Bytes that are not canonical JSON, and where.
public enum CanonicalJSONError: Error, Hashable, Sendable {
    /// Not JSON at all, or beyond what is taken (`JSONParser`).
    case syntax(JSONSyntaxError)
    /// JSON, but written in another way than RFC 8785 says.
    case form(JSONSyntaxError)
}

/// Walks canonical JSON (RFC 8785) step by step and builds no values, so that results of 50 MB are checked in a fraction of the
/// time and memory that a tree of them takes.
///
/// The caller asks for the `kind` of the value that comes next, then reads it as that kind or passes over it with `skip`.
/// Every byte is looked at either way: what has been walked to its end is canonical, and `JSONParser` reads it.
public struct CanonicalJSONReader {
    /// What a value is.
    public enum Kind: Sendable {
        case object, array, string, number, bool, null
    }

    /// A number: what JSON has is whole, from −(2⁵³−1) to 2⁵³−1, or taken for a fraction.
    public struct Number: Sendable {
        /// Its value.
        public let value: Double
        /// Whether it is an integer to `JSONValue`.
        public let isWhole: Bool
    }

    /// A text as it is written, without its quotes.
    public struct Text: Sendable {
        /// Where it stands.
        public let range: Range<Int>
        fileprivate let hasEscapes: Bool
    }

    /// An object or an array that is being read.
    public struct Nesting {
        fileprivate var isFirst = true
        fileprivate var last: Text?
        fileprivate let firstName: Int
        fileprivate var isASCII = true
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    /// Bytes before what comes next.
    public private(set) var position = 0
    private var depth = 0
    /// The names of all objects that are being read, those of the innermost last.
    private var names: [Text] = []

    /// Reads one value that fills all the bytes.
    /// - Parameter read: must read that value, whole.
    /// - Throws: `CanonicalJSONError`, also for bytes that are not UTF-8 or follow the value; what `read` throws.
    public static func read<Value>(_ bytes: [UInt8], _ read: (inout CanonicalJSONReader) throws -> Value) throws
        -> Value
    {
        if let offset = UTF8Check.firstInvalid(in: bytes) {
            throw CanonicalJSONError.syntax(JSONSyntaxError(problem: "a string is not UTF-8", offset: offset))
        }
        return try bytes.withUnsafeBufferPointer { buffer in
            var reader = CanonicalJSONReader(bytes: buffer)
            let value = try read(&reader)
            guard reader.position == buffer.count else { throw reader.unexpected("the end of the value") }
            return value
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The kind of the value that comes next.
    public func kind() throws(CanonicalJSONError) -> Kind {
        switch try next() {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "-"), 0x30...0x39: .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        default: throw unexpected("a value")
        }
    }

    /// Passes over the value that comes next, whatever it is.
    public mutating func skip() throws(CanonicalJSONError) {
        switch try kind() {
        case .object:
            var members = try beginObject()
            while try nextMember(&members) != nil { try skip() }
        case .array:
            var elements = try beginArray()
            while try nextElement(&elements) { try skip() }
        case .string: _ = try string()
        case .number: _ = try number()
        case .bool: try literal(bytes[position] == UInt8(ascii: "t") ? "true" : "false")
        case .null: try literal("null")
        }
    }

    /// Begins an object; `nextMember` goes on.
    public mutating func beginObject() throws(CanonicalJSONError) -> Nesting {
        try begin(UInt8(ascii: "{"), "an object")
    }

    /// Begins an array; `nextElement` goes on.
    public mutating func beginArray() throws(CanonicalJSONError) -> Nesting { try begin(UInt8(ascii: "["), "a list") }

    private mutating func begin(_ open: UInt8, _ what: String) throws(CanonicalJSONError) -> Nesting {
        try expect(open, what)
        depth += 1
        guard depth <= JSONParser.maximumDepth else {
            throw syntax("values are nested deeper than \(JSONParser.maximumDepth)")
        }
        return Nesting(firstName: names.count)
    }

    /// Goes to the next element, or over the end of the array.
    /// - Returns: whether there is an element, which must be read then.
    public mutating func nextElement(_ elements: inout Nesting) throws(CanonicalJSONError) -> Bool {
        try goesOn(&elements, until: UInt8(ascii: "]"))
    }

    /// Goes to the value of the next member, or over the end of the object.
    /// - Returns: the member's name; nil at the end.
    public mutating func nextMember(_ members: inout Nesting) throws(CanonicalJSONError) -> Text? {
        guard try goesOn(&members, until: UInt8(ascii: "}")) else {
            try endNames(of: members)
            return nil
        }
        let start = position
        let name = try string()
        if let last = members.last, try !precedes(last, name) {
            position = start
            throw form("the members of an object are not sorted, or one stands twice")
        }
        members.last = name
        members.isASCII = members.isASCII && !name.hasEscapes && bytes[name.range].allSatisfy { $0 < 0x80 }
        names.append(name)
        try expect(UInt8(ascii: ":"), "a colon")
        return name
    }

    /// `JSONParser` takes names for the same that differ in normalisation only; they must be refused here as well.
    private mutating func endNames(of members: Nesting) throws(CanonicalJSONError) {
        if !members.isASCII {
            var seen: Set<String> = []
            for name in names[members.firstName...] where !seen.insert(decoded(name)).inserted {
                position = name.range.lowerBound
                throw syntax("the member \"\(decoded(name))\" stands twice")
            }
        }
        names.removeSubrange(members.firstName...)
    }

    private mutating func goesOn(_ nesting: inout Nesting, until end: UInt8) throws(CanonicalJSONError) -> Bool {
        let byte = try next()
        if byte == end {
            position += 1
            depth -= 1
            return false
        }
        if !nesting.isFirst { try expect(UInt8(ascii: ","), "a comma or the end") }
        nesting.isFirst = false
        return true
    }

    /// Reads a number.
    public mutating func number() throws(CanonicalJSONError) -> Number {
        let start = position
        if try next() == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        var value: Int64 = 0
        while position < bytes.count, bytes[position] &- 0x30 < 10 {
            // Whatever wraps here has more digits than are taken below.
            value = value &* 10 &+ Int64(bytes[position] &- 0x30)
            position += 1
        }
        let count = position - firstDigit
        guard count > 0 else { throw unexpected("a digit") }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") || bytes[position] | 0x20 == UInt8(ascii: "e") {
            return try fraction(from: start)
        }
        let isNegative = firstDigit > start
        guard bytes[firstDigit] != UInt8(ascii: "0") || count == 1 else { throw syntax("a number begins with 0") }
        guard count <= 16, value <= JSONParser.maximumInteger else {
            throw syntax("an integer is beyond ±\(JSONParser.maximumInteger)")
        }
        guard value != 0 || !isNegative else { throw form("zero has a sign") }
        return Number(value: Double(isNegative ? -value : value), isWhole: true)
    }

    private mutating func fraction(from start: Int) throws(CanonicalJSONError) -> Number {
        while position < bytes.count, bytes[position].mayStandInFraction { position += 1 }
        return try fraction(text: start..<position)
    }

    private func fraction(text range: Range<Int>) throws(CanonicalJSONError) -> Number {
        let text = String(decoding: bytes[range], as: UTF8.self)
        // The parser's own words would name a place in this number alone.
        guard let value = try? JSONParser.parse(Array(bytes[range])), case .number(let number) = value else {
            throw .syntax(JSONSyntaxError(problem: "\(text.prefix(40)) is no number", offset: range.lowerBound))
        }
        guard ECMAScriptNumber.format(number) == text else {
            throw .form(
                JSONSyntaxError(
                    problem: "\(text.prefix(40)) must be written \(ECMAScriptNumber.format(number))",
                    offset: range.lowerBound))
        }
        return Number(value: number, isWhole: false)
    }

    /// Reads a text, quotes and all.
    public mutating func string() throws(CanonicalJSONError) -> Text {
        try expect(UInt8(ascii: "\""), "a text in quotes")
        let start = position
        var hasEscapes = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return Text(range: start..<position - 1, hasEscapes: hasEscapes)
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try escape()
            } else {
                guard byte >= 0x20 else { throw syntax("a control character stands in a string") }
                position += 1
            }
        }
        throw syntax("a string has no end")
    }

    /// A text with its escapes replaced.
    public func decoded(_ text: Text) -> String {
        guard text.hasEscapes else { return String(decoding: bytes[text.range], as: UTF8.self) }
        let quoted = bytes[text.range.lowerBound - 1...text.range.upperBound]
        // What was read as a text is one to the parser as well.
        return (try? JSONParser.parse(Array(quoted)).stringValue) ?? ""
    }

    /// Whether a text is this one.
    public func matches(_ text: Text, _ other: [UInt8]) -> Bool {
        text.range.count == other.count && !text.hasEscapes && bytes[text.range].elementsEqual(other)
    }

    /// A value that has been read, by where it stands.
    public func value(_ range: Range<Int>) -> JSONValue? { try? JSONParser.parse(Array(bytes[range])) }

    /// Bytes that have been read, as they are written.
    public func written(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension CanonicalJSONReader {
    /// One escape of those that canonical JSON has. RFC 8785 §3.2.2.2.
    private mutating func escape() throws(CanonicalJSONError) {
        guard position + 1 < bytes.count else { throw syntax("a string has no end") }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"): try control()
        case UInt8(ascii: "/"): throw form("a character is escaped that needs it not")
        default: throw syntax("an escape is unknown")
        }
    }

    /// A control character without a short escape; anything else stands for itself.
    private mutating func control() throws(CanonicalJSONError) {
        guard position + 6 <= bytes.count, bytes[position + 2..<position + 6].allSatisfy({ $0.isHexDigit }) else {
            throw syntax("four hex digits were expected")
        }
        let digits = String(decoding: bytes[position + 2..<position + 6], as: UTF8.self)
        let code = UInt32(digits, radix: 16) ?? .max
        let isShort = [0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(code)
        guard code < 0x20, !isShort, digits == digits.lowercased() else {
            throw form("a character is escaped that needs it not, or not so")
        }
        position += 6
    }

    /// Whether one name comes before another. RFC 8785 §3.2.3: by UTF-16 code units, which is the order of the bytes but for
    /// characters from U+E000 on.
    private func precedes(_ first: Text, _ second: Text) throws(CanonicalJSONError) -> Bool {
        let isPlain = !first.hasEscapes && !second.hasEscapes
        if isPlain,
            !bytes[first.range].contains(where: { $0 >= 0xEE }) || !bytes[second.range].contains(where: { $0 >= 0xEE })
        {
            return bytes[first.range].lexicographicallyPrecedes(bytes[second.range])
        }
        return decoded(first).utf16.lexicographicallyPrecedes(decoded(second).utf16)
    }

    private mutating func literal(_ text: StaticString) throws(CanonicalJSONError) {
        let end = position + text.utf8CodeUnitCount
        guard end <= bytes.count,
            bytes[position..<end].elementsEqual(
                UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        else { throw unexpected("a value") }
        position = end
    }

    /// The byte that comes next.
    private func next() throws(CanonicalJSONError) -> UInt8 {
        guard position < bytes.count else { throw syntax("the text ends too early") }
        return bytes[position]
    }

    private mutating func expect(_ byte: UInt8, _ what: String) throws(CanonicalJSONError) {
        guard try next() == byte else { throw unexpected(what) }
        position += 1
    }

    private func unexpected(_ what: String) -> CanonicalJSONError {
        guard position < bytes.count else { return syntax("the text ends too early") }
        let isSpace = [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position])
        return isSpace ? form("there is a space") : syntax("\(what) was expected")
    }

    private func syntax(_ problem: String) -> CanonicalJSONError {
        .syntax(JSONSyntaxError(problem: problem, offset: position))
    }

    private func form(_ problem: String) -> CanonicalJSONError {
        .form(JSONSyntaxError(problem: problem, offset: position))
    }
}

extension UInt8 {
    fileprivate var mayStandInFraction: Bool {
        switch self {
        case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), 0x2B, 0x2D: true
        default: false
        }
    }
    fileprivate var isHexDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
    }
}
