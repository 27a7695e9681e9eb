/// Brings a database to the program's schema, and tells whether it is there.
///
/// The table `schema_migrations` keeps the number, name and checksum of each applied migration. Each migration is one
/// transaction together with its entry there, so a migration is applied whole or not at all; programs that start at the
/// same time apply it once.
public struct MigrationRunner: Sendable {
    private struct Applied: Sendable {
        let number: Int
        let name: String
        let checksum: String
    }

    private let database: any SQLDatabase
    private let migrations: [Migration]

    /// A runner for a database, with all migrations that the program knows, in ascending order.
    public init(database: any SQLDatabase, migrations: [Migration]) {
        self.database = database
        self.migrations = migrations
    }

    /// Applies what is missing, in order, and returns the numbers applied by this call.
    ///
    /// Throws ``DatabaseError/migration(_:)`` if the database does not fit this program or a migration failed; those
    /// before it stay applied.
    @discardableResult
    public func migrate() async throws -> [Int] {
        var numbers: [Int] = []
        for migration in try await pending() where try await apply(migration) {
            numbers.append(migration.number)
        }
        return numbers
    }

    /// The migrations that the database lacks, in order. Writes nothing, so it serves as a readiness check.
    ///
    /// Throws ``DatabaseError/migration(_:)`` if the database does not fit this program.
    public func pending() async throws -> [Migration] {
        let migrations = migrations
        return try await database.read { tx in try Self.missing(of: migrations, tx) }
    }

    private func apply(_ migration: Migration) async throws -> Bool {
        let migrations = migrations
        do {
            return try await database.write { tx in
                if let lock = tx.dialect.lockMigrations { _ = try tx.query(lock) }
                // Another program may have been faster.
                guard try Self.missing(of: migrations, tx).contains(where: { $0.number == migration.number }) else {
                    return false
                }
                try Self.createTable(tx)
                for statement in migration.statements(tx.dialect) { try tx.execute(statement) }
                try tx.execute(
                    "INSERT INTO schema_migrations (number, name, checksum) VALUES (?1, ?2, ?3)",
                    [migration.number, migration.name, migration.checksum(tx.dialect)])
                return true
            }
        } catch let error as DatabaseError {
            if case .migration = error { throw error }
            throw DatabaseError.migration(.failed(number: migration.number, name: migration.name, cause: error))
        }
    }

    private static func createTable(_ tx: any SQLConnection) throws {
        let dialect = tx.dialect
        try tx.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number \(dialect.integer) PRIMARY KEY,
                name \(dialect.text) NOT NULL,
                checksum \(dialect.text) NOT NULL
            ) \(dialect.tableSuffix)
            """)
    }

    private static func applied(_ tx: any SQLConnection) throws -> [Applied] {
        guard try tx.first(tx.dialect.findTable, ["schema_migrations"]) != nil else { return [] }
        return try tx.query("SELECT number, name, checksum FROM schema_migrations ORDER BY number").map { row in
            Applied(
                number: Int(try row.integer("number")), name: try row.text("name"), checksum: try row.text("checksum"))
        }
    }

    private static func missing(of migrations: [Migration], _ tx: any SQLConnection) throws -> [Migration] {
        for (earlier, later) in zip(migrations, migrations.dropFirst()) where earlier.number >= later.number {
            throw DatabaseError.migration(.misordered(number: later.number))
        }
        let applied = try applied(tx)
        let newest = migrations.last?.number ?? 0
        if let last = applied.last, last.number > newest {
            throw DatabaseError.migration(.newer(database: last.number, program: newest))
        }
        for entry in applied {
            let known = migrations.first { $0.number == entry.number }
            guard let known, known.checksum(tx.dialect) == entry.checksum else {
                throw DatabaseError.migration(.changed(number: entry.number, name: entry.name))
            }
        }
        let missing = migrations.filter { migration in !applied.contains { $0.number == migration.number } }
        if let first = missing.first, let last = applied.last, first.number < last.number {
            throw DatabaseError.migration(.misordered(number: first.number))
        }
        return missing
    }
}
