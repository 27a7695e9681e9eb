import Synchronization
import TestDatabases
import Testing

@testable import Database

/// Connections that go away, others that are in the way, and answers that do not come.
@Suite("PostgreSQL: faults", .timeLimit(.minutes(4)))
struct PostgresFaultTests {
    @Test("A connection that was closed while nobody used it is opened anew, unnoticed")
    func killedWhenIdle() async throws {
        try await PostgresFixture.run { fixture in
            try await fixture.database.write { try Note.insert("a", $0) }
            try fixture.killConnections()
            try await fixture.database.write { try Note.insert("b", $0) }
            try fixture.killConnections()
            #expect(try await Note.names(in: fixture.database) == ["a", "b"])
        }
    }

    @Test("A closure whose connection is lost before it commits is run again, and counts once")
    func killedInside() async throws {
        try await PostgresFixture.run { fixture in
            let runs = Atomic(0)
            try await fixture.database.write { tx in
                try Note.insert("a", tx)
                if runs.add(1, ordering: .relaxed).newValue == 1 { try fixture.killConnections() }
                try Note.insert("b", tx)
            }
            #expect(runs.load(ordering: .relaxed) == 2)
            #expect(try await Note.names(in: fixture.database) == ["a", "b"])
            #expect(fixture.database.statistics.repeated == 1)
        }
    }

    @Test("A reading closure whose connection is lost is run again")
    func killedReading() async throws {
        try await PostgresFixture.run { fixture in
            try await fixture.database.write { try Note.insert("a", $0) }
            let runs = Atomic(0)
            let names = try await fixture.database.read { tx in
                _ = try Note.names(tx)
                if runs.add(1, ordering: .relaxed).newValue == 1 { try fixture.killConnections() }
                return try Note.names(tx)
            }
            #expect(names == ["a"])
            #expect(runs.load(ordering: .relaxed) == 2)
        }
    }

    @Test("A connection lost in the commit is an unknown outcome, and the closure is not run again")
    func killedInCommit() async throws {
        try await PostgresFixture.run { fixture in
            try fixture.elsewhere(
                """
                CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$
                """)
            try fixture.elsewhere(
                """
                CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.name = 'deadly') EXECUTE FUNCTION die()
                """)
            let runs = Atomic(0)
            await #expect(throws: DatabaseError.outcomeUnknown) {
                try await fixture.database.write { tx in
                    runs.add(1, ordering: .relaxed)
                    try Note.insert("deadly", tx)
                }
            }
            #expect(runs.load(ordering: .relaxed) == 1)
            try await fixture.database.write { try Note.insert("b", $0) }
            #expect(try await Note.names(in: fixture.database) == ["b"])
        }
    }

    @Test("A closure that runs into a row committed meanwhile is run again, and sees it")
    func meanwhile() async throws {
        try await PostgresFixture.run { fixture in
            let runs = Atomic(0)
            let isMine = try await fixture.database.write { tx in
                if try !Note.names(tx).isEmpty { return false }
                if runs.add(1, ordering: .relaxed).newValue == 1 {
                    try fixture.elsewhere("INSERT INTO note (name) VALUES ('a')")
                }
                try Note.insert("a", tx)
                return true
            }
            #expect(!isMine)
            #expect(try await Note.names(in: fixture.database) == ["a"])
        }
    }

    @Test("An error that the closure keeps to itself still undoes everything")
    func swallowed() async throws {
        try await PostgresFixture.run { fixture in
            try await fixture.database.write { try Note.insert("a", $0) }
            let error = await #expect(throws: DatabaseError.self) {
                try await fixture.database.write { tx in
                    try Note.insert("b", tx)
                    // `try?`: what is being tested.
                    try? Note.insert("a", tx)
                }
            }
            #expect(error?.isUniqueViolation == true)
            #expect(try await Note.names(in: fixture.database) == ["a"])
        }
    }

    @Test("Two closures that wait for each other both succeed")
    func deadlock() async throws {
        try await PostgresFixture.run { fixture in
            try await fixture.database.write { tx in
                for name in ["a", "b"] { try Note.insert(name, tx) }
            }
            let met = (Gate(), Gate())
            @Sendable func change(_ first: String, _ second: String, mine: Gate, other: Gate) async throws {
                let runs = Atomic(0)
                try await fixture.database.write { tx in
                    let update = "UPDATE note SET size = coalesce(size, 0) + 1 WHERE name = ?1"
                    try tx.execute(update, [first])
                    if runs.add(1, ordering: .relaxed).newValue == 1 {
                        mine.open()
                        other.wait()
                    }
                    try tx.execute(update, [second])
                }
            }
            async let one: Void = change("a", "b", mine: met.0, other: met.1)
            async let two: Void = change("b", "a", mine: met.1, other: met.0)
            _ = try await (one, two)
            let sizes = try await fixture.database.read { tx in
                try tx.query("SELECT size FROM note").map { try $0.integer("size") }
            }
            #expect(sizes == [2, 2])
            #expect(fixture.database.statistics.repeated >= 1)
        }
    }

    @Test("With all connections in use a closure waits, and then gets a clear error")
    func exhausted() async throws {
        try await PostgresFixture.run {
            $0.poolSize = 1
            $0.waitTimeout = .milliseconds(50)
        } _: { fixture in
            let gate = Gate()
            let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
            async let holding: Void = fixture.database.write { _ in
                continuation.finish()
                gate.wait()
            }
            for await _ in begun {}
            await #expect(throws: DatabaseError.unavailable(.exhausted(connections: 1))) {
                _ = try await Note.names(in: fixture.database)
            }
            #expect(fixture.database.statistics.exhausted == 1)
            gate.open()
            try await holding
            let names = try await Note.names(in: fixture.database)
            #expect(names.isEmpty)
        }
    }

    @Test("A closure that waits for a connection can be cancelled, and closing waits for those that were accepted")
    func waiting() async throws {
        try await PostgresFixture.run {
            $0.poolSize = 1
        } _: { fixture in
            let gate = Gate()
            let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
            async let holding: Void = fixture.database.write { tx in
                continuation.finish()
                gate.wait()
                try Note.insert("held", tx)
            }
            for await _ in begun {}
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await #expect(throws: CancellationError.self) {
                        try await fixture.database.write { try Note.insert("cancelled", $0) }
                    }
                }
                while fixture.database.statistics.waiting == 0 { await Task.yield() }
                group.cancelAll()
            }
            async let closing: Void = fixture.database.close()
            gate.open()
            _ = try await (holding, closing)
            #expect(try fixture.elsewhere("SELECT name FROM note").map { try $0.text("name") } == ["held"])
            #expect(fixture.database.statistics.inUse == 0)
        }
    }

    @Test("A statement that takes too long is ended")
    func timeout() async throws {
        try await PostgresFixture.run {
            $0.statementTimeout = .milliseconds(200)
        } _: { fixture in
            await #expect(throws: DatabaseError.timeout) {
                _ = try await fixture.database.read { try $0.query("SELECT pg_sleep(600)") }
            }
            let names = try await Note.names(in: fixture.database)
            #expect(names.isEmpty)
        }
    }
}
