import Database
import Synchronization

/// What was asked of a database.
final class StatementCounter: Sendable {
    struct Counts: Hashable, Sendable {
        var reads = 0
        var writes = 0
        var statements = 0
    }

    private let counts = Mutex(Counts())

    func note(_ change: (inout Counts) -> Void) {
        counts.withLock { change(&$0) }
    }

    /// What a piece of work asks.
    func counting(_ work: () async throws -> Void) async rethrows -> Counts {
        counts.withLock { $0 = Counts() }
        try await work()
        return counts.withLock { $0 }
    }
}

/// A database that counts what is asked of it.
struct CountingDatabase: SQLDatabase {
    private let database: any SQLDatabase
    private let counter: StatementCounter
    var dialect: Dialect { database.dialect }

    init(_ database: any SQLDatabase, _ counter: StatementCounter) {
        self.database = database
        self.counter = counter
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        counter.note { $0.writes += 1 }
        return try await database.write { [counter] tx in try body(Connection(tx: tx, counter: counter)) }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        counter.note { $0.reads += 1 }
        return try await database.read { [counter] tx in try body(Connection(tx: tx, counter: counter)) }
    }

    func close() async throws { try await database.close() }

    private struct Connection: SQLConnection {
        let tx: any SQLConnection
        let counter: StatementCounter
        var dialect: Dialect { tx.dialect }

        func execute(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> Int {
            counter.note { $0.statements += 1 }
            return try tx.execute(sql, arguments)
        }

        func query(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> [SQLRow] {
            counter.note { $0.statements += 1 }
            return try tx.query(sql, arguments)
        }
    }
}
