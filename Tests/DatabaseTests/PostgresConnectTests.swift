import TestDatabases
import TestSupport
import Testing

@testable import Database

/// Why there is no connection, in words that help and do not give the password away.
@Suite("PostgreSQL: connecting", .timeLimit(.minutes(4)))
struct PostgresConnectTests {
    @Test("A database that does not exist, and one that nobody serves")
    func problems() async throws {
        try await PostgresFixture.run { fixture in
            let missing = fixture.url.replacing(/\/test_[0-9]+/, with: "/no_such_database")
            #expect(problem(missing)?.message.contains("\"no_such_database\" does not exist") == true)
            guard case .noDatabase = problem(missing) else {
                Issue.record("\(String(describing: problem(missing)))"); return
            }
            let stranger = fixture.url.replacing("safelight@", with: "stranger:hush@")
            guard case .refused(let detail) = problem(stranger) else {
                Issue.record("no refusal")
                return
            }
            #expect(detail.contains("stranger") && !detail.contains("hush"))
        }
        let folder = try TemporaryFolder()
        let nobody = "postgres://ann:hush@\(folder.path.replacing("/", with: "%2F"))/safelight"
        guard case .unreachable(let detail) = problem(nobody) else {
            Issue.record("somebody answered")
            return
        }
        #expect(detail.contains(folder.path) && !detail.contains("hush"))
    }

    @Test(
        "An address that cannot be read is told without what it holds",
        arguments: [
            "postgres://ann:hush@host:port/db", "postgres://ann:hu:sh@host:99999/db", "mysql://ann:hush@host/db", "",
            "postgres://ann:hu/sh@host/db", "postgres://ann:hu@sh@host/db",
            "postgres://ann:hu#sh@host/db", "postgres://ann:hu%zzsh@host/db",
            "postgres://ann:hush@host/db?nonsense=hush",
        ])
    func addresses(_ url: String) {
        let error = #expect(throws: DatabaseError.self) { try PostgresDatabase(PostgresConfiguration(url: url)) }
        guard case .unavailable(.address(let detail)) = error else {
            Issue.record("\(String(describing: error))"); return
        }
        #expect(!detail.isEmpty && !detail.contains("hu") && !detail.contains("sh@"))
        #expect(error?.mend.contains("percent") == true || error?.mend.contains("%40") == true)
    }

    @Test("A closure waits while the server is away, and then says so")
    func away() async throws {
        let folder = try TemporaryFolder()
        let url = "postgres://ann@\(folder.path.replacing("/", with: "%2F"))/safelight"
        let database = try PostgresDatabase(PostgresConfiguration(url: url, waitTimeout: .milliseconds(100)))
        let error = await #expect(throws: DatabaseError.self) { _ = try await Note.names(in: database) }
        #expect(error?.code == "database_unavailable")
        try await database.close()
    }

    @Test(
        "libpq's verbose messages become problems",
        arguments: [
            (
                "FATAL:  28P01: password authentication failed for user \"x\"\nLOCATION:  auth_failed, auth.c:326\n",
                "refused"
            ),
            ("x: FATAL:  3D000: database \"y\" does not exist\nLOCATION:  a, b.c:1\n", "noDatabase"),
            ("FATAL:  53300: sorry, too many clients already\n", "tooManyConnections"),
            ("FATAL:  57P03: the database system is starting up\n", "notReady"),
            ("could not connect to server: Connection refused\n", "unreachable"),
            ("fe_sendauth: no password supplied\n", "refused"),
            ("SSL error: certificate verify failed\n", "unreachable"),
        ])
    func messages(_ message: String, _ expected: String) {
        let problem = ConnectionProblem(message: message)
        #expect("\(problem)".hasPrefix(expected))
        #expect(!problem.message.contains("LOCATION") && !problem.message.contains("\n"))
    }

    @Test(
        "PostgreSQL's codes become our errors",
        arguments: [
            ("23505", .constraint(kind: .unique, detail: "m")), ("23503", .constraint(kind: .foreignKey, detail: "m")),
            ("23502", .constraint(kind: .notNull, detail: "m")), ("23514", .constraint(kind: .check, detail: "m")),
            ("53100", .full), ("25006", .readOnly), ("57014", .timeout), ("55P03", .busy), ("40001", .busy),
            ("57P01", .unavailable(.lost("m"))), ("08006", .unavailable(.lost("m"))),
            ("42601", .other(code: "PostgreSQL error 42601", message: "m")),
        ] as [(String, DatabaseError)])
    func codes(_ state: String, _ expected: DatabaseError) {
        #expect(PostgresFailure(sqlState: state, message: "m", detail: nil, raisedBy: nil).error == expected)
    }

    private func problem(_ url: String) -> ConnectionProblem? {
        let error = #expect(throws: DatabaseError.self) {
            try PostgresSession.connect(PostgresConfiguration(url: url))
        }
        if case .unavailable(let problem) = error { return problem }
        return nil
    }
}
