/// What can be an argument of an SQL statement. Identifiers and time stamps join by an extension where they are stored.
public protocol SQLValueConvertible {
    /// The value as the database keeps it.
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLValueConvertible {
    /// The value itself.
    public var sqlValue: SQLValue { self }
}

extension String: SQLValueConvertible {
    /// A text.
    public var sqlValue: SQLValue { .text(self) }
}

extension Int: SQLValueConvertible {
    /// An integer.
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLValueConvertible {
    /// An integer.
    public var sqlValue: SQLValue { .integer(self) }
}

extension Bool: SQLValueConvertible {
    /// The integer 0 or 1, on both engines.
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension Double: SQLValueConvertible {
    /// A real number.
    public var sqlValue: SQLValue { .real(self) }
}

extension [UInt8]: SQLValueConvertible {
    /// A blob.
    public var sqlValue: SQLValue { .blob(self) }
}

extension Optional: SQLValueConvertible where Wrapped: SQLValueConvertible {
    /// The wrapped value, or NULL.
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
