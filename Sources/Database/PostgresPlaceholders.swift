/// Rewrites `?1` to `$1`, but not in literals, quoted names and comments.
///
/// Source: PostgreSQL, *Lexical Structure*, 4.1. There are no `?` operators in our SQL.
struct PostgresPlaceholders {
    /// The rewritten text.
    private(set) var text = ""
    /// The highest number of a placeholder; 0 if there are none.
    private(set) var count = 0

    private let bytes: [UInt8]
    private var position = 0
    private var output: [UInt8] = []

    /// - Throws: ``DatabaseError/other(code:message:)`` for a `?` without a number.
    init(_ sql: String) throws(DatabaseError) {
        bytes = Array(sql.utf8)
        output.reserveCapacity(bytes.count)
        while position < bytes.count { try step() }
        text = String(decoding: output, as: UTF8.self)
    }

    private mutating func step() throws(DatabaseError) {
        switch (bytes[position], peek(1)) {
        case (UInt8(ascii: "?"), _): try placeholder()
        case (UInt8(ascii: "'"), _): quoted(UInt8(ascii: "'"), hasEscapes: followsEscapeMark)
        case (UInt8(ascii: "\""), _): quoted(UInt8(ascii: "\""), hasEscapes: false)
        case (UInt8(ascii: "-"), UInt8(ascii: "-")): copy { $0 != UInt8(ascii: "\n") }
        case (UInt8(ascii: "/"), UInt8(ascii: "*")): blockComment()
        case (UInt8(ascii: "$"), _): dollarQuoted()
        default: copy(1)
        }
    }

    private func peek(_ distance: Int) -> UInt8? {
        position + distance < bytes.count ? bytes[position + distance] : nil
    }

    private mutating func copy(_ count: Int) {
        let end = min(bytes.count, position + count)
        output += bytes[position..<end]
        position = end
    }

    private mutating func copy(while condition: (UInt8) -> Bool) {
        while position < bytes.count, condition(bytes[position]) { copy(1) }
    }

    private mutating func placeholder() throws(DatabaseError) {
        position += 1
        var number = 0
        while position < bytes.count, let digit = Self.digit(bytes[position]), number < 100_000 {
            number = number * 10 + digit
            position += 1
        }
        guard number > 0 else {
            throw .other(
                code: "placeholder",
                message: "a ? without a number from 1 on in \(String(decoding: bytes, as: UTF8.self))")
        }
        count = max(count, number)
        output += Array("$\(number)".utf8)
    }

    /// Whether the literal that begins here is `E'…'`, where a backslash escapes what follows.
    private var followsEscapeMark: Bool {
        guard position > 0, bytes[position - 1] | 0x20 == UInt8(ascii: "e") else { return false }
        return position == 1 || !Self.isNamePart(bytes[position - 2])
    }

    /// Copies up to the closing quote; a doubled quote is seen as the end of one literal and the beginning of another.
    private mutating func quoted(_ quote: UInt8, hasEscapes: Bool) {
        copy(1)
        while position < bytes.count, bytes[position] != quote {
            copy(hasEscapes && bytes[position] == UInt8(ascii: "\\") ? 2 : 1)
        }
        copy(1)
    }

    /// Comments between `/*` and `*/` nest.
    private mutating func blockComment() {
        var depth = 0
        repeat {
            switch (bytes[position], peek(1)) {
            case (UInt8(ascii: "/"), UInt8(ascii: "*")):
                depth += 1
                copy(2)
            case (UInt8(ascii: "*"), UInt8(ascii: "/")):
                depth -= 1
                copy(2)
            default: copy(1)
            }
        } while depth > 0 && position < bytes.count
    }

    /// `$$…$$` or `$tag$…$tag$`; any other dollar sign stands for itself.
    private mutating func dollarQuoted() {
        let followsName = position > 0 && Self.isNamePart(bytes[position - 1])
        var end = position + 1
        while end < bytes.count, Self.isNamePart(bytes[end]), end > position + 1 || Self.digit(bytes[end]) == nil {
            end += 1
        }
        guard !followsName, end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return copy(1) }
        let tag = Array(bytes[position...end])
        copy(tag.count)
        while position < bytes.count, !bytes[position...].starts(with: tag) { copy(1) }
        copy(tag.count)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        digit(byte) != nil || byte == UInt8(ascii: "_") || byte >= 0x80
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
