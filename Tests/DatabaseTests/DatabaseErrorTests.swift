import GRDBSQLite
import Testing

@testable import Database

/// Errors as people and programs see them.
@Suite("Database errors")
struct DatabaseErrorTests {
    @Test(
        "SQLite's codes become our errors",
        arguments: [
            (SQLITE_BUSY, 0, .busy), (SQLITE_BUSY | 2 << 8, 0, .busy), (SQLITE_LOCKED, 0, .busy),
            (SQLITE_FULL, 0, .full), (SQLITE_IOERR | 3 << 8, 28, .full), (SQLITE_READONLY | 4 << 8, 0, .readOnly),
            (SQLITE_CORRUPT, 0, .corrupt), (SQLITE_NOTADB, 0, .corrupt),
            (SQLITE_IOERR | 3 << 8, 5, .other(code: "SQLite error 778", message: "m")),
            (SQLITE_CONSTRAINT | 8 << 8, 0, .constraint(kind: .unique, detail: "m")),
            (SQLITE_CONSTRAINT | 6 << 8, 0, .constraint(kind: .unique, detail: "m")),
            (SQLITE_CONSTRAINT | 3 << 8, 0, .constraint(kind: .foreignKey, detail: "m")),
            (SQLITE_CONSTRAINT | 5 << 8, 0, .constraint(kind: .notNull, detail: "m")),
            (SQLITE_CONSTRAINT | 1 << 8, 0, .constraint(kind: .check, detail: "m")),
        ] as [(Int32, Int32, DatabaseError)])
    func codes(_ code: Int32, _ systemError: Int32, _ expected: DatabaseError) {
        #expect(DatabaseError(sqliteCode: code, message: "m", systemError: systemError) == expected)
    }

    @Test("Every error has a code of its own, says what happened, and what to do")
    func texts() {
        let errors: [DatabaseError] = [
            .busy, .full, .readOnly, .corrupt, .constraint(kind: .unique, detail: "note.name"),
            .column(name: "size", problem: "is NULL"), .closed, .migration(.newer(database: 2, program: 1)),
            .other(code: "x", message: "y"),
        ]
        #expect(Set(errors.map(\.code)).count == errors.count)
        #expect(errors.allSatisfy { $0.code.hasPrefix("database_") })
        for error in errors {
            #expect(error.message.hasSuffix("."))
            #expect(error.description == "\(error.message) \(error.mend)")
        }
        #expect(DatabaseError.busy.cause == nil)
    }

    @Test("The cause of a failed migration is told, and its mend with it")
    func migrationCause() {
        let error = DatabaseError.migration(.failed(number: 3, name: "x", cause: .full))
        #expect(error.cause as? DatabaseError == .full)
        #expect(error.message.contains("Migration 3 (x)") && error.message.contains("disk is full"))
        #expect(error.mend == DatabaseError.full.mend)
    }

    @Test("The dialects differ only where they must")
    func dialects() {
        #expect(Dialect.sqlite.forUpdateSkipLocked.isEmpty)
        #expect(Dialect.sqlite.tableSuffix == "STRICT")
        #expect(Dialect.postgres.forUpdateSkipLocked == "FOR UPDATE SKIP LOCKED")
        let migration = Migration(number: 1, name: "x") { ["CREATE TABLE t (n \($0.integer)) \($0.tableSuffix)"] }
        #expect(migration.checksum(.sqlite) != migration.checksum(.postgres))
        // Must never change: it is compared with what is stored in databases.
        #expect(migration.checksum(.sqlite).count == 16)
    }
}
