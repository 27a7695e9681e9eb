import Database
import Store
import TestSupport

/// A kind of database that stores and services are tested on. A second engine joins by an entry in ``all``.
public struct TestEngine: Sendable, CustomStringConvertible {
    /// Its name, for the test's.
    public let description: String
    private let openIn: @Sendable (TemporaryFolder) throws -> any SQLDatabase

    /// Every engine that there is.
    public static let all = [
        TestEngine(description: "SQLite") { try SQLiteDatabase(path: $0.path + "/safelight.sqlite") }
    ]

    /// Opens the database of a folder; a second time it holds what the first left there.
    public func open(_ folder: TemporaryFolder) throws -> any SQLDatabase {
        try openIn(folder)
    }

    /// Runs a test on a fresh database with all tables, and closes it afterwards.
    public func withDatabase(_ test: (any SQLDatabase) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let database = try open(folder)
        _ = try await MigrationRunner(database: database, migrations: Migrations.all).migrate()
        try await test(database)
        try await database.close()
        // The folder must outlive the connections.
        withExtendedLifetime(folder) {}
    }
}
