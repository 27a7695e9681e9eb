/// A connection to the database, inside one transaction. It is valid only inside the closure that it is handed to.
///
/// Placeholders are `?1`, `?2`, … on every engine. A call takes exactly one statement, whose text should be a constant:
/// prepared statements are kept by their text, and values belong in the arguments. `BEGIN`, `COMMIT`, `ROLLBACK` and
/// savepoints are refused, as the transaction belongs to the database. Let errors out of the closure: PostgreSQL takes
/// no further statement in a transaction after one that failed (use `ON CONFLICT` where a conflict is expected).
public protocol SQLConnection {
    /// Where this engine's SQL differs.
    var dialect: Dialect { get }

    /// Runs a statement, and says how many rows it inserted, changed or deleted by itself (not by triggers or
    /// foreign keys).
    @discardableResult
    func execute(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> Int

    /// Runs a statement that returns rows, and returns all of them.
    func query(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> [SQLRow]
}

extension SQLConnection {
    /// Runs a statement that has no arguments.
    @discardableResult
    public func execute(_ sql: String) throws -> Int { try execute(sql, []) }

    /// Runs a statement without arguments that returns rows.
    public func query(_ sql: String) throws -> [SQLRow] { try query(sql, []) }

    /// The first row of a query, or nil if it has none. All rows are read, so say `LIMIT 1` where there may be many.
    public func first(_ sql: String, _ arguments: [any SQLValueConvertible] = []) throws -> SQLRow? {
        try query(sql, arguments).first
    }
}
