import Database
import TestSupport

/// A kind of database that the behaviour suites run on. A second engine joins by an entry in ``all``.
struct Engine: Sendable, CustomStringConvertible {
    let description: String
    let open: @Sendable (TemporaryFolder) throws -> any SQLDatabase

    static let all = [
        Engine(description: "SQLite") { try SQLiteDatabase(path: $0.path + "/test.sqlite") }
    ]

    /// Runs a test on a fresh database with one table, `note`, and closes it afterwards.
    func withDatabase(_ test: (any SQLDatabase) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let database = try open(folder)
        try await database.write { tx in try Note.createTable(tx) }
        try await test(database)
        try await database.close()
        // The folder must outlive the connections.
        withExtendedLifetime(folder) {}
    }
}

/// The table that most tests write to.
enum Note {
    static func createTable(_ tx: any SQLConnection) throws {
        let dialect = tx.dialect
        try tx.execute(
            """
            CREATE TABLE note (
                id \(dialect.identityPrimaryKey),
                name \(dialect.text) NOT NULL UNIQUE,
                size \(dialect.integer) CHECK (size >= 0),
                weight \(dialect.real),
                body \(dialect.blob),
                parent \(dialect.integer) REFERENCES note(id)
            ) \(dialect.tableSuffix)
            """)
    }

    static func insert(_ name: String, _ tx: any SQLConnection) throws {
        try tx.execute("INSERT INTO note (name) VALUES (?1)", [name])
    }

    static func names(_ tx: any SQLConnection) throws -> [String] {
        try tx.query("SELECT name FROM note ORDER BY name").map { try $0.text("name") }
    }

    static func names(in database: any SQLDatabase) async throws -> [String] {
        try await database.read { try names($0) }
    }
}
