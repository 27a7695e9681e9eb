import Database
import TestDatabases
import Testing

/// Changes that the schema forbids, by kind.
@Suite("Constraints")
struct ConstraintTests {
    @Test(
        "A forbidden change is a typed error of its kind", arguments: TestEngine.all,
        [
            ("INSERT INTO note (name) VALUES ('taken')", .unique),
            ("INSERT INTO note (id, name) VALUES (101, 'new')", .unique),
            ("INSERT INTO note (name) VALUES (NULL)", .notNull),
            ("INSERT INTO note (name, size) VALUES ('new', -1)", .check),
            ("INSERT INTO note (name, parent) VALUES ('new', 99)", .foreignKey),
            ("DELETE FROM note WHERE name = 'taken'", .foreignKey),
        ] as [(String, DatabaseError.Constraint)])
    func kinds(_ engine: TestEngine, _ expected: (sql: String, kind: DatabaseError.Constraint)) async throws {
        try await engine.withNotes { database in
            try await database.write { tx in
                try tx.execute("INSERT INTO note (id, name) VALUES (101, 'taken')")
                try tx.execute("INSERT INTO note (id, name, parent) VALUES (102, 'child', 101)")
            }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute(expected.sql) }
            }
            guard case .constraint(let kind, let detail) = error else {
                Issue.record("expected a constraint error, got \(String(describing: error))")
                return
            }
            #expect(kind == expected.kind)
            #expect(!detail.isEmpty)
            #expect(error?.isUniqueViolation == (expected.kind == .unique))
            #expect(try await Note.names(in: database) == ["child", "taken"])
        }
    }

    @Test("A value of the wrong type is refused rather than stored", arguments: TestEngine.all)
    func strictTypes(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute("INSERT INTO note (name, size) VALUES ('a', 'many')") }
            }
            let names = try await Note.names(in: database)
            #expect(names.isEmpty)
        }
    }
}
