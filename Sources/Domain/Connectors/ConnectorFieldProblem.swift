/// A value that a connector cannot have, in words that begin after the field's name.
public struct ConnectorFieldProblem: Error, Hashable, Sendable {
    /// The field.
    public let field: String
    /// What is wrong and what would be right.
    public let problem: String

    init(_ field: String, _ problem: String) {
        self.field = field
        self.problem = problem
    }
}

extension ConnectorField {
    /// Bytes that a line may have, and a document.
    private static let lineLimit = 1024, documentLimit = 16 * 1024

    /// The values as they are kept: without spaces around them, without empty ones, with the standards of those left out.
    /// - Throws: `ConnectorFieldProblem` for the first that is wrong, missing, or no field at all.
    public static func checked(
        _ values: [String: String], against fields: [ConnectorField]
    ) throws(ConnectorFieldProblem) -> [String: String] {
        if let stranger = values.keys.sorted().first(where: { name in !fields.contains { $0.name == name } }) {
            let names = fields.map(\.name).joined(separator: ", ")
            throw ConnectorFieldProblem(stranger, "is not a field here; there are \(names)")
        }
        var kept: [String: String] = [:]
        for field in fields {
            let value = field.isSecret && field.form == .line ? values[field.name] : values[field.name].map(trimmed)
            if let value, !value.isEmpty {
                try field.check(value)
                kept[field.name] = value
            } else if field.isRequired {
                throw ConnectorFieldProblem(field.name, "is missing")
            } else if let standard = field.standard {
                kept[field.name] = standard
            }
        }
        return kept
    }

    private func check(_ value: String) throws(ConnectorFieldProblem) {
        let limit = form == .document ? Self.documentLimit : Self.lineLimit
        guard value.utf8.count <= limit else { throw problem("must have at most \(limit) bytes") }
        if form != .document, value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            throw problem("must be one line without control characters")
        }
        switch form {
        case .line: try checkLine(value)
        case .choice(let words):
            if !words.contains(value) { throw problem("must be one of \(words.joined(separator: ", "))") }
        case .port:
            guard let number = UInt16(value), number > 0, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw problem("must be a number from 1 to 65535")
            }
        case .origin: try checkOrigin(value)
        case .document:
            // Where it cannot be read is of no help to who pastes a file.
            guard let parsed = try? JSONParser.parse(Array(value.utf8)), parsed.objectValue != nil else {
                throw problem("must be a JSON object, the whole of the key file")
            }
        }
    }

    /// What stands in addresses has to be a name alone.
    private func checkLine(_ value: String) throws(ConnectorFieldProblem) {
        let forbidden: String
        switch name {
        case "bucket", "region": forbidden = "/\\:?#@ %"
        case "server": forbidden = "/\\?#@ %"
        case "share": forbidden = "/\\:?#%"
        case "username", "domain": forbidden = "/\\;%"
        default: return
        }
        if let first = value.first(where: forbidden.contains) {
            let shown = first == " " ? "spaces" : "“\(first)”"
            throw problem("must be a name alone, without \(shown)")
        }
        if name == "bucket" || name == "share", value.allSatisfy({ $0 == "." }) { throw problem("must be a name") }
    }

    private func checkOrigin(_ value: String) throws(ConnectorFieldProblem) {
        let rest =
            value.hasPrefix("https://") ? value.dropFirst(8) : value.hasPrefix("http://") ? value.dropFirst(7) : ""
        let host = rest.hasSuffix("/") ? rest.dropLast() : rest
        guard !host.isEmpty, !host.contains(where: { "/?#@ \\%".contains($0) }) else {
            throw problem("must be http:// or https:// with a host, and no path behind it")
        }
    }

    private func problem(_ text: String) -> ConnectorFieldProblem { ConnectorFieldProblem(name, text) }

    private static func trimmed(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
