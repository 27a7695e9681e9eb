import Database

/// Notes what is asked of a connection.
final class StatementRecorder: SQLConnection {
    private let tx: any SQLConnection
    private(set) var statements: [(sql: String, arguments: [any SQLValueConvertible])] = []
    var dialect: Dialect { tx.dialect }

    init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    func execute(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> Int {
        try tx.execute(sql, arguments)
    }

    func query(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> [SQLRow] {
        statements.append((sql, arguments))
        return try tx.query(sql, arguments)
    }
}
