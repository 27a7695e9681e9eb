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

    func json(_ column: String) throws -> JSONValue {
        try JSONColumn.decode(try text(column), column)
    }

    func optionalJSON(_ column: String) throws -> JSONValue? {
        try optionalText(column).map { try JSONColumn.decode($0, column) }
    }

    func json(_ column: String) throws -> [String: JSONValue] {
        guard case .object(let members) = try json(column) as JSONValue else { throw JSONColumn.unreadable(column) }
        return members
    }

    func json(_ column: String) throws -> [JSONValue] {
        guard case .array(let elements) = try json(column) as JSONValue else { throw JSONColumn.unreadable(column) }
        return elements
    }

    func json(_ column: String) throws -> [String] {
        try (json(column) as [JSONValue]).map { element in
            guard case .string(let text) = element else { throw JSONColumn.unreadable(column) }
            return text
        }
    }
}
