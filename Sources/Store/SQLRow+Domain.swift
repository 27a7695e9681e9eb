import Database
import Domain

extension Timestamp: SQLValueConvertible {
    /// Milliseconds since the Unix epoch.
    public var sqlValue: SQLValue { .integer(milliseconds) }
}

extension Identifier: SQLValueConvertible {
    /// The text form.
    public var sqlValue: SQLValue { .text(description) }
}

extension SQLRow {
    func instant(_ column: String) throws -> Timestamp {
        Timestamp(milliseconds: try integer(column))
    }

    func optionalInstant(_ column: String) throws -> Timestamp? {
        try optionalInteger(column).map(Timestamp.init(milliseconds:))
    }

    func guid<Kind>(_ column: String) throws -> Identifier<Kind> {
        guard let guid = Identifier<Kind>(try text(column)) else {
            throw DatabaseError.column(name: column, problem: "holds no \(Kind.prefix) identifier")
        }
        return guid
    }

    func optionalGuid<Kind>(_ column: String) throws -> Identifier<Kind>? {
        try optionalText(column) == nil ? nil : try guid(column)
    }

    func word<Word: RawRepresentable<String>>(_ column: String) throws -> Word {
        guard let word = Word(rawValue: try text(column)) else {
            throw DatabaseError.column(name: column, problem: "holds a word that is unknown to this version")
        }
        return word
    }

    func optionalWord<Word: RawRepresentable<String>>(_ column: String) throws -> Word? {
        try optionalText(column) == nil ? nil : try word(column)
    }

    func int(_ column: String) throws -> Int {
        Int(try integer(column))
    }

    func json<Value: Decodable>(_ column: String) throws -> Value {
        try JSONColumn.decode(try text(column), column)
    }

    func optionalJSON<Value: Decodable>(_ column: String) throws -> Value? {
        try optionalText(column).map { try JSONColumn.decode($0, column) }
    }
}
