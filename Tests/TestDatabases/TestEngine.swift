import Database
import Store
import TestSupport

/// A kind of database that stores and services are tested on.
public enum TestEngine: String, Sendable, CustomStringConvertible, CaseIterable {
    /// A file.
    case sqlite = "SQLite"
    /// A database of a private server.
    case postgres = "PostgreSQL"

    /// Every engine that there is.
    public static let all = allCases

    /// Its name, for the test's.
    public var description: String { rawValue }

    /// Runs a test with a place for one fresh database, which can be opened several times; it is removed afterwards.
    ///
    /// Whether it has the program's tables already depends on the engine: migrate it, which does nothing where it has.
    public func withPlace<Value>(
        hasTables: Bool = true, _ test: (TestPlace) async throws -> Value
    ) async throws -> Value {
        let folder = try TemporaryFolder()
        // The folder must outlive the connections.
        defer { withExtendedLifetime(folder) {} }
        switch self {
        case .sqlite: return try await test(TestPlace(engine: self, folder: folder, url: nil))
        case .postgres:
            return try await PostgresPlaces.lend(hasTables: hasTables) { url in
                try await test(TestPlace(engine: self, folder: folder, url: url))
            }
        }
    }

    /// Runs a test on a fresh database with all tables, and closes it afterwards.
    public func withDatabase(_ test: (any SQLDatabase) async throws -> Void) async throws {
        try await withPlace { place in
            let database = try place.open()
            _ = try await MigrationRunner(database: database, migrations: Migrations.all).migrate()
            try await test(database)
            try await database.close()
        }
    }
}
