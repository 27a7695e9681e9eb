/// Writes a node as YAML in block style, ending in a newline, so that reading it gives the same values back.
///
/// Text stands plain where nothing can mistake it, and double-quoted with escapes otherwise.
public func emitYAML(_ node: YAMLNode) -> String {
    var emitter = YAMLEmitter()
    emitter.write(node, indent: 0, isInline: false)
    return emitter.output
}

private struct YAMLEmitter {
    var output = ""

    /// Writes a node. `isInline` says that the line already holds a key or a dash.
    mutating func write(_ node: YAMLNode, indent: Int, isInline: Bool) {
        switch node.content {
        case .scalar(let text, let isPlain):
            output += (isInline ? " " : "") + (isPlain ? text : quotedIfNeeded(text)) + "\n"
        case .sequence(let elements) where elements.isEmpty:
            output += (isInline ? " " : "") + "[]\n"
        case .mapping(let entries) where entries.isEmpty:
            output += (isInline ? " " : "") + "{}\n"
        case .sequence(let elements):
            if isInline { output += "\n" }
            for element in elements {
                output += spaces(indent) + "-"
                write(element, indent: indent + 2, isInline: true)
            }
        case .mapping(let entries):
            if isInline { output += "\n" }
            for entry in entries {
                output += spaces(indent) + quotedIfNeeded(entry.key) + ":"
                write(entry.value, indent: indent + 2, isInline: true)
            }
        }
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

    private func quotedIfNeeded(_ text: String) -> String {
        canStandPlain(text) ? text : quoted(text)
    }

    /// Narrow on purpose: letters, digits and a few signs that mean nothing in YAML, and no text that reads as another type.
    private func canStandPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, isWordScalar(first) || first == "/" else { return false }
        guard text.unicodeScalars.allSatisfy({ isWordScalar($0) || "/._-+ ".unicodeScalars.contains($0) }),
            text.last != " "
        else { return false }
        let plain = YAMLNode(.scalar(text, isPlain: true))
        let asWord = ["y", "n", "yes", "no", "on", "off"].contains(text.lowercased())
        let startsLikeNumber = ("0"..."9").contains(first)
        return !plain.isNull && plain.bool == nil && !asWord && !startsLikeNumber
    }

    private func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\u{20}"..."\u{7E}", "\u{A1}"..."\u{200A}", "\u{2030}"..."\u{D7FF}", "\u{E000}"..."\u{FEFE}":
                result.unicodeScalars.append(scalar)
            default: result += escape(scalar)
            }
        }
        return result + "\""
    }

    private func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        let width = scalar.value <= 0xFF ? 2 : scalar.value <= 0xFFFF ? 4 : 8
        let letter = width == 2 ? "x" : width == 4 ? "u" : "U"
        return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
    }
}
