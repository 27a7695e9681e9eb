import TestDatabases
import Testing

@testable import Database

/// What is particular to PostgreSQL.
@Suite("PostgreSQL database", .timeLimit(.minutes(4)))
struct PostgresDatabaseTests {
    @Test("Commits are durable, and closures see what others committed before each statement")
    func settings() async throws {
        try await PostgresFixture.run { fixture in
            let shown = try await fixture.database.write { tx in
                try ["synchronous_commit", "transaction_isolation", "client_encoding"].map { name in
                    try tx.first("SELECT current_setting(?1) AS value", [name])?.text("value")
                }
            }
            #expect(shown == ["on", "read committed", "UTF8"])
        }
    }

    @Test("A reading closure sees one state, whatever is committed meanwhile")
    func snapshot() async throws {
        try await PostgresFixture.run { fixture in
            let counts = try await fixture.database.read { tx in
                let before = try Note.names(tx).count
                try fixture.elsewhere("INSERT INTO note (name) VALUES ('a')")
                return [before, try Note.names(tx).count]
            }
            #expect(counts == [0, 0])
            #expect(try await Note.names(in: fixture.database) == ["a"])
        }
    }

    @Test("No connection is left in a transaction")
    func idle() async throws {
        try await PostgresFixture.run { fixture in
            _ = try await Note.names(in: fixture.database)
            await #expect(throws: DatabaseError.self) {
                try await fixture.database.write { try $0.execute("INSERT INTO note (name) VALUES (NULL)") }
            }
            _ = try await fixture.database.write { _ in }
            try await fixture.database.close()
            let open = try fixture.elsewhere(
                """
                SELECT count(*) AS n FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in%'
                """)
            #expect(try open.first?.integer("n") == 0)
        }
    }

    @Test("Sums and averages come as SQLite has them, also large and negative ones")
    func numerics() async throws {
        try await PostgresFixture.run { fixture in
            let rows = try await fixture.database.read { tx in
                try tx.query(
                    """
                    SELECT sum(n) AS s, avg(n) AS a, min(n) AS m, count(*) AS c, bool_or(n > 0) AS b
                    FROM (VALUES (CAST(?1 AS bigint)), (?2), (?3)) AS v (n)
                    """, [1 << 40, -30_000, 2])
            }
            let row = try #require(rows.first)
            #expect(try row.integer("s") == (1 << 40) - 29_998)
            let average = try row.real("a")
            #expect(abs(average - Double((1 << 40) - 29_998) / 3) < 0.001)
            #expect(try row.integer("m") == -30_000 && row.integer("c") == 3 && row.bool("b"))
        }
    }

    @Test(
        "Numbers of arbitrary precision",
        arguments: [
            ("0", .integer(0)), ("-1", .integer(-1)), ("10000", .integer(10_000)), ("120000000", .integer(120_000_000)),
            ("9223372036854775807", .integer(.max)), ("1e30", .real(1e30)), ("0.5", .real(0.5)),
            ("0.00000025", .real(2.5e-7)), ("-12345.678", .real(-12345.678)), ("20000.0", .real(20_000)),
        ] as [(String, SQLValue)])
    func numericDigits(_ text: String, _ expected: SQLValue) async throws {
        try await PostgresFixture.run { fixture in
            let value = try fixture.elsewhere("SELECT CAST(\(text) AS numeric) AS n").first?["n"]
            switch (value, expected) {
            case (.real(let found)?, .real(let wanted)): #expect(abs(found - wanted) <= abs(wanted) * 1e-12)
            default: #expect(value == expected)
            }
        }
    }

    @Test("A text with U+0000 is refused with words that say so, and nothing is stored")
    func zero() async throws {
        try await PostgresFixture.run { fixture in
            let error = await #expect(throws: DatabaseError.self) {
                try await fixture.database.write { try Note.insert("a\u{0}b", $0) }
            }
            #expect(error?.message.contains("U+0000") == true)
            let names = try await Note.names(in: fixture.database)
            #expect(names.isEmpty)
        }
    }

    @Test("A statement that was prepared before a table changed sees its new columns")
    func schemaChange() async throws {
        try await PostgresFixture.run({ $0.poolSize = 1 }) { fixture in
            let sql = "SELECT * FROM note"
            try await fixture.database.write { try Note.insert("a", $0) }
            let before = try await fixture.database.read { try $0.first(sql)?.columns.count }
            try fixture.elsewhere("ALTER TABLE note ADD COLUMN colour TEXT")
            let after = try await fixture.database.read { try $0.first(sql)?.columns.count }
            #expect(after == (before ?? 0) + 1)
            let inside = try await fixture.database.write { tx in
                let before = try tx.first(sql)?.columns.count
                try tx.execute("ALTER TABLE note ADD COLUMN taste TEXT")
                return [before, try tx.first(sql)?.columns.count]
            }
            #expect(inside == [after, (after ?? 0) + 1])
        }
    }

    @Test("A session that was reset by somebody prepares its statements again")
    func reset() async throws {
        try await PostgresFixture.run({ $0.poolSize = 1 }) { fixture in
            try await fixture.database.write { try Note.insert("a", $0) }
            try await fixture.database.write { _ = try $0.execute("DEALLOCATE ALL") }
            try await fixture.database.write { try Note.insert("b", $0) }
            #expect(try await Note.names(in: fixture.database) == ["a", "b"])
        }
    }

    @Test("More statements than are kept do no harm")
    func manyStatements() async throws {
        try await PostgresFixture.run({ $0.poolSize = 1 }) { fixture in
            for number in 0..<6 {
                let found = try await fixture.database.read { tx in
                    try (0..<100).map { try tx.first("SELECT \(number * 100 + $0) + ?1 AS n", [1])?.integer("n") ?? 0 }
                }
                #expect(found == (0..<100).map { Int64(number * 100 + $0 + 1) })
            }
            let kept = try await fixture.database.read {
                try $0.first("SELECT count(*) AS n FROM pg_prepared_statements")
            }
            #expect(try (kept?.integer("n") ?? 0) <= 610)
        }
    }

    @Test("A NULL goes with any type, and one statement takes values of several")
    func types() async throws {
        try await PostgresFixture.run { fixture in
            try await fixture.database.write { tx in
                let sql = "INSERT INTO note (name, weight, size) VALUES (?1, ?2, ?3)"
                try tx.execute(sql, ["a", SQLValue.null, 1])
                try tx.execute(sql, ["b", 1.5, SQLValue.null])
                try tx.execute(sql, ["c", 2, SQLValue.null])
            }
            let weights = try await fixture.database.read { tx in
                try tx.query("SELECT weight FROM note ORDER BY name").map { try $0.optionalReal("weight") }
            }
            #expect(weights == [nil, 1.5, 2])
        }
    }

    @Test("Notifications come to those who listen")
    func notifications() async throws {
        try await PostgresFixture.run { fixture in
            let listener = try PostgresSession.connect(PostgresConfiguration(url: fixture.url))
            try listener.run("LISTEN news")
            #expect(try listener.notifications(waitingAtMost: .zero) == [])
            try fixture.elsewhere("SELECT pg_notify(?1, ?2)", ["news", "Ærø"])
            let heard = try listener.notifications(waitingAtMost: .seconds(60))
            #expect(heard.map(\.channel) == ["news"] && heard.map(\.payload) == ["Ærø"])
            try fixture.killConnections()
            #expect(throws: DatabaseError.self) {
                while true { _ = try listener.notifications(waitingAtMost: .seconds(60)) }
            }
        }
    }
}
