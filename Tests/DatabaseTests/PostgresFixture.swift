import TestDatabases

@testable import Database

/// A PostgreSQL database with the table `note`, and a connection beside it that plays the rest of the world.
struct PostgresFixture: Sendable {
    let url: String
    let database: PostgresDatabase

    /// Runs a test on a fresh one.
    static func run(
        _ change: (inout PostgresConfiguration) -> Void = { _ in },
        _ test: (PostgresFixture) async throws -> Void
    ) async throws {
        try await TestEngine.postgres.withPlace(hasTables: false) { place in
            var configuration = PostgresConfiguration(url: place.url ?? "", poolSize: 4)
            change(&configuration)
            let database = try PostgresDatabase(configuration)
            try await database.write { try Note.createTable($0) }
            try await test(PostgresFixture(url: configuration.url, database: database))
            try await database.close()
        }
    }

    /// Runs a statement on a connection of its own.
    @discardableResult
    func elsewhere(_ sql: String, _ arguments: [any SQLValueConvertible] = []) throws -> [SQLRow] {
        try PostgresSession.connect(PostgresConfiguration(url: url)).run(sql, arguments)
    }

    /// Ends all other connections to the database, as its operator would.
    func killConnections() throws {
        try elsewhere(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
    }
}
