import Database
import TestDatabases
import Testing

/// What every engine does alike.
@Suite("Database behaviour")
struct DatabaseBehaviourTests {
    private struct Mishap: Error, Equatable {}

    @Test("A write returns the closure's value and stays", arguments: TestEngine.all)
    func writeStays(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let changed = try await database.write { tx in
                try tx.execute("INSERT INTO note (name) VALUES (?1)", ["a"])
            }
            #expect(changed == 1)
            #expect(try await Note.names(in: database) == ["a"])
        }
    }

    @Test("An error undoes all that its closure did, and is rethrown", arguments: TestEngine.all)
    func errorUndoes(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            try await database.write { try Note.insert("kept", $0) }
            await #expect(throws: Mishap()) {
                try await database.write { tx in
                    try Note.insert("gone", tx)
                    try tx.execute("UPDATE note SET name = 'changed' WHERE name = 'kept'")
                    throw Mishap()
                }
            }
            #expect(try await Note.names(in: database) == ["kept"])
        }
    }

    @Test("Rows changed are counted, and a statement that changes none says 0", arguments: TestEngine.all)
    func rowsChanged(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let counts = try await database.write { tx in
                for name in ["a", "b", "c"] { try Note.insert(name, tx) }
                return [
                    try tx.execute("UPDATE note SET size = 1 WHERE name <> ?1", ["a"]),
                    try tx.execute("UPDATE note SET size = 1 WHERE name = ?1", ["nobody"]),
                    try tx.execute("CREATE INDEX note_by_size ON note (size)"),
                    try tx.execute("DELETE FROM note"),
                ]
            }
            #expect(counts == [2, 0, 0, 3])
        }
    }

    @Test("Numbered placeholders go by their number, and may repeat", arguments: TestEngine.all)
    func placeholders(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let row = try await database.write { tx in
                try tx.execute("INSERT INTO note (size, name, parent) VALUES (?2, ?1, NULL)", ["a", 7])
                try Note.insert("b", tx)
                return try tx.first("SELECT name FROM note WHERE size = ?2 AND name <> ?1 AND size = ?2", ["b", 7])
            }
            #expect(try row?.text("name") == "a")
        }
    }

    @Test("A statement that returns rows may write them", arguments: TestEngine.all)
    func returning(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let ids = try await database.write { tx in
                try ["a", "b"].map { name in
                    try tx.first("INSERT INTO note (name) VALUES (?1) RETURNING id", [name])?.integer("id")
                }
            }
            #expect(ids == [1, 2])
        }
    }

    @Test("The wrong number of arguments is an error and never a NULL", arguments: TestEngine.all)
    func argumentCount(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute("INSERT INTO note (name, size) VALUES (?1, ?2)", ["a"]) }
            }
            await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute("INSERT INTO note (name) VALUES (?1)", ["a", 1]) }
            }
            let names = try await Note.names(in: database)
            #expect(names.isEmpty)
        }
    }

    @Test("A statement that was wrong leaves the next ones unharmed", arguments: TestEngine.all)
    func syntaxError(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute("INSRT INTO note (name) VALUES ('a')") }
            }
            #expect(error?.code == "database_error")
            #expect(error?.message.contains("INSRT") == true)
            try await database.write { try Note.insert("b", $0) }
            #expect(try await Note.names(in: database) == ["b"])
        }
    }

    @Test(
        "A closure cannot end or divide the transaction",
        arguments: TestEngine.all,
        ["COMMIT", " end", "ROLLBACK", "BEGIN", "SAVEPOINT s", "RELEASE s", "\nrollback to s"])
    func transactionControl(_ engine: TestEngine, _ sql: String) async throws {
        try await engine.withNotes { database in
            await #expect(throws: DatabaseError.self) {
                try await database.write { tx in
                    try Note.insert("a", tx)
                    try tx.execute(sql)
                }
            }
            let names = try await Note.names(in: database)
            #expect(names.isEmpty)
        }
    }

    @Test("A reading closure cannot write", arguments: TestEngine.all)
    func readOnly(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            await #expect(throws: DatabaseError.readOnly) {
                try await database.read { try Note.insert("a", $0) }
            }
            let names = try await Note.names(in: database)
            #expect(names.isEmpty)
        }
    }

    @Test("Many writers at once: every write is there once", arguments: TestEngine.all)
    func manyWriters(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<16 {
                    group.addTask {
                        for number in 0..<25 {
                            try await database.write { try Note.insert("\(writer)-\(number)", $0) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let names = try await Note.names(in: database)
            #expect(names.count == 400)
            #expect(Set(names).count == 400)
        }
    }

    @Test("After close, work is refused, and closing again does nothing", arguments: TestEngine.all)
    func closed(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            try await database.close()
            await #expect(throws: DatabaseError.closed) { try await database.write { try Note.insert("a", $0) } }
            await #expect(throws: DatabaseError.closed) { _ = try await Note.names(in: database) }
            try await database.close()
        }
    }

    @Test("A task that was cancelled before it asked does not write", arguments: TestEngine.all)
    func cancelledBefore(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    await #expect(throws: CancellationError.self) {
                        try await database.write { try Note.insert("a", $0) }
                    }
                    await #expect(throws: CancellationError.self) {
                        _ = try await Note.names(in: database)
                    }
                }
            }
            let names = try await Note.names(in: database)
            #expect(names.isEmpty)
        }
    }
}
