import Database
import Domain
import Store
import TestDatabases
import TestSupport
import Testing

@Suite("Migrations, accounts and small tables as rows")
struct AccountStoreTests {
    @Test("Every migration is applied once", arguments: TestEngine.all)
    func migrations(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let runner = MigrationRunner(database: database, migrations: Migrations.all)
            let pending = try await runner.pending()
            let applied = try await runner.migrate()
            #expect(pending.isEmpty && applied.isEmpty)
            let numbers = Migrations.all.map(\.number)
            #expect(numbers == Set(numbers).sorted(), "in order, each once; a number may be left out")
        }
    }

    @Test("An email is found in whatever case, and taken once", arguments: TestEngine.all)
    func emails(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let rows = Rows(database: database)
            let (team, user) = try await rows.team()
            let found = try await database.read { tx in try UserStore(tx).find(email: "aNN@red.example.ORG") }
            #expect(found?.rowID == user && found?.email == "ann@red.example.org")
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { tx in
                    _ = try UserStore(tx).insert(
                        guid: rows.identifier(), team: team, email: "ANN@RED.example.org", name: "B", role: .member,
                        passwordHash: nil, at: rows.now)
                }
            }
            #expect(error?.isUniqueViolation == true)
        }
    }

    @Test("A user who is asked for many times over is one", arguments: TestEngine.all)
    func repeated(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let rows = Rows(database: database)
            let (_, user) = try await rows.team()
            for count in [1, 2, 17, 300] {
                let asked = Array(repeating: user, count: count) + [user + 1000] + Array(repeating: user, count: count)
                let found = try await database.read { tx in try UserStore(tx).guids(rows: asked) }
                #expect(Array(found.keys) == [user], "\(count) times")
            }
        }
    }

    @Test("People are listed without SYSTEM users, of one team or of all", arguments: TestEngine.all)
    func people(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let rows = Rows(database: database)
            let (red, user) = try await rows.team("Red")
            _ = try await rows.team("Blue")
            _ = try await rows.agent(team: red, user: user)
            let counts = try await database.read { tx in
                let store = UserStore(tx)
                return [try store.people().count, try store.people(team: red).count, try store.countOfPeople()]
            }
            #expect(counts == [2, 1, 2])
        }
    }

    @Test("A requirement is kept once, in whatever order its needs are given", arguments: TestEngine.all)
    func requirements(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let rows = try await database.write { tx in
                let store = RequirementStore(tx)
                return [
                    try store.intern(Requirement([Need("b"), Need("a")])),
                    try store.intern(Requirement([Need("a"), Need("b"), Need("a")])),
                    try store.intern(Requirement([Need("a")])),
                ]
            }
            #expect(rows[0] == rows[1] && rows[1] != rows[2])
            let all = try await database.read { tx in try RequirementStore(tx).all() }
            #expect(all.map(\.row) == [rows[0], rows[2]])
            #expect(all.first?.requirement == Requirement([Need("a"), Need("b")]))
        }
    }

    @Test("A setting is replaced, a team's own", .proves("EC-3"), arguments: TestEngine.all)
    func settings(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let rows = Rows(database: database)
            let (red, user) = try await rows.team("Red")
            let (blue, _) = try await rows.team("Blue")
            let values = try await database.write { tx in
                let store = ConfigurationStore(tx)
                try store.set(team: red, "a", to: [1, 2], by: user, at: rows.now)
                try store.set(team: red, "a", to: ["x": 1], by: user, at: rows.now)
                return [try store.values(team: red), try store.values(team: blue)]
            }
            #expect(values == [["a": ["x": 1]], [:]])
        }
    }

    @Test("A collection's path is free again once the collection is deleted", arguments: TestEngine.all)
    func paths(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let desk = try await Rows(database: database).desk()
            let error = await #expect(throws: DatabaseError.self) {
                _ = try await desk.rows.collection(team: desk.team, user: desk.user, agent: desk.agent)
            }
            #expect(error?.isUniqueViolation == true)
            try await database.write { tx in
                try CollectionStore(tx).delete(row: desk.collection, by: desk.user, at: desk.rows.now)
            }
            let second = try await desk.rows.collection(team: desk.team, user: desk.user, agent: desk.agent)
            #expect(second != desk.collection)
            let counts = try await database.read { tx in try CollectionStore(tx).boundCounts(agents: [desk.agent]) }
            #expect(counts == [desk.agent: 1])
        }
    }
}
