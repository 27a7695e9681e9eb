/// One row of a query's result. Columns go by name; of two with the same name the left one is found.
///
/// The typed getters throw ``DatabaseError/column(name:problem:)`` if the column is missing, is NULL
/// (but for the optional ones), or is of another type.
public struct SQLRow: Sendable {
    /// The names of the columns, from left to right.
    public let columns: [String]
    /// The values, in the order of ``columns``.
    public let values: [SQLValue]

    init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value of a column, or nil if the row has no column of that name.
    public subscript(_ column: String) -> SQLValue? {
        columns.firstIndex(of: column).map { values[$0] }
    }

    /// A text.
    public func text(_ column: String) throws -> String { try required(column, optionalText(column)) }

    /// A text, or nil where the column is NULL.
    public func optionalText(_ column: String) throws -> String? {
        switch try value(column) {
        case .null: nil
        case .text(let text): text
        case let other: throw mismatch(column, "a text", other)
        }
    }

    /// An integer.
    public func integer(_ column: String) throws -> Int64 { try required(column, optionalInteger(column)) }

    /// An integer, or nil where the column is NULL.
    public func optionalInteger(_ column: String) throws -> Int64? {
        switch try value(column) {
        case .null: nil
        case .integer(let integer): integer
        case let other: throw mismatch(column, "an integer", other)
        }
    }

    /// A truth value, kept as the integer 0 or 1; any other integer is an error.
    public func bool(_ column: String) throws -> Bool { try required(column, optionalBool(column)) }

    /// A truth value, or nil where the column is NULL.
    public func optionalBool(_ column: String) throws -> Bool? {
        switch try optionalInteger(column) {
        case nil: nil
        case 0: false
        case 1: true
        default: throw DatabaseError.column(name: column, problem: "must be 0 or 1")
        }
    }

    /// A real number; an integer is taken as one.
    public func real(_ column: String) throws -> Double { try required(column, optionalReal(column)) }

    /// A real number, or nil where the column is NULL.
    public func optionalReal(_ column: String) throws -> Double? {
        switch try value(column) {
        case .null: nil
        case .real(let real): real
        case .integer(let integer): Double(integer)
        case let other: throw mismatch(column, "a real number", other)
        }
    }

    /// A blob.
    public func blob(_ column: String) throws -> [UInt8] { try required(column, optionalBlob(column)) }

    /// A blob, or nil where the column is NULL.
    public func optionalBlob(_ column: String) throws -> [UInt8]? {
        switch try value(column) {
        case .null: nil
        case .blob(let bytes): bytes
        case let other: throw mismatch(column, "a blob", other)
        }
    }

    private func value(_ column: String) throws -> SQLValue {
        guard let value = self[column] else {
            throw DatabaseError.column(name: column, problem: "is not part of the result")
        }
        return value
    }

    private func required<Value>(_ column: String, _ value: Value?) throws -> Value {
        guard let value else { throw DatabaseError.column(name: column, problem: "is NULL") }
        return value
    }

    private func mismatch(_ column: String, _ expected: String, _ found: SQLValue) -> DatabaseError {
        .column(name: column, problem: "is \(found.kind), not \(expected)")
    }
}
