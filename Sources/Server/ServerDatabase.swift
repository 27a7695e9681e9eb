import Coordinator
import Database

/// Where a server keeps its rows: SQLite in the data directory, or a PostgreSQL database that several servers share.
enum ServerDatabase {
    /// Opens the configured database; PostgreSQL is asked at once, so that a wrong address is told at the start.
    /// - Throws: `CommandFailure` with exit code 69 or 78.
    static func open(_ configuration: ServerConfiguration, in directory: DataDirectory) async throws
        -> any SQLDatabase
    {
        guard let url = configuration.databaseURL else { return try SQLiteDatabase(path: directory.database) }
        return try await open(PostgresConfiguration(url: url.text, poolSize: configuration.databaseConnections))
    }

    /// Brings the configured database up to date, and returns the numbers of the migrations that were applied.
    static func migrate(_ database: any SQLDatabase, _ configuration: ServerConfiguration) async throws -> [Int] {
        guard let url = configuration.databaseURL else { return try await Coordinator.migrate(database) }
        // A large table, or another server that migrates, may take longer than any request's statement should.
        let patient = PostgresConfiguration(url: url.text, poolSize: 1, statementTimeout: .seconds(4 * 3600))
        return try await closing(try await open(patient)) { try await Coordinator.migrate($0) }
    }

    /// The migrations that the configured database still wants. Changes nothing.
    static func pendingMigrations(_ configuration: ServerConfiguration) async throws -> [Migration] {
        let database: any SQLDatabase
        if let url = configuration.databaseURL {
            database = try await open(PostgresConfiguration(url: url.text, poolSize: 1))
        } else if let path = DataDirectory.existingDatabase(in: configuration.dataDirectory) {
            database = try SQLiteDatabase(path: path)
        } else {
            // Looking makes no file: where there is no database yet, all of them are wanted.
            return Coordinator.migrations
        }
        return try await closing(database) {
            try await MigrationRunner(database: $0, migrations: Coordinator.migrations).pending()
        }
    }

    private static func open(_ configuration: PostgresConfiguration) async throws -> any SQLDatabase {
        do {
            let database = try PostgresDatabase(configuration)
            _ = try await database.read { tx in try tx.query("SELECT 1 AS one") }
            return database
        } catch DatabaseError.unavailable(let problem) {
            let error = DatabaseError.unavailable(problem)
            switch problem {
            case .address, .refused, .noDatabase, .tooOld: throw CommandFailure(.configuration, "\(error)")
            default: throw CommandFailure(.unavailable, "\(error)")
            }
        }
    }

    private static func closing<Value>(
        _ database: any SQLDatabase, _ body: (any SQLDatabase) async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await body(database)
            try await database.close()
            return value
        } catch {
            try await database.close()
            throw error
        }
    }
}
