import CLibPQ
import Foundation

extension PostgresSession {
    /// The oldest server that is supported, as `server_version_num` has it. It must know `DELETE … RETURNING`, generated
    /// identities and `REINDEX CONCURRENTLY`, and still get corrections.
    static let oldestServer: Int32 = 120_000

    /// Opens a connection and sets it up; blocks for as long as that takes.
    ///
    /// - Throws: ``DatabaseError/unavailable(_:)``.
    public static func connect(_ configuration: PostgresConfiguration) throws(DatabaseError) -> PostgresSession {
        let connection = try open(configuration)
        // Twice what the server gives a statement: past that, it is not the statement that hangs.
        let session = PostgresSession(connection, patience: configuration.statementTimeout * 2)
        let version = PQserverVersion(connection)
        guard version >= oldestServer else { throw .unavailable(.tooOld(version: Int(version))) }
        try session.setUp(configuration)
        guard PQenterPipelineMode(connection) == 1 else {
            throw .unavailable(.lost("it does not take several statements at once"))
        }
        return session
    }

    /// Plans are kept with prepared statements, and many are made while a table is all but empty. Whole tables are then as
    /// cheap as an index, and stay so until the next ANALYZE, however large they have grown. All that this program asks
    /// for goes by indexes, so they are preferred whatever the statistics say.
    private static let preferIndexes = ["seqscan", "hashjoin", "mergejoin"].map { "SET enable_\($0) = off;" }
        .joined(separator: " ")

    private func setUp(_ configuration: PostgresConfiguration) throws(DatabaseError) {
        let timeout = Int((configuration.statementTimeout / .milliseconds(1)).rounded(.up))
        let result = PQexec(
            connection,
            """
            SET statement_timeout = \(timeout);
            SET synchronous_commit = on;
            SET default_transaction_isolation = 'read committed';
            SET default_transaction_read_only = off;
            \(Self.preferIndexes)
            SET jit = off;
            SET client_min_messages = error
            """)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw .unavailable(ConnectionProblem(libpq: connection))
        }
        PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
    }

    private static func open(_ configuration: PostgresConfiguration) throws(DatabaseError) -> OpaquePointer {
        try PostgresAddress.check(configuration.url)
        let settings = settings(configuration)
        guard let connection = CStrings.with(settings.map(\.0), settings.map(\.1), { PQconnectStartParams($0, $1, 1) })
        else { throw .unavailable(.unreachable("there is no memory for a connection")) }
        do throws(ConnectionProblem.Thrown) {
            // With the SQLSTATE in it, which libpq gives for a refused connection in no other way.
            PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
            PQsetNoticeReceiver(connection, { _, _ in }, nil)
            try finish(connection, atMost: configuration.connectTimeout)
        } catch {
            PQfinish(connection)
            throw .unavailable(error.problem)
        }
        return connection
    }

    private static func finish(
        _ connection: OpaquePointer, atMost limit: Duration
    ) throws(ConnectionProblem.Thrown) {
        let deadline = ContinuousClock.now + limit
        var events = POLLOUT
        guard PQstatus(connection) != CONNECTION_BAD else { throw .init(problem: ConnectionProblem(libpq: connection)) }
        while true {
            let left = deadline - .now
            guard PostgresSocket.wait(PQsocket(connection), for: Int32(events), atMost: left) else {
                throw .init(problem: .unreachable("no answer from \(name(connection)) within \(limit)"))
            }
            switch PQconnectPoll(connection) {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING: events = POLLIN
            case PGRES_POLLING_WRITING: events = POLLOUT
            default: throw .init(problem: ConnectionProblem(libpq: connection))
            }
        }
    }

    private static func name(_ connection: OpaquePointer) -> String {
        [PQhost(connection), PQport(connection)].compactMap { $0.map { String(cString: $0) } }.joined(separator: ":")
    }

    /// What comes before `dbname` gives way to what the address says, what comes behind does not.
    private static func settings(_ configuration: PostgresConfiguration) -> [(String, String)] {
        let patience = Int((configuration.connectTimeout / .milliseconds(1)).rounded(.up)) * 2
        return [
            ("application_name", "safelight"),
            // A server that vanished without a farewell is noticed in seconds rather than hours.
            ("keepalives_idle", "10"), ("keepalives_interval", "3"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "\(patience)"),
            ("dbname", configuration.url),
            ("client_encoding", "UTF8"),
        ]
    }
}

/// Arrays of C strings that end with a null.
enum CStrings {
    /// Lends out two lists as arrays of C strings.
    static func with<Result>(
        _ first: [String], _ second: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = [first, second].map { list in list.map { UnsafePointer(strdup($0)) } + [nil] }
        defer { for copy in copies.joined() { free(UnsafeMutablePointer(mutating: copy)) } }
        return body(copies[0], copies[1])
    }
}
