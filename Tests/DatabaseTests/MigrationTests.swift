import Database
import TestDatabases
import Testing

/// Bringing a database to the program's schema.
@Suite("Migrations")
struct MigrationTests {
    private static let first = Migration(number: 1, name: "create-album") { dialect in
        ["CREATE TABLE album (id \(dialect.identityPrimaryKey), name \(dialect.text) NOT NULL) \(dialect.tableSuffix)"]
    }
    private static let second = Migration(number: 2, name: "add-album-size") { dialect in
        ["ALTER TABLE album ADD COLUMN size \(dialect.integer)", "CREATE INDEX album_by_size ON album (size)"]
    }
    private static let third = Migration(number: 5, name: "fill-album") { _ in
        ["INSERT INTO album (name, size) VALUES ('first', 1)"]
    }

    @Test("Migrations are applied in order, once", arguments: TestEngine.all)
    func appliedOnce(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let early = MigrationRunner(database: database, migrations: [Self.first])
            #expect(try await early.pending().map(\.number) == [1])
            #expect(try await early.migrate() == [1])
            let full = MigrationRunner(database: database, migrations: [Self.first, Self.second, Self.third])
            #expect(try await full.pending().map(\.number) == [2, 5])
            #expect(try await full.migrate() == [2, 5])
            #expect(try await full.migrate().isEmpty)
            #expect(try await full.pending().isEmpty)
            let rows = try await database.read { try $0.query("SELECT name, size FROM album") }
            #expect(try rows.map { try $0.text("name") } == ["first"])
        }
    }

    @Test("Asking what is pending writes nothing", arguments: TestEngine.all)
    func pendingWritesNothing(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let runner = MigrationRunner(database: database, migrations: [Self.first])
            _ = try await runner.pending()
            await #expect(throws: DatabaseError.self) {
                _ = try await database.read { try $0.query("SELECT number FROM schema_migrations") }
            }
        }
    }

    @Test("A migration that fails leaves nothing of itself, and those before it in place", arguments: TestEngine.all)
    func failing(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let broken = Migration(number: 2, name: "broken") { dialect in
                [
                    "CREATE TABLE half (n \(dialect.integer)) \(dialect.tableSuffix)",
                    "INSERT INTO nowhere (n) VALUES (1)",
                ]
            }
            let runner = MigrationRunner(database: database, migrations: [Self.first, broken])
            let error = await #expect(throws: DatabaseError.self) { _ = try await runner.migrate() }
            guard case .migration(.failed(2, "broken", _)) = error else {
                Issue.record("unexpected error \(String(describing: error))")
                return
            }
            #expect(error?.message.contains("Migration 2 (broken) failed") == true)
            #expect(error?.cause is DatabaseError)
            let pending = try await runner.pending()
            #expect(pending.map(\.number) == [2])
            await #expect(throws: DatabaseError.self) {
                _ = try await database.read { try $0.query("SELECT n FROM half") }
            }
        }
    }

    @Test("An applied migration that changed is an error that names it", arguments: TestEngine.all)
    func changed(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            try await MigrationRunner(database: database, migrations: [Self.first, Self.second]).migrate()
            // The same text, divided into other statements.
            let altered = Migration(number: 2, name: "add-album-size") { dialect in
                [Self.second.statements(dialect).joined()]
            }
            let runner = MigrationRunner(database: database, migrations: [Self.first, altered, Self.third])
            let expected = DatabaseError.migration(.changed(number: 2, name: "add-album-size"))
            await #expect(throws: expected) { _ = try await runner.migrate() }
            await #expect(throws: expected) { _ = try await runner.pending() }
            #expect(expected.message.contains("Migration 2 (add-album-size)"))
        }
    }

    @Test("A database newer than the program is an error that says both versions", arguments: TestEngine.all)
    func newer(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            try await MigrationRunner(database: database, migrations: [Self.first, Self.second]).migrate()
            let old = MigrationRunner(database: database, migrations: [Self.first])
            let expected = DatabaseError.migration(.newer(database: 2, program: 1))
            await #expect(throws: expected) { _ = try await old.migrate() }
            #expect(expected.description.contains("schema 2") && expected.description.contains("up to 1"))
            #expect(!expected.mend.isEmpty)
        }
    }

    @Test(
        "Migrations out of order, twice the same, or slipped in before applied ones are errors",
        arguments: TestEngine.all)
    func misordered(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let swapped = MigrationRunner(database: database, migrations: [Self.second, Self.first])
            await #expect(throws: DatabaseError.migration(.misordered(number: 1))) { _ = try await swapped.migrate() }
            let twice = MigrationRunner(database: database, migrations: [Self.first, Self.first])
            await #expect(throws: DatabaseError.migration(.misordered(number: 1))) { _ = try await twice.migrate() }
            try await MigrationRunner(database: database, migrations: [Self.first, Self.harmless(3)]).migrate()
            let slipped = MigrationRunner(
                database: database, migrations: [Self.first, Self.second, Self.harmless(3)])
            await #expect(throws: DatabaseError.migration(.misordered(number: 2))) { _ = try await slipped.migrate() }
        }
    }

    @Test("Programs that start at the same time apply each migration once", arguments: TestEngine.all)
    func concurrently(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await MigrationRunner(
                            database: database, migrations: [Self.first, Self.second, Self.third]
                        ).migrate()
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == [1, 2, 5])
            let rows = try await database.read { try $0.query("SELECT name FROM album") }
            #expect(rows.count == 1)
        }
    }

    private static func harmless(_ number: Int) -> Migration {
        Migration(number: number, name: "index-album") { _ in ["CREATE INDEX album_by_name ON album (name)"] }
    }
}
