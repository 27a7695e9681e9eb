/// What a person typed into a form, and what is wrong with it; empty for a fresh form.
struct FormState: Hashable, Sendable {
    /// What was typed, by field.
    var values: [String: String] = [:]
    /// What is wrong and how to mend it, by field.
    var errors: [String: String] = [:]
    /// What is wrong with the whole.
    var message: String?

    /// Whether it may be acted upon.
    var isValid: Bool { errors.isEmpty && message == nil }

    /// What was typed into a field, without the spaces around it; empty where nothing was.
    subscript(field: String) -> String {
        get { (values[field] ?? "").trimmed }
        set { values[field] = newValue }
    }

    /// Complains about a field that was left empty.
    mutating func require(_ field: String, _ complaint: String) {
        if self[field].isEmpty { errors[field] = complaint }
    }
}

extension StringProtocol {
    /// The text without the spaces around it.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
