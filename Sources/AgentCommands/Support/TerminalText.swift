/// Text as a terminal may show it: file names are data, and some hold escape sequences.
enum TerminalText {
    /// The text with all that could move the cursor, change colours or turn the line around in a visible form, `\x1B` for example.
    static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            safe.append(contentsOf: isUnsafe(scalar) ? visible(scalar).unicodeScalars : String(scalar).unicodeScalars)
        }
        return String(safe)
    }

    /// How many columns a text takes.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    /// The end of a text that takes at most so many columns, behind an ellipsis where something was left out.
    static func tail(_ text: String, fitting columns: Int) -> String {
        guard width(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var kept: [Unicode.Scalar] = []
        var taken = 1
        for scalar in text.unicodeScalars.reversed() {
            taken += width(scalar)
            if taken > columns { break }
            kept.append(scalar)
        }
        var tail = String.UnicodeScalarView()
        tail.append("…")
        tail.append(contentsOf: kept.reversed())
        return String(tail)
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func visible(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return scalar.value < 0x80 ? "\\x" + (digits.count < 2 ? "0" : "") + digits : "\\u{\(digits)}"
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x300: return 1
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: return 0
            default: return 1
            }
        }
    }
}
