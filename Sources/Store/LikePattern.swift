/// Patterns for `lower(column) LIKE pattern ESCAPE '!'`, with the same meaning on every engine.
enum LikePattern {
    /// Fits what has the text in it, in whatever case as far as it is ASCII; nothing in the text has a meaning to `LIKE`.
    static func containing(_ text: String) -> String {
        "%\(text.map(folded).joined())%"
    }

    private static func folded(_ character: Character) -> String {
        if "%_!".contains(character) { return "!\(character)" }
        return character.isASCII ? character.lowercased() : String(character)
    }
}
