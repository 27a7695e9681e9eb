import Dispatch
import GRDB
import Synchronization

/// A database in one SQLite file: one writer whose waiting closures share a commit, and several readers beside it.
///
/// The file is in WAL mode with `synchronous=FULL`: what `write` has answered survives a power cut. Foreign keys are
/// enforced.
public final class SQLiteDatabase: SQLDatabase {
    /// SQLite.
    public let dialect = Dialect.sqlite

    let pool: DatabasePool
    private let queue: WriteQueue
    private let groupSize: Int
    private let counters = Mutex(WriteStatistics())

    /// Opens a database file, or makes it; its folder must exist.
    public convenience init(path: String, configuration: SQLiteConfiguration = SQLiteConfiguration()) throws {
        try self.init(path: path, configuration: configuration, onArrival: nil)
    }

    /// Opens a database that tells of each write that arrives and how many wait then.
    init(path: String, configuration: SQLiteConfiguration, onArrival: (@Sendable (Int) -> Void)?) throws {
        do {
            pool = try DatabasePool(path: path, configuration: Self.settings(configuration))
            // GRDB's pool sets NORMAL when it turns WAL on, and that may lose commits in a power cut.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw DatabaseError(sqlite: error)
        }
        queue = WriteQueue(onArrival: onArrival)
        groupSize = configuration.groupSize
    }

    /// What the writer has done so far.
    public var statistics: WriteStatistics {
        var statistics = counters.withLock { $0 }
        statistics.waiting = queue.count
        return statistics
    }

    /// See ``SQLDatabase``.
    @discardableResult
    public func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        let id = queue.makeID()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, any Error>) in
                let write = QueuedWrite(
                    id: id,
                    run: { connection in
                        let value = try body(connection)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) })
                let mustServe = queue.add(write)
                // The handler may have run before there was anything to cancel.
                if Task.isCancelled { queue.cancel(id) }
                if mustServe { serve() }
            }
        } onCancel: {
            queue.cancel(id)
        }
    }

    /// See ``SQLDatabase``.
    public func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        if queue.isClosed { throw DatabaseError.closed }
        do {
            return try await pool.read { try body(SQLiteConnection($0)) }
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(sqlite: error)
        } catch {
            // GRDB interrupts the statement of a cancelled read, which arrives here as an error of ours.
            try Task.checkCancellation()
            throw error
        }
    }

    /// See ``SQLDatabase``.
    public func close() async throws {
        guard queue.close() else { return }
        await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [self] database in
                while runGroup(database) {}
                continuation.resume()
            }
        }
        try await onThread { [pool] in try pool.close() }
    }

    /// Does blocking work on a thread that may be blocked.
    func onThread(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try work() }.mapError { DatabaseError(sqlite: $0) })
            }
        }
    }

    /// Has the writer take one group, and then the next, until none waits.
    private func serve() {
        pool.asyncWriteWithoutTransaction { [self] database in
            if runGroup(database) { serve() }
        }
    }

    /// Runs the writes that wait, up to a full group. False if there were none.
    private func runGroup(_ database: GRDB.Database) -> Bool {
        let group = queue.take(atMost: groupSize)
        if group.isEmpty { return false }
        let outcome = GroupCommit(database).run(group)
        counters.withLock { counters in
            counters.writes += group.count
            counters.commits += outcome.commits
            counters.splits += outcome.wasSplit ? 1 : 0
        }
        for answer in outcome.answers { answer() }
        return true
    }

    private static func settings(_ configuration: SQLiteConfiguration) -> Configuration {
        var settings = Configuration()
        settings.foreignKeysEnabled = true
        settings.maximumReaderCount = configuration.readers
        let seconds = Double(configuration.busyTimeout / .milliseconds(1)) / 1_000
        settings.busyMode = .timeout(seconds)
        return settings
    }
}
