/// Reads CSS far enough to know every function, at-rule and address in it. Source: CSS Syntax Level 3 §4.
struct ReportCheckStyle {
    /// What must not stand there, and how many bytes before it.
    struct Finding {
        let problem: String
        let offset: Int
    }

    private let bytes: [UInt8]
    private var position = 0

    /// Functions that take an address in quotes, or run script in old browsers.
    private static let refusedFunctions = [
        "cross-fade", "element", "expression", "image", "image-rect", "image-set", "paint", "src",
    ]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The first thing that must not stand in a report's style; nil where all is well.
    mutating func firstProblem() -> Finding? {
        while position < bytes.count {
            let start = position
            if let problem = next() { return Finding(problem: problem, offset: start) }
        }
        return nil
    }

    private mutating func next() -> String? {
        let byte = bytes[position]
        if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") { return skipComment() }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            return string() == nil ? "a string without an end; end it on the same line" : nil
        }
        if byte == UInt8(ascii: "@") {
            position += 1
            return name().map { $0 == "import" } == true ? "@import loads from outside; put the rules here" : nil
        }
        guard let word = name() else {
            position += 1
            return nil
        }
        guard peek(0) == UInt8(ascii: "(") else { return nil }
        position += 1
        return function(word)
    }

    private mutating func function(_ name: String) -> String? {
        // By its end: vendors put a prefix before it, and old browsers a number (`U+26url(`).
        if Self.refusedFunctions.contains(where: { name.hasSuffix($0) }) {
            return "\(name)() is not allowed; use url(#…) or url(data:image/…)"
        }
        guard name.hasSuffix("url") else { return nil }
        guard let address = address() else { return "url( without a clear end; write url(#…) or url(data:image/…)" }
        let parsed = ReportCheckAddress(address)
        return parsed.isFragment || parsed.imageSubtype != nil ? nil : "url(): " + parsed.problem(isLink: false)
    }

    /// What stands between `url(` and `)`, in quotes or not. CSS Syntax §4.3.6.
    private mutating func address() -> [UInt8]? {
        skipSpace()
        if let quote = peek(0), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            guard let text = string() else { return nil }
            skipSpace()
            return closes() ? text : nil
        }
        var text: [UInt8] = []
        while let byte = peek(0) {
            switch byte {
            case UInt8(ascii: ")"):
                position += 1
                return text
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), 0..<0x09, 0x0B, 0x0E..<0x20, 0x7F: return nil
            case UInt8(ascii: "\\"):
                guard let escaped = escape() else { return nil }
                text += escaped
            case let byte where byte.isSpace:
                skipSpace()
                return closes() ? text : nil
            default:
                text.append(byte)
                position += 1
            }
        }
        return nil
    }

    private mutating func closes() -> Bool {
        guard peek(0) == UInt8(ascii: ")") else { return false }
        position += 1
        return true
    }

    /// A quoted string's content; nil where it does not end on its line.
    private mutating func string() -> [UInt8]? {
        let quote = bytes[position]
        position += 1
        var text: [UInt8] = []
        while let byte = peek(0) {
            switch byte {
            case quote:
                position += 1
                return text
            case 0x0A, 0x0C, 0x0D: return nil
            case UInt8(ascii: "\\"):
                if let next = peek(1), next == 0x0A || next == 0x0C || next == 0x0D {
                    position += next == 0x0D && peek(2) == 0x0A ? 3 : 2
                } else if let escaped = escape() {
                    text += escaped
                } else {
                    return nil
                }
            default:
                text.append(byte)
                position += 1
            }
        }
        return nil
    }

    /// A word with its escapes resolved, in lower case; nil where none begins. Digits and `-` in front count as part of it:
    /// no function's name is missed for that.
    private mutating func name() -> String? {
        var text: [UInt8] = []
        let start = position
        while let byte = peek(0) {
            if byte.isStyleNameByte {
                text.append(byte.lowercased)
                position += 1
            } else if byte == UInt8(ascii: "\\"), let escaped = escape() {
                text += escaped.map(\.lowercased)
            } else {
                break
            }
        }
        return position > start ? String(decoding: text, as: UTF8.self) : nil
    }

    /// One escape: up to six hex digits and a space, or the character itself. CSS Syntax §4.3.7.
    private mutating func escape() -> [UInt8]? {
        guard let first = peek(1), first != 0x0A, first != 0x0C, first != 0x0D else { return nil }
        position += 1
        guard first.hexDigit != nil else {
            position += 1
            return [first]
        }
        var code: UInt32 = 0
        var count = 0
        while count < 6, let digit = peek(0)?.hexDigit {
            code = code * 16 + UInt32(digit)
            position += 1
            count += 1
        }
        if peek(0) == 0x0D, peek(1) == 0x0A { position += 1 }
        if peek(0)?.isSpace == true { position += 1 }
        let scalar = code == 0 ? nil : Unicode.Scalar(code)
        return Array(String(scalar ?? "\u{FFFD}").utf8)
    }

    /// A comment within a word has joined the halves in some browsers and parted them in others.
    private mutating func skipComment() -> String? {
        let before = position > 0 ? bytes[position - 1] : 0x20
        position += 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                position += 2
                let isWithinWord = before.isStyleNameByte && peek(0)?.isStyleNameByte == true
                return isWithinWord ? "a comment within a word; put a space beside it" : nil
            }
            position += 1
        }
        return "a comment without an end; end it with */"
    }

    private mutating func skipSpace() {
        while peek(0)?.isSpace == true { position += 1 }
    }

    private func peek(_ distance: Int) -> UInt8? {
        let index = position + distance
        return index < bytes.count ? bytes[index] : nil
    }
}

extension UInt8 {
    /// A byte of a CSS name: letters, digits, `-`, `_` and all beyond ASCII.
    fileprivate var isStyleNameByte: Bool {
        isLetter || isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self >= 0x80
    }
}
