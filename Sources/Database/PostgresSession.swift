import CLibPQ
import Foundation

/// One connection to PostgreSQL, which blocks the thread that uses it. It is for one thread.
///
/// Statements are sent in libpq's pipeline mode: those that are sent before ``collect()`` make one round trip together.
/// Prepared statements are kept by their text for as long as the connection lasts.
public final class PostgresSession {
    /// More prepared statements than this are forgotten, so that texts that are made up at run time cannot fill the
    /// server's memory.
    private static let keptStatements = 500

    let connection: OpaquePointer
    private let patience: Duration
    private var statements: [String: PostgresStatement] = [:]
    /// Those that begin and end transactions, apart from the closures' own, which may not.
    private var controls: [String: PostgresStatement] = [:]
    private var preparedCount = 0
    private var nameCount = 0
    /// What was sent and not yet answered, with the name of what it prepares.
    private var pending: [String?] = []
    private(set) var isLost = false

    /// Takes over a connection that is open and in pipeline mode.
    init(_ connection: OpaquePointer, patience: Duration) {
        self.connection = connection
        self.patience = patience
    }

    deinit { PQfinish(connection) }

    /// The text as a statement, rewritten for PostgreSQL.
    func statement(_ sql: String) throws(DatabaseError) -> PostgresStatement {
        if let known = statements[sql] { return known }
        let statement = try PostgresStatement(sql)
        statements[sql] = statement
        return statement
    }

    /// Sends a statement, which is prepared first if it is not yet, or not at all if that is not wanted.
    func send(
        _ statement: PostgresStatement, _ arguments: PostgresArguments, isPrepared: Bool = true
    ) throws(PostgresFailure) {
        guard isPrepared else {
            let isSent = arguments.withPointers { count, values, lengths, formats in
                PQsendQueryParams(connection, statement.text, count, arguments.types, values, lengths, formats, 1)
            }
            return try noteSent(isSent, preparing: nil)
        }
        let known = statement.variants.first { $0.takes(arguments.types) }
        let variant = if let known { known } else { try prepare(statement, arguments.types) }
        let isSent = arguments.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(connection, variant.name, count, values, lengths, formats, 1)
        }
        try noteSent(isSent, preparing: nil)
    }

    /// Sends what begins or ends a transaction.
    func send(control sql: String) throws(PostgresFailure) {
        let statement = controls[sql] ?? PostgresStatement(control: sql)
        controls[sql] = statement
        try send(statement, .none)
    }

    private func prepare(
        _ statement: PostgresStatement, _ types: [Oid]
    ) throws(PostgresFailure) -> PostgresStatement.Variant {
        nameCount += 1
        preparedCount += 1
        let variant = PostgresStatement.Variant(name: "s\(nameCount)", types: types)
        let isSent = PQsendPrepare(connection, variant.name, statement.text, Int32(types.count), types)
        try noteSent(isSent, preparing: variant.name)
        statement.variants.append(variant)
        return variant
    }

    private func noteSent(_ isSent: Int32, preparing name: String?) throws(PostgresFailure) {
        guard isSent == 1 else { throw lost() }
        pending.append(name)
    }

    /// Ends the batch of what was sent and has it on its way, so that the answers can be collected later.
    func flush() throws(PostgresFailure) {
        guard PQpipelineSync(connection) == 1 else { throw lost() }
    }

    /// Sends what waits, and returns the answer to the last of it once all are there.
    ///
    /// Throws the first error; what was sent behind it has not been run.
    func collect(isFlushed: Bool = false) throws(PostgresFailure) -> PostgresResult? {
        if !isFlushed { try flush() }
        let expected = pending
        pending = []
        var last: PostgresResult?
        var failure: PostgresFailure?
        for prepared in expected {
            let result = try nextResult()
            switch result.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: last = result
            default:
                if let prepared { forget(prepared) }
                if result.status != PGRES_PIPELINE_ABORTED && failure == nil { failure = self.failure(result) }
            }
            if failure?.kind == .lost { break }
            try endOfResults()
        }
        if let failure, failure.kind == .lost {
            isLost = true
            throw failure
        }
        _ = try nextResult()
        if let failure { throw failure }
        return last
    }

    /// Forgets all prepared statements, here and on the server.
    func forgetStatements() throws(PostgresFailure) {
        // The objects may be in use just now.
        for statement in statements.values { statement.variants = [] }
        statements = [:]
        controls = [:]
        preparedCount = 0
        // Not prepared itself, or it would deallocate what it is run from.
        try send(PostgresStatement(control: "DEALLOCATE ALL"), PostgresArguments.none, isPrepared: false)
        // By itself: what begins a transaction must be the first statement of a batch.
        _ = try collect()
    }

    /// Forgets them if there are too many.
    func limitStatements() throws(PostgresFailure) {
        if preparedCount > Self.keptStatements { try forgetStatements() }
    }

    private func forget(_ name: String) {
        preparedCount -= 1
        for statement in statements.values { statement.variants.removeAll { $0.name == name } }
        for statement in controls.values { statement.variants.removeAll { $0.name == name } }
    }

    private func failure(_ result: PostgresResult) -> PostgresFailure {
        let message = result.diagnostic("M") ?? String(cString: PQerrorMessage(connection))
        guard let state = result.diagnostic("C") else { return lost() }
        return PostgresFailure(
            sqlState: state, message: message, detail: result.diagnostic("D"), raisedBy: result.diagnostic("R"))
    }

    // MARK: Waiting for the server

    private func nextResult() throws(PostgresFailure) -> PostgresResult {
        try waitForAnswer()
        guard let result = PQgetResult(connection) else { throw lost() }
        return PostgresResult(result)
    }

    private func endOfResults() throws(PostgresFailure) {
        try waitForAnswer()
        if let result = PQgetResult(connection) {
            PQclear(result)
            throw lost()
        }
    }

    private func waitForAnswer() throws(PostgresFailure) {
        while PQisBusy(connection) == 1 {
            guard PostgresSocket.wait(PQsocket(connection), for: POLLIN, atMost: patience) else {
                isLost = true
                throw .lost("it did not answer within \(patience)")
            }
            guard PQconsumeInput(connection) == 1 else { throw lost() }
        }
    }

    private func lost() -> PostgresFailure {
        isLost = true
        return .lost(ConnectionProblem.tidy(String(cString: PQerrorMessage(connection))))
    }

    /// Whether the server has not closed the connection since it was last used. Costs one system call.
    func isAlive() -> Bool {
        if isLost { return false }
        guard PostgresSocket.wait(PQsocket(connection), for: POLLIN, atMost: .zero) else { return true }
        if PQconsumeInput(connection) == 1, PQstatus(connection) == CONNECTION_OK, PQisBusy(connection) == 0 {
            // What came may have been the server's farewell, which is read as a result.
            return !PostgresSocket.isClosed(PQsocket(connection))
        }
        isLost = true
        return false
    }
}
