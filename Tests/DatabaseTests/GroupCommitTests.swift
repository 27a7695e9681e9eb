import Testing

@testable import Database

/// Writes that wait at the same time share one transaction.
@Suite("Group commit")
struct GroupCommitTests {
    private struct Mishap: Error, Equatable {}

    @Test("Writes that wait together are one commit")
    func oneCommit() async throws {
        let writer = try await HeldWriter()
        let commits = try CommitCount(writer.database)
        let results = try await writer.together((0..<50).map { number in { try Note.insert("\(number)", $0) } })
        #expect(results.allSatisfy { $0.error == nil })
        // One for the write that held the others up, one for the group.
        #expect(commits.value == 2)
        #expect(try await Note.names(in: writer.database).count == 50)
        // The table, the holding write, the group.
        #expect(writer.database.statistics == WriteStatistics(writes: 52, commits: 3, splits: 0, waiting: 0))
    }

    @Test("A group is never larger than configured")
    func groupSize() async throws {
        let writer = try await HeldWriter(SQLiteConfiguration(groupSize: 10))
        let commits = try CommitCount(writer.database)
        _ = try await writer.together((0..<35).map { number in { try Note.insert("\(number)", $0) } })
        #expect(commits.value == 1 + 4)
        #expect(try await Note.names(in: writer.database).count == 35)
    }

    @Test("A write that fails is rolled back alone, and its caller gets its error")
    func failsAlone() async throws {
        let writer = try await HeldWriter()
        let commits = try CommitCount(writer.database)
        let results = try await writer.together(
            (0..<10).map { number in
                { tx in
                    try Note.insert("\(number)", tx)
                    try Note.insert("\(number)+", tx)
                    if number == 4 { throw Mishap() }
                    if number == 7 { try Note.insert("7", tx) }
                }
            })
        #expect(results[4].error as? Mishap == Mishap())
        #expect((results[7].error as? DatabaseError)?.isUniqueViolation == true)
        #expect(results.count { $0.error == nil } == 8)
        let expected = (0..<10).filter { $0 != 4 && $0 != 7 }.flatMap { ["\($0)", "\($0)+"] }
        #expect(try await Note.names(in: writer.database) == expected.sorted())
        #expect(commits.value == 2)
        #expect(writer.database.statistics.splits == 0)
    }

    @Test("Where the commit fails, only the write that is to blame fails")
    func failingCommit() async throws {
        let writer = try await HeldWriter()
        try await writer.database.write { tx in
            try tx.execute(
                """
                CREATE TABLE link (name TEXT NOT NULL UNIQUE,
                    note INTEGER REFERENCES note(id) DEFERRABLE INITIALLY DEFERRED) STRICT
                """)
        }
        let results = try await writer.together(
            (0..<10).map { number in
                { tx in
                    try tx.execute(
                        "INSERT INTO link (name, note) VALUES (?1, ?2)",
                        ["\(number)", number == 3 ? SQLValue.integer(99) : .null])
                }
            })
        let blamed = try #require(results[3].error as? DatabaseError)
        #expect(blamed == .constraint(kind: .foreignKey, detail: "FOREIGN KEY constraint failed"))
        #expect(results.count { $0.error == nil } == 9)
        let count = try await writer.database.read { try $0.first("SELECT count(*) AS n FROM link")?.integer("n") }
        #expect(count == 9)
        #expect(writer.database.statistics.splits == 1)
    }

    @Test("A write that rolls everything back takes no other with it")
    func rollbackInside() async throws {
        let writer = try await HeldWriter()
        try await writer.database.write { try Note.insert("taken", $0) }
        let results = try await writer.together(
            (0..<10).map { number in
                { tx in
                    try Note.insert("\(number)", tx)
                    if number == 5 { try tx.execute("INSERT OR ROLLBACK INTO note (name) VALUES ('taken')") }
                }
            })
        #expect((results[5].error as? DatabaseError)?.isUniqueViolation == true)
        #expect(results.count { $0.error == nil } == 9)
        let expected = ["0", "1", "2", "3", "4", "6", "7", "8", "9", "taken"]
        #expect(try await Note.names(in: writer.database) == expected)
    }

    @Test("Readers see none of a group before its commit, and all of it after")
    func readersSeeCommitted() async throws {
        let writer = try await HeldWriter()
        let database = writer.database
        let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
        let gate = Gate()
        async let writing: Void = database.write { tx in
            try Note.insert("a", tx)
            continuation.finish()
            gate.wait()
        }
        for await _ in begun {}
        #expect(try await Note.names(in: database).isEmpty)
        gate.open()
        try await writing
        #expect(try await Note.names(in: database) == ["a"])
    }

    @Test("A write that is cancelled while it waits does not run")
    func cancelledWhileWaiting() async throws {
        let writer = try await HeldWriter()
        let database = writer.database
        try await writer.whileHeld { letGo in
            let waiting = Task { try await database.write { try Note.insert("a", $0) } }  // awaited two lines on
            await writer.waitForQueue(1)
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            #expect(database.statistics.waiting == 0)
            letGo()
        }
        #expect(try await Note.names(in: database).isEmpty)
    }

    @Test("A write that was accepted before the database was closed is finished")
    func closeFinishesWork() async throws {
        let writer = try await HeldWriter(SQLiteConfiguration(groupSize: 2))
        let database = writer.database
        try await writer.whileHeld { letGo in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<7 {
                    group.addTask { try await database.write { try Note.insert("\(number)", $0) } }
                }
                await writer.waitForQueue(7)
                group.addTask { try await database.close() }
                letGo()
                try await group.waitForAll()
            }
        }
        let reopened = try SQLiteDatabase(path: writer.folder.path + "/test.sqlite")
        #expect(try await Note.names(in: reopened) == (0..<7).map { "\($0)" })
        try await reopened.close()
    }
}
