/// What a statement on PostgreSQL ended with, and whether the closure may be run again for it.
struct PostgresFailure: Error {
    /// What may follow.
    enum Kind {
        /// The closure's own doing: it is the caller's to know.
        case statement
        /// Others changed the same rows at the same time; PostgreSQL undid this one so that it can be run again.
        case conflict
        /// A unique index or a reference forbids the change, maybe because of a row that another closure committed after
        /// this one had looked for it. Run again, the closure sees that row, as it would have with one writer at a time.
        case constraint
        /// The connection is gone, and with it the transaction.
        case lost
        /// A prepared statement is no longer what it was: a table was changed, or the session was reset.
        case stale
    }

    let kind: Kind
    let error: DatabaseError

    /// A statement's error, with nothing more to it.
    init(_ error: DatabaseError, kind: Kind = .statement) {
        self.kind = kind
        self.error = error
    }

    /// The connection went away.
    static func lost(_ detail: String) -> PostgresFailure {
        PostgresFailure(.unavailable(.lost(detail)), kind: .lost)
    }
}

extension PostgresFailure {
    /// The failure for an error's SQLSTATE, its text, and the function of PostgreSQL that raised it.
    ///
    /// Source: PostgreSQL, *Appendix A. Error Codes*.
    init(sqlState: String, message: String, detail: String?, raisedBy function: String?) {
        let text = [message, detail].compactMap(\.self).joined(separator: ": ")
        switch sqlState {
        case "40001", "40P01": self.init(.busy, kind: .conflict)
        case "57P01", "57P02", "57P03", "57P04", "57P05", "25P03": self = .lost(message)
        case let state where state.hasPrefix("08"): self = .lost(message)
        case "23505", "23503": self.init(DatabaseError(sqlState: sqlState, message: text), kind: .constraint)
        case "26000": self.init(.other(code: sqlState, message: message), kind: .stale)
        case "0A000" where function == "RevalidateCachedQuery":
            self.init(.other(code: sqlState, message: message), kind: .stale)
        default: self.init(DatabaseError(sqlState: sqlState, message: text))
        }
    }
}

extension DatabaseError {
    /// Our error for an SQLSTATE that running the closure again does not mend.
    init(sqlState: String, message: String) {
        switch sqlState {
        case "23505", "23P01": self = .constraint(kind: .unique, detail: message)
        case "23503", "23001": self = .constraint(kind: .foreignKey, detail: message)
        case "23502": self = .constraint(kind: .notNull, detail: message)
        case "23514", "22021": self = .constraint(kind: .check, detail: message)
        case "53100": self = .full
        case "25006": self = .readOnly
        case "55P03": self = .busy
        case "57014": self = .timeout
        case "XX001", "XX002": self = .corrupt
        default: self = .other(code: "PostgreSQL error \(sqlState)", message: message)
        }
    }
}
