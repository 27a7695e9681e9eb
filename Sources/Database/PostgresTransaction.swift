/// A closure's transaction on one session. It begins together with the closure's first statement, in one round trip.
final class PostgresTransaction: SQLConnection {
    /// What the closure may do.
    enum Mode {
        /// Every statement sees what was committed before it; changes to a row wait for others that changed it.
        case write
        /// All statements see the same state.
        case read

        fileprivate var begin: String {
            switch self {
            case .write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            }
        }
    }

    let dialect = Dialect.postgres
    /// What a statement failed with. PostgreSQL takes no further statement then, whatever the closure makes of it.
    private(set) var failure: PostgresFailure?
    /// Whether the server may have carried out a commit that it did not confirm.
    private(set) var isOutcomeUnknown = false
    private let session: PostgresSession
    private let mode: Mode
    private let usesPrepared: Bool
    private var hasBegun = false

    init(_ session: PostgresSession, _ mode: Mode, usesPrepared: Bool) {
        self.session = session
        self.mode = mode
        self.usesPrepared = usesPrepared
    }

    func execute(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> Int {
        try run(sql, arguments)?.changedRows ?? 0
    }

    func query(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> [SQLRow] {
        try run(sql, arguments)?.rows() ?? []
    }

    private func run(_ sql: String, _ arguments: [any SQLValueConvertible]) throws(DatabaseError) -> PostgresResult? {
        if let failure { throw failure.error }
        let statement = try session.statement(sql)
        if let keyword = statement.transactionControl {
            throw .other(code: "misuse", message: "\(keyword) is not allowed in a closure")
        }
        guard statement.parameterCount == arguments.count else {
            throw .other(
                code: "misuse",
                message: "\(arguments.count) arguments for a statement that takes \(statement.parameterCount)")
        }
        let values = try PostgresArguments(arguments)
        do throws(PostgresFailure) {
            if !hasBegun {
                try session.limitStatements()
                try session.send(control: mode.begin)
                hasBegun = true
            }
            try session.send(statement, values, isPrepared: usesPrepared)
            return try session.collect()
        } catch {
            failure = error
            throw error.error
        }
    }

    /// Makes the closure's changes durable. Throws if they were not kept, or if nobody knows.
    func commit() throws(DatabaseError) {
        if let failure { throw failure.error }
        guard hasBegun else { return }
        do throws(PostgresFailure) {
            try session.send(control: "COMMIT")
            _ = try session.collect()
            hasBegun = false
        } catch {
            failure = error
            isOutcomeUnknown = error.kind == .lost
            throw isOutcomeUnknown ? .outcomeUnknown : error.error
        }
    }

    /// Sends the end of a closure that only read; ``endReading()`` waits for the answer, which the caller need not.
    func beginToEndReading() throws(DatabaseError) {
        if let failure { throw failure.error }
        guard hasBegun else { return }
        do throws(PostgresFailure) {
            try session.send(control: "COMMIT")
            try session.flush()
        } catch {
            failure = error
        }
    }

    /// Waits until the session can be used for something else.
    func endReading() {
        guard hasBegun, failure == nil else { return }
        // `try?`: the answer was given already; a session that was lost here says so by itself.
        _ = try? session.collect(isFlushed: true)
        hasBegun = false
    }

    /// Undoes what the closure did, so that the session can be used for something else.
    func rollback() {
        guard hasBegun, !session.isLost else { return }
        // `try?`: where it fails the session is lost, and the server undoes the transaction by itself.
        try? session.send(control: "ROLLBACK")
        _ = try? session.collect()
        hasBegun = false
    }
}
