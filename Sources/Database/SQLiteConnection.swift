import GRDB
import GRDBSQLite

/// GRDB's connection as an ``SQLConnection``, for one transaction that has been begun.
///
/// Statements are prepared and kept by GRDB, but bound and stepped here: GRDB ends a text at its first U+0000.
final class SQLiteConnection: SQLConnection {
    let dialect = Dialect.sqlite
    /// The error that ended the transaction before its time, if one did.
    private(set) var ended: DatabaseError?
    private let database: GRDB.Database

    init(_ database: GRDB.Database) {
        self.database = database
    }

    /// Whether the transaction is still there. A full disk, for one, ends it whole, savepoints and all.
    var isInTransaction: Bool { database.isInsideTransaction }

    func execute(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> Int {
        try checkTransaction(sql)
        let before = database.totalChangesCount
        try run(sql, arguments) { _ in }
        // A statement that changes no rows leaves the count of the one before it.
        return database.totalChangesCount == before ? 0 : database.changesCount
    }

    func query(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> [SQLRow] {
        try checkTransaction(sql)
        var rows: [SQLRow] = []
        var columns: [String] = []
        try run(sql, arguments) { statement in
            if rows.isEmpty { columns = SQLiteStatement.columns(statement) }
            rows.append(SQLRow(columns: columns, values: SQLiteStatement.values(statement)))
        }
        return rows
    }

    /// Runs a statement that begins, ends or divides the transaction.
    func control(_ sql: String) throws(DatabaseError) {
        try run(sql, []) { _ in }
    }

    /// Once the transaction has ended early, a statement would be a commit of its own: none runs then.
    private func checkTransaction(_ sql: String) throws(DatabaseError) {
        guard isInTransaction else {
            throw ended ?? .other(code: "SQLITE_ABORT", message: "the transaction is over")
        }
        let keyword = Self.firstWord(of: sql)
        if Self.control.contains(keyword) {
            throw .other(code: "SQLITE_MISUSE", message: "\(keyword) is not allowed in a closure")
        }
    }

    private static let control: Set = ["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"]

    /// In upper case; by bytes, as this runs for every statement.
    private static func firstWord(of sql: String) -> String {
        let start = sql.utf8.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let word = start.prefix { (0x41...0x5A).contains($0 & 0xDF) }
        return String(decoding: word.map { $0 & 0xDF }, as: UTF8.self)
    }

    private func run(
        _ sql: String, _ arguments: [any SQLValueConvertible], _ eachRow: (OpaquePointer) -> Void
    ) throws(DatabaseError) {
        let hadTransaction = isInTransaction
        do {
            // Held here as well, for GRDB may empty its cache.
            let prepared = try database.cachedStatement(sql: sql)
            try withExtendedLifetime(prepared) {
                try step(prepared.sqliteStatement, arguments, eachRow)
            }
        } catch {
            let error = DatabaseError(sqlite: error)
            if hadTransaction && !isInTransaction && ended == nil { ended = error }
            throw error
        }
    }

    private func step(
        _ statement: OpaquePointer, _ arguments: [any SQLValueConvertible], _ eachRow: (OpaquePointer) -> Void
    ) throws(DatabaseError) {
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        let expected = Int(sqlite3_bind_parameter_count(statement))
        guard expected == arguments.count else {
            throw .other(
                code: "SQLITE_MISUSE", message: "\(arguments.count) arguments for a statement that takes \(expected)")
        }
        for (index, argument) in arguments.enumerated() {
            let code = SQLiteStatement.bind(argument.sqlValue, to: statement, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw failure(code) }
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: eachRow(statement)
            case SQLITE_DONE: return
            case let code: throw failure(code)
            }
        }
    }

    private func failure(_ code: Int32) -> DatabaseError {
        let connection = database.sqliteConnection
        return DatabaseError(
            sqliteCode: code, message: String(cString: sqlite3_errmsg(connection)),
            systemError: sqlite3_system_errno(connection))
    }
}
