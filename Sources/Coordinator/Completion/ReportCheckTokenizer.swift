#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Splits HTML into tokens as browsers do. Source: WHATWG HTML §13.2.5.
///
/// Parse errors that browsers mend in ways of their own (bogus comments, quotes in names, an end inside a tag) are refused here.
struct ReportCheckTokenizer {
    /// A piece of the document; ranges are byte offsets.
    enum Token {
        case text(Range<Int>)
        case comment
        case doctype(Range<Int>)
        /// `attributes` of the tokenizer hold what stands in the tag.
        case startTag(start: Int, name: Range<Int>, isSelfClosing: Bool)
        case endTag(start: Int)
        case end
    }

    /// Name and value as they are written, quotes not included.
    struct Attribute {
        let name: Range<Int>
        let value: Range<Int>
    }

    /// The most attributes of one tag; keeps a tag of a million of them from taking much memory.
    private static let maximumAttributes = 256

    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position: Int
    /// Of the last start tag; kept here so that no tag needs memory of its own.
    private(set) var attributes: [Attribute] = []

    init(bytes: UnsafeBufferPointer<UInt8>, position: Int) {
        self.bytes = bytes
        self.position = position
    }

    mutating func next() throws(ReportRefusal) -> Token {
        guard position < bytes.count else { return .end }
        let start = position
        var open = bytes.firstOffset(of: UInt8(ascii: "<"), from: start)
        while let found = open, !beginsMarkup(at: found) {
            open = bytes.firstOffset(of: UInt8(ascii: "<"), from: found + 1)
        }
        position = open ?? bytes.count
        return position > start ? .text(start..<position) : try markup()
    }

    /// The text up to the end tag of an element whose content is text alone (`title`, `textarea`, `style`).
    ///
    /// Inside SVG such content would be read as markup. Both readings agree only where no markup stands in it, so none may.
    mutating func plainText(of element: String) throws(ReportRefusal) -> Range<Int> {
        let start = position
        guard case .text(let text) = try next() else {
            position = start
            return try emptyText(of: element)
        }
        try expectEndTag(of: element)
        return text
    }

    private mutating func emptyText(of element: String) throws(ReportRefusal) -> Range<Int> {
        let start = position
        try expectEndTag(of: element)
        return start..<start
    }

    private mutating func expectEndTag(of element: String) throws(ReportRefusal) {
        let start = position
        guard start + 2 < bytes.count, bytes[start + 1] == UInt8(ascii: "/"),
            lowercased(nameRange(from: start + 2)) == element
        else {
            throw ReportRefusal(
                element: element, offset: start,
                problem:
                    "its text must be followed by </\(element)>, without tags, comments or the report's end between")
        }
        _ = try next()
    }

    /// Whether a `<` begins anything but text. WHATWG HTML §13.2.5.6.
    private func beginsMarkup(at index: Int) -> Bool {
        guard index + 1 < bytes.count else { return false }
        switch bytes[index + 1] {
        case UInt8(ascii: "!"), UInt8(ascii: "/"), UInt8(ascii: "?"): return true
        case let byte: return byte.isLetter
        }
    }

    private mutating func markup() throws(ReportRefusal) -> Token {
        switch bytes[position + 1] {
        case UInt8(ascii: "!"): return try declaration()
        case UInt8(ascii: "/"): return try endTag()
        case UInt8(ascii: "?"):
            throw ReportRefusal(offset: position, problem: "a processing instruction <?…; HTML has none, leave it out")
        default: return try startTag()
        }
    }

    private mutating func declaration() throws(ReportRefusal) -> Token {
        if matches("<!--", at: position) { return try comment() }
        if matches("<!doctype", at: position) {
            let start = position
            position = try index(of: UInt8(ascii: ">"), from: position, in: "a doctype") + 1
            return .doctype(start..<position)
        }
        throw ReportRefusal(
            offset: position, problem: "a declaration that is neither a doctype nor a comment; write it as text: &lt;!")
    }

    /// Only comments without parse errors: `<!-->`, `--!>` and a nested `<!--` have been read in different ways.
    private mutating func comment() throws(ReportRefusal) -> Token {
        let start = position
        position += 4
        if matches(">", at: position) || matches("->", at: position) {
            throw ReportRefusal(offset: start, problem: "a comment that ends as it begins; write <!-- text -->")
        }
        while position < bytes.count {
            if matches("-->", at: position) {
                position += 3
                return .comment
            }
            if matches("--!>", at: position) || matches("<!--", at: position) {
                throw ReportRefusal(
                    offset: position, problem: "--!> or <!-- inside a comment; end comments with --> and nest none")
            }
            position += 1
        }
        throw ReportRefusal(offset: start, problem: "a comment without an end; end it with -->")
    }

    private mutating func endTag() throws(ReportRefusal) -> Token {
        let start = position
        let name = nameRange(from: start + 2)
        position = name.upperBound
        skipSpace()
        guard !name.isEmpty, bytes[name.lowerBound].isLetter, position < bytes.count,
            bytes[position] == UInt8(ascii: ">")
        else {
            throw ReportRefusal(
                element: lowercased(name), offset: start, problem: "an end tag holds a name and nothing else: </name>")
        }
        position += 1
        return .endTag(start: start)
    }

    private mutating func startTag() throws(ReportRefusal) -> Token {
        let start = position
        let name = nameRange(from: start + 1)
        position = name.upperBound
        attributes.removeAll(keepingCapacity: true)
        guard position < bytes.count, bytes[position].isSpace || bytes[position].endsName else {
            throw ReportRefusal(
                element: lowercased(name), offset: start,
                problem: "a tag's name holds only letters, digits and - _ : . and is followed by space, / or >")
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: ">") {
                position += 1
                let isSelfClosing =
                    bytes[position - 2] == UInt8(ascii: "/") && (attributes.last?.value.upperBound ?? 0) < position - 1
                return .startTag(start: start, name: name, isSelfClosing: isSelfClosing)
            }
            if byte.isSpace || byte == UInt8(ascii: "/") {
                position += 1
            } else {
                try attribute(of: name)
            }
        }
        throw ReportRefusal(element: lowercased(name), offset: start, problem: "a tag without an end; end it with >")
    }

    private mutating func attribute(of element: Range<Int>) throws(ReportRefusal) {
        let name = nameRange(from: position)
        let afterName = name.upperBound < bytes.count ? bytes[name.upperBound] : UInt8(ascii: ">")
        guard !name.isEmpty, afterName.isSpace || afterName.endsName || afterName == UInt8(ascii: "=") else {
            throw ReportRefusal(
                element: lowercased(element), offset: position,
                problem: "an attribute's name holds only letters, digits and - _ : . @")
        }
        guard attributes.count < Self.maximumAttributes else {
            throw ReportRefusal(
                element: lowercased(element), offset: position,
                problem: "a tag with more than \(Self.maximumAttributes) attributes")
        }
        position = name.upperBound
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
            attributes.append(Attribute(name: name, value: name.upperBound..<name.upperBound))
            return
        }
        position += 1
        skipSpace()
        attributes.append(Attribute(name: name, value: try attributeValue(of: element, at: name.lowerBound)))
    }

    private mutating func attributeValue(of element: Range<Int>, at offset: Int) throws(ReportRefusal) -> Range<Int> {
        guard position < bytes.count, bytes[position] != UInt8(ascii: ">") else {
            throw ReportRefusal(
                element: lowercased(element), offset: offset, problem: "an attribute with = but no value; write =\"\"")
        }
        let quote = bytes[position]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            let start = position + 1
            let end = try index(of: quote, from: start, in: "an attribute's quoted value")
            position = end + 1
            return start..<end
        }
        let start = position
        while position < bytes.count, !bytes[position].isSpace, bytes[position] != UInt8(ascii: ">") {
            switch bytes[position] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: "`"):
                throw ReportRefusal(
                    element: lowercased(element), offset: offset,
                    problem: "a value without quotes that holds a quote or <; put it in quotes")
            default: position += 1
            }
        }
        return start..<position
    }
}

extension ReportCheckTokenizer {
    /// The bytes as text, ASCII letters in lower case.
    func lowercased(_ range: Range<Int>) -> String {
        bytes.lowercasedText(in: range)
    }

    /// Whether the bytes from an index on are these, ASCII letters in either case.
    func matches(_ text: StaticString, at index: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[index + offset].lowercased != text.utf8Start[offset] { return false }
        return true
    }

    private func nameRange(from start: Int) -> Range<Int> {
        var end = start
        while end < bytes.count, bytes[end].isNameByte { end += 1 }
        return min(start, end)..<end
    }

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position].isSpace { position += 1 }
    }

    private func index(of byte: UInt8, from start: Int, in what: String) throws(ReportRefusal) -> Int {
        guard let index = bytes.firstOffset(of: byte, from: start) else {
            throw ReportRefusal(offset: position, problem: "\(what) without an end")
        }
        return index
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where a byte stands first, from an offset on.
    func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        guard let baseAddress, start < count,
            let found = memchr(baseAddress + start, Int32(byte), count - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(baseAddress)
    }

    /// The bytes as text, ASCII letters in lower case; names are short, so that this needs no memory of its own.
    func lowercasedText(in range: Range<Int>) -> String {
        String(unsafeUninitializedCapacity: range.count) { text in
            for offset in 0..<range.count { text[offset] = self[range.lowerBound + offset].lowercased }
            return range.count
        }
    }
}

extension UInt8 {
    /// HTML's space: tab, line feed, form feed, carriage return (a line feed to the tokenizer) and space.
    var isSpace: Bool { self == 0x20 || (self <= 0x0D && self >= 0x09 && self != 0x0B) }
    /// An ASCII letter.
    var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
    /// An ASCII digit.
    var isDigit: Bool { (0x30...0x39).contains(self) }
    /// An ASCII letter in lower case, any other byte as it is.
    var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
    /// What may stand in the name of a tag or attribute here.
    fileprivate var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "@"): true
        default: isLetter || isDigit
        }
    }
    fileprivate var endsName: Bool { self == UInt8(ascii: "/") || self == UInt8(ascii: ">") }
}
