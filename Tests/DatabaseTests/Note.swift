import Database
import TestDatabases
import TestSupport

extension TestEngine {
    /// Runs a test on a fresh database with one table, `note`, and closes it afterwards.
    func withNotes(_ test: (any SQLDatabase) async throws -> Void) async throws {
        try await withPlace(hasTables: false) { place in
            let database = try place.open()
            try await database.write { tx in try Note.createTable(tx) }
            try await test(database)
            try await database.close()
        }
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
