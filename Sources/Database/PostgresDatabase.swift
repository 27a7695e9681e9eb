/// A database on a PostgreSQL server, version 12 or later, through a pool of connections.
///
/// Each connection blocks a thread of its own. `write` runs at READ COMMITTED: a statement sees what was committed before
/// it began, so what a closure read may have changed when it writes. Stores compare and set, lock what they read
/// (`FOR UPDATE`), or leave it to a unique index: a closure that violates one is run once more, and then sees the row that
/// it ran into. A closure that PostgreSQL undid because of a deadlock, or whose connection went away before `COMMIT` was
/// sent, is run again. Where the connection went away after that, the caller
/// gets ``DatabaseError/outcomeUnknown``: to find out what became of the commit would cost a round trip in every
/// transaction, and all callers must live with a lost answer anyway, as the client's connection may break just as well.
public final class PostgresDatabase: SQLDatabase {
    /// PostgreSQL.
    public let dialect = Dialect.postgres

    private let pool: PostgresPool

    /// A database that is reached when there is work for it.
    ///
    /// - Throws: ``DatabaseError/unavailable(_:)`` if its address cannot be read.
    public init(_ configuration: PostgresConfiguration) throws {
        try PostgresAddress.check(configuration.url)
        pool = PostgresPool(configuration)
    }

    deinit { pool.shut() }

    /// What the connections do and have done.
    public var statistics: PostgresStatistics { pool.figures }

    /// See ``SQLDatabase``.
    @discardableResult
    public func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        try await run(.write, body)
    }

    /// See ``SQLDatabase``.
    public func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        try await run(.read, body)
    }

    /// See ``SQLDatabase``.
    public func close() async throws {
        await pool.close()
    }

    private func run<T: Sendable>(
        _ mode: PostgresTransaction.Mode, _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        let ticket = PostgresTicket(pool)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, any Error>) in
                if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                let work = PostgresWork(
                    deadline: .now + pool.configuration.waitTimeout, mode: mode,
                    run: { connection in
                        let value = try body(connection)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) })
                if let number = pool.add(work) { ticket.hold(number) }
            }
        } onCancel: {
            ticket.cancel()
        }
    }
}
