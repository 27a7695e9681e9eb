import Domain

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

    private static func trim(_ text: String) -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        let front = text.drop(while: isSpace)
        return String(front.reversed().drop(while: isSpace).reversed())
    }
}
