import Database
import TestDatabases
import TestSupport
import Testing

/// `LISTEN` and `NOTIFY` of a real PostgreSQL.
@Suite(.timeLimit(.minutes(5)))
struct PostgresNotificationsTests {
    private static func run(
        _ test: (PostgresNotifications, _ url: String, any SQLDatabase) async throws -> Void
    ) async throws {
        try await TestEngine.postgres.withPlace(hasTables: false) { place in
            let url = try #require(place.url)
            let database = try place.open()
            try await test(PostgresNotifications(PostgresConfiguration(url: url)), url, database)
            try await database.close()
        }
    }

    @Test func everybodyHearsEverythingInOrder() async throws {
        try await Self.run { channel, _, _ in
            let one = try await channel.open()
            let other = try await channel.open()
            let texts = (0..<200).map { "\($0) \u{1F98A} \"quoted\" \\ '" } + [String(repeating: "é", count: 3500)]
            try await one.send(Array(texts.prefix(100)))
            try await one.send(Array(texts.dropFirst(100)))
            try await other.send(["last"])
            for session in [one, other] {
                var heard: [String] = []
                for await text in session.texts {
                    if text == "last" { break }
                    heard.append(text)
                }
                #expect(heard == texts)
                session.close()
            }
        }
    }

    @Test func aSessionThatIsClosedEnds() async throws {
        try await Self.run { channel, _, _ in
            let session = try await channel.open()
            session.close()
            session.close()
            for await text in session.texts { Issue.record("\(text) was heard") }
            await #expect(throws: DatabaseError.self) { try await session.send(["too late"]) }
        }
    }

    @Test func aSessionThatIsKilledEndsAndAnotherCanBeOpened() async throws {
        try await Self.run { channel, _, database in
            let session = try await channel.open()
            try await session.send(["before"])
            try await database.write { tx in
                _ = try tx.query(
                    """
                    SELECT CAST(count(pg_terminate_backend(pid)) AS BIGINT) AS n FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE '%pg_notify%' AND pid <> pg_backend_pid()
                    """)
            }
            var heard: [String] = []
            for await text in session.texts { heard.append(text) }
            #expect(heard == ["before"])
            await #expect(throws: DatabaseError.self) { try await session.send(["after"]) }
            let next = try await channel.open()
            try await next.send(["again"])
            for await text in next.texts {
                #expect(text == "again")
                break
            }
            next.close()
        }
    }

    @Test func aTextThatIsTooLongIsRefusedAndEndsTheSession() async throws {
        try await Self.run { channel, _, _ in
            let session = try await channel.open()
            await #expect(throws: DatabaseError.self) { try await session.send([String(repeating: "x", count: 8000)]) }
            for await text in session.texts { Issue.record("\(text) was heard") }
        }
    }

    @Test func nobodyThereIsSaid() async throws {
        let channel = PostgresNotifications(
            PostgresConfiguration(url: "postgres://nobody@127.0.0.1:1/none", connectTimeout: .seconds(2)))
        await #expect(throws: DatabaseError.self) { _ = try await channel.open() }
    }
}
