import CLibPQ

/// A statement's text as PostgreSQL takes it, and the names under which one session has prepared it.
final class PostgresStatement {
    /// A prepared form of the text, for one set of parameter types.
    struct Variant {
        let name: String
        let types: [Oid]

        /// Whether arguments of these types may go with it; a NULL (0) goes with any type.
        func takes(_ arguments: [Oid]) -> Bool {
            for (type, argument) in zip(types, arguments) where argument != 0 && argument != type { return false }
            return true
        }
    }

    /// The text, with `$1` for `?1`.
    let text: String
    /// The highest number of a placeholder.
    let parameterCount: Int
    /// The first word, in capitals, if it would begin, end or divide a transaction.
    let transactionControl: String?
    /// The forms that are prepared.
    var variants: [Variant] = []

    init(_ sql: String) throws(DatabaseError) {
        let placeholders = try PostgresPlaceholders(sql)
        text = placeholders.text
        parameterCount = placeholders.count
        let word = sql.drop { $0.isWhitespace }.prefix { $0.isLetter }.uppercased()
        transactionControl = Self.controls.contains(word) ? word : nil
    }

    /// A statement of our own that begins or ends a transaction, or the like; it has no placeholders.
    init(control sql: String) {
        text = sql
        parameterCount = 0
        transactionControl = nil
    }

    private static let controls: Set = [
        "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE",
    ]
}
