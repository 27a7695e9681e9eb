/// One value as a database keeps it: the five storage classes that SQLite and PostgreSQL have in common.
public enum SQLValue: Hashable, Sendable {
    /// No value.
    case null
    /// A signed 64-bit number; truth values are 0 and 1.
    case integer(Int64)
    /// A 64-bit floating-point number.
    case real(Double)
    /// Text in UTF-8. SQLite keeps U+0000 inside a text; PostgreSQL refuses it.
    case text(String)
    /// Bytes, possibly none.
    case blob([UInt8])
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// A number.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// No value.
    public init(nilLiteral: ()) { self = .null }
}

extension SQLValue {
    /// What kind of value this is, in words for an error message; never the value itself, which may be a secret.
    var kind: String {
        switch self {
        case .null: "NULL"
        case .integer: "an integer"
        case .real: "a real number"
        case .text: "a text"
        case .blob: "a blob"
        }
    }
}
