import Testing

@testable import Database

/// A disk that fills up, brought about by a limit on the number of pages: SQLite ends the transaction just the same.
@Suite("Full disk")
struct FullDiskTests {
    private static func limitPages(_ database: SQLiteDatabase, more: Int64) async throws {
        try await database.write { tx in
            let pages = try tx.first("PRAGMA page_count")?.integer("page_count") ?? 0
            _ = try tx.query("PRAGMA max_page_count = \(pages + more)")
        }
    }

    @Test("When the disk fills up in mid-group, every other write is committed once")
    func midGroup() async throws {
        let writer = try await HeldWriter()
        let database = writer.database
        try await Self.limitPages(database, more: 20)
        let results = try await writer.together(
            (0..<30).map { number in
                { tx in
                    try Note.insert("\(number)", tx)
                    if number == 13 {
                        try tx.execute(
                            "UPDATE note SET body = ?1 WHERE name = '13'", [[UInt8](repeating: 1, count: 500_000)])
                    }
                }
            })
        #expect(results[13].error as? DatabaseError == .full)
        #expect(results.count { $0.error == nil } == 29)
        let expected = (0..<30).filter { $0 != 13 }.map { "\($0)" }.sorted()
        #expect(try await Note.names(in: database) == expected)
        #expect(database.statistics.splits == 1)
        try await database.write { try Note.insert("after", $0) }
        #expect(try await Note.names(in: database).count == 30)
    }

    @Test("A write that keeps the error to itself is not committed in part, nor outside of the transaction")
    func swallowed() async throws {
        let writer = try await HeldWriter()
        let database = writer.database
        try await Self.limitPages(database, more: 20)
        let results = try await writer.together(
            (0..<8).map { number in
                { tx in
                    try Note.insert("\(number)", tx)
                    guard number == 3 else { return }
                    // `try?` is what is tested here.
                    _ = try? tx.execute(
                        "INSERT INTO note (name, body) VALUES ('big', ?1)", [[UInt8](repeating: 1, count: 500_000)])
                    // `try?` likewise: this one must not become a commit of its own.
                    _ = try? Note.insert("stray", tx)
                }
            })
        #expect(results[3].error as? DatabaseError == .full)
        #expect(results.count { $0.error == nil } == 7)
        #expect(try await Note.names(in: database) == ["0", "1", "2", "4", "5", "6", "7"])
    }

    @Test("A single write that finds the disk full says so, and the next that fits is stored")
    func alone() async throws {
        let writer = try await HeldWriter()
        let database = writer.database
        try await Self.limitPages(database, more: 5)
        let error = await #expect(throws: DatabaseError.full) {
            try await database.write { tx in
                try Note.insert("gone", tx)
                try tx.execute("UPDATE note SET body = ?1", [[UInt8](repeating: 1, count: 100_000)])
            }
        }
        #expect(error?.message.contains("disk is full") == true)
        #expect(error?.mend.contains("Free space") == true)
        try await database.write { try Note.insert("kept", $0) }
        #expect(try await Note.names(in: database) == ["kept"])
    }

    @Test("When a disk has room again, work goes on without opening the database anew")
    func roomAgain() async throws {
        let writer = try await HeldWriter()
        let database = writer.database
        let big = [UInt8](repeating: 1, count: 100_000)
        try await Self.limitPages(database, more: 5)
        await #expect(throws: DatabaseError.full) {
            try await database.write { try $0.execute("INSERT INTO note (name, body) VALUES ('big', ?1)", [big]) }
        }
        try await Self.limitPages(database, more: 1_000)
        try await database.write { try $0.execute("INSERT INTO note (name, body) VALUES ('big', ?1)", [big]) }
        #expect(try await Note.names(in: database) == ["big"])
    }
}
