import Database
import TestDatabases
import Testing

/// Values on their way into a database and back.
@Suite("Values")
struct ValueTests {
    @Test(
        "A text comes back byte for byte", arguments: TestEngine.all,
        ["", "a", "Ærø 🏝", "e\u{301}", "line\nbreak", "'; DROP TABLE note; --", "?1 $1 :name", "\u{FEFF}x"])
    func texts(_ engine: TestEngine, _ text: String) async throws {
        try await engine.withNotes { database in
            let row = try await database.write { tx in
                try Note.insert(text, tx)
                return try tx.first("SELECT name FROM note WHERE name = ?1", [text])
            }
            #expect(try row.map { Array(try $0.text("name").utf8) } == Array(text.utf8))
        }
    }

    @Test(
        "A blob comes back byte for byte, also an empty one and zero bytes", arguments: TestEngine.all,
        [0, 1, 5, 100_000])
    func blobs(_ engine: TestEngine, _ length: Int) async throws {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 85) }
        try await engine.withNotes { database in
            let row = try await database.write { tx in
                try tx.execute("INSERT INTO note (name, body) VALUES ('a', ?1)", [bytes])
                return try tx.first("SELECT body FROM note")
            }
            let body = try row?.optionalBlob("body")
            #expect(body == bytes)
        }
    }

    @Test(
        "Integers keep all 64 bits", arguments: TestEngine.all,
        [Int64.min + 1, -1, 0, 1, (1 << 53) + 1, Int64.max] as [Int64])
    func integers(_ engine: TestEngine, _ number: Int64) async throws {
        try await engine.withNotes { database in
            let row = try await database.write { tx in
                try tx.execute("INSERT INTO note (name, parent, id) VALUES ('a', NULL, ?1)", [number])
                return try tx.first("SELECT id FROM note")
            }
            #expect(try row?.integer("id") == number)
        }
    }

    @Test("Reals keep all their digits", arguments: TestEngine.all, [0.1, -1.5e300, 2.5e-308, 0] as [Double])
    func reals(_ engine: TestEngine, _ number: Double) async throws {
        try await engine.withNotes { database in
            let row = try await database.write { tx in
                try tx.execute("INSERT INTO note (name, weight) VALUES ('a', ?1)", [number])
                return try tx.first("SELECT weight FROM note")
            }
            #expect(try row?.real("weight") == number)
        }
    }

    @Test("NULL, truth values, optionals and literals", arguments: TestEngine.all)
    func convertibles(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let rows = try await database.write { tx in
                let missing: String? = nil
                let present: Int? = 1
                try tx.execute("INSERT INTO note (name, size, body) VALUES (?1, ?2, ?3)", ["a", true, missing])
                try tx.execute("INSERT INTO note (name, size) VALUES (?1, ?2)", [SQLValue.text("b"), present])
                try tx.execute("INSERT INTO note (name, size) VALUES (?1, ?2)", ["c", SQLValue.null])
                return try tx.query("SELECT name, size, body FROM note ORDER BY name")
            }
            #expect(try rows[0].bool("size"))
            #expect(try rows[0].optionalBlob("body") == nil)
            #expect(try rows[1].integer("size") == 1)
            #expect(try rows[2].optionalInteger("size") == nil)
            #expect(try rows[2].optionalBool("size") == nil)
            #expect(rows[2]["size"] == SQLValue.null)
        }
    }

    @Test("The getters say which column is wrong, and how, but not its value", arguments: TestEngine.all)
    func wrongColumns(_ engine: TestEngine) async throws {
        try await engine.withNotes { database in
            let row = try await database.write { tx in
                try tx.execute("INSERT INTO note (name, size) VALUES ('secret', 2)")
                return try #require(try tx.first("SELECT name, size, body FROM note"))
            }
            #expect(row["nobody"] == nil)
            #expect(throws: DatabaseError.column(name: "nobody", problem: "is not part of the result")) {
                try row.optionalText("nobody")
            }
            #expect(throws: DatabaseError.column(name: "name", problem: "is a text, not an integer")) {
                try row.integer("name")
            }
            #expect(throws: DatabaseError.column(name: "size", problem: "is an integer, not a text")) {
                try row.text("size")
            }
            #expect(throws: DatabaseError.column(name: "size", problem: "must be 0 or 1")) { try row.bool("size") }
            #expect(throws: DatabaseError.column(name: "body", problem: "is NULL")) { try row.blob("body") }
            #expect(throws: DatabaseError.self) { try row.real("name") }
            #expect(throws: DatabaseError.self) { try row.blob("name") }
            #expect(try row.real("size") == 2)
        }
    }
}
