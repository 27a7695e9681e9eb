import Domain
import Wire

/// Bounds of texts that people and agents send.
enum FieldRules {
    /// A name for people: 1–200 characters besides surrounding space, no control characters.
    static func name(_ text: String, field: String) throws -> String {
        try FieldRules.text(text, field: field, upTo: 200)
    }

    /// A text of one line.
    static func text(_ text: String, field: String, upTo limit: Int) throws -> String {
        let trimmed = trim(text)
        guard !trimmed.isEmpty else { throw CoordinatorError.invalidField(field, "must not be empty") }
        guard trimmed.count <= limit else {
            throw CoordinatorError.invalidField(field, "must have at most \(limit) characters")
        }
        guard trimmed.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw CoordinatorError.invalidField(field, "must be one line without control characters")
        }
        return trimmed
    }

    /// A list of words such as capabilities: at most 1,000 of at most 200 characters.
    static func words(_ words: [String], field: String) throws -> [String] {
        guard words.count <= 1000 else { throw CoordinatorError.invalidField(field, "must have at most 1,000 entries") }
        for (index, word) in words.enumerated() {
            guard (1...200).contains(word.utf8.count), word.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
                throw CoordinatorError.invalidField(
                    "\(field)[\(index)]", "must be a word of 1–200 bytes without spaces")
            }
        }
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }

    private static let platforms = Set(
        ["linux", "darwin", "windows"].flatMap { system in ["amd64", "arm64"].map { "\(system)-\($0)" } })

    /// `linux|darwin|windows` and `-amd64|-arm64` (protocol.md, *Secrets*).
    static func platform(_ text: String) throws -> String {
        guard platforms.contains(text) else {
            throw CoordinatorError.invalidField("platform", "must be linux, darwin or windows with -amd64 or -arm64")
        }
        return text
    }

    /// A SHA-256 in bare lower-case hex.
    static func checksum(_ text: String, field: String) throws -> String {
        guard Checksum(hex: text) != nil else {
            throw CoordinatorError.invalidField(field, "must be a SHA-256 in lower-case hex")
        }
        return text
    }

    /// Paths on an agent's machine: at most 1,000 of at most 4,096 bytes.
    static func paths(_ paths: [String], field: String) throws -> [String] {
        guard paths.count <= 1000 else { throw CoordinatorError.invalidField(field, "must have at most 1,000 entries") }
        for (index, path) in paths.enumerated() where !(1...4096).contains(path.utf8.count) {
            throw CoordinatorError.invalidField("\(field)[\(index)]", "must be a path of 1-4,096 bytes")
        }
        return paths
    }

    private static func trim(_ text: String) -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        let front = text.drop(while: isSpace)
        return String(front.reversed().drop(while: isSpace).reversed())
    }
}
