import Foundation
import class GRDB.DatabaseQueue
import TestSupport
import Testing

@testable import Database

/// What is particular to SQLite and its file.
@Suite("SQLite database")
struct SQLiteDatabaseTests {
    @Test("The writer makes commits durable: WAL with synchronous FULL, and enforces foreign keys")
    func settings() async throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.path + "/test.sqlite")
        let settings = try await database.write { tx in
            [
                try tx.first("PRAGMA synchronous")?["synchronous"],
                try tx.first("PRAGMA journal_mode")?["journal_mode"],
                try tx.first("PRAGMA foreign_keys")?["foreign_keys"],
            ]
        }
        #expect(settings == [2, "wal", 1])
        try await database.close()
    }

    @Test("A text keeps its zero bytes, and can be found by them")
    func embeddedZero() async throws {
        let writer = try await HeldWriter()
        let text = "a\u{0}b\u{0}"
        let found = try await writer.database.write { tx in
            try Note.insert(text, tx)
            try Note.insert("a", tx)
            return try tx.query("SELECT name, length(CAST(name AS BLOB)) AS n FROM note WHERE name = ?1", [text])
        }
        #expect(try found.map { try $0.text("name") } == [text])
        #expect(try found.first?.integer("n") == 4)
    }

    @Test("An argument does not linger in a statement that is used again")
    func statementsAreReused() async throws {
        let writer = try await HeldWriter()
        try await writer.database.write { tx in
            for number in 0..<100 {
                try tx.execute(
                    "INSERT INTO note (name, body) VALUES (?1, ?2)",
                    ["\(number)", number == 0 ? SQLValue.blob([1]) : .null])
            }
        }
        let filled = try await writer.database.read { try $0.query("SELECT id FROM note WHERE body IS NOT NULL") }
        #expect(filled.count == 1)
    }

    @Test("A statement prepared before the schema changed sees the new columns")
    func schemaChange() async throws {
        let writer = try await HeldWriter()
        let sql = "SELECT * FROM note"
        let database = writer.database
        try await database.write { try Note.insert("a", $0) }
        let before = try await database.read { try $0.first(sql)?.columns.count }
        let inside = try await database.write { tx in
            _ = try tx.query(sql)
            try tx.execute("ALTER TABLE note ADD COLUMN mood TEXT")
            return try tx.first(sql)?.columns.count
        }
        let after = try await database.read { try $0.first(sql)?.columns.count }
        #expect([before, inside, after] == [6, 7, 7])
    }

    @Test("Reads run beside each other, and beside a write")
    func parallelReaders() async throws {
        let writer = try await HeldWriter()
        let database = writer.database
        let (one, other) = (Gate(), Gate())
        try await writer.whileHeld { letGo in
            async let first = database.read { _ in
                one.open()
                return other.wait(atMost: 30)
            }
            async let second = database.read { _ in
                other.open()
                return one.wait(atMost: 30)
            }
            let haveMet = try await [first, second]
            #expect(haveMet == [true, true])
            letGo()
        }
    }

    @Test("A read sees one state, however often it asks")
    func readSnapshot() async throws {
        let writer = try await HeldWriter()
        let database = writer.database
        let gate = Gate()
        let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
        async let counts = database.read { tx in
            let before = try Note.names(tx).count
            continuation.finish()
            gate.wait()
            return [before, try Note.names(tx).count]
        }
        for await _ in begun {}
        try await database.write { try Note.insert("a", $0) }
        gate.open()
        #expect(try await counts == [0, 0])
        #expect(try await database.read { try Note.names($0).count } == 1)
    }

    @Test("A database that another program holds is busy, for a group as for one write, and free again afterwards")
    func busy() async throws {
        let writer = try await HeldWriter(SQLiteConfiguration(busyTimeout: .zero))
        let database = writer.database
        let other = try DatabaseQueue(path: writer.folder.path + "/test.sqlite")
        try await other.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version") }
        let results = try await writer.whileHeld { letGo in
            async let first = Result.of { try await database.write { try Note.insert("a", $0) } }
            async let second = Result.of { try await database.write { try Note.insert("b", $0) } }
            await writer.waitForQueue(2)
            letGo()
            return await [first, second]
        }
        #expect(results.allSatisfy { $0.error == nil })

        let gate = Gate()
        let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
        async let holding: Void = other.write { _ in
            continuation.finish()
            gate.wait()
        }
        for await _ in begun {}
        await #expect(throws: DatabaseError.busy) { try await database.write { try Note.insert("c", $0) } }
        #expect(try await Note.names(in: database) == ["a", "b"])
        gate.open()
        try await holding
        try await database.write { try Note.insert("d", $0) }
        #expect(try await Note.names(in: database) == ["a", "b", "d"])
        try other.close()
    }

    @Test("A file that is no database is corrupt, and a folder that is missing an error with its code")
    func notADatabase() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/photo.jpg"
        try Data(repeating: 0xD8, count: 4_096).write(to: URL(fileURLWithPath: path))
        #expect(throws: DatabaseError.corrupt) { _ = try SQLiteDatabase(path: path) }
        let error = #expect(throws: DatabaseError.self) { _ = try SQLiteDatabase(path: folder.path + "/no/where") }
        #expect(error?.message.contains("unable to open") == true)
    }

    @Test("A read that is cancelled stops, however long its query would take")
    func cancelledRead() async throws {
        let writer = try await HeldWriter()
        let database = writer.database
        let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
        let endless = Task {  // awaited below
            try await database.read { tx in
                continuation.finish()
                _ = try tx.query(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n")
            }
        }
        for await _ in begun {}
        endless.cancel()
        await #expect(throws: CancellationError.self) { try await endless.value }
        #expect(try await Note.names(in: database).isEmpty)
    }
}

extension Result where Failure == any Error {
    /// What becomes of an asynchronous call.
    static func of(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
