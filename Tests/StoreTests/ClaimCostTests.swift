import Database
import Domain
import GRDB
import GRDBSQLite
import Store
import Synchronization
import TestDatabases
import TestSupport
import Testing

@testable import Database

/// What a claim costs SQLite, in steps of its virtual machine: a measure that no busy machine disturbs.
@Suite("The cost of a claim on SQLite")
struct ClaimCostTests {
    @Test("A look is one statement, and every seek of it goes by the partial index of claimable jobs")
    func plan() async throws {
        try await withDesk { desk, database in
            let plans = try await database.read { tx in
                let recorder = StatementRecorder(tx)
                _ = try ClaimStore(recorder).look(desk.claimant(), at: desk.rows.now)
                return try recorder.statements.map { sql, arguments in
                    try tx.query("EXPLAIN QUERY PLAN \(sql)", arguments).map { try $0.text("detail") }
                }
            }
            let seek = """
                SEARCH j USING INDEX jobs_claimable \
                (team_id=? AND bound_agent_id=? AND requirement_id=? AND priority=? AND available_at<?)
                """
            #expect(plans.count == 1)
            // One for each priority; nothing else looks at jobs but by their rows, and for the one that the agent holds.
            let ofJobs = plans.first?.filter { $0.contains(" j ") || $0.contains(" c ") || $0.contains(" h ") }
            #expect(
                ofJobs == ["SEARCH c USING INTEGER PRIMARY KEY (rowid=?)"] + Array(repeating: seek, count: 5)
                    + ["SEARCH h USING INDEX jobs_one_per_agent (agent_id=?)"], "\(plans)")
        }
    }

    @Test("Where jobs are due is found by leaps over those that wait for the same", .proves("NFR-100.1"))
    func due() async throws {
        try await withDesk { desk, database in
            let other = try await desk.rows.agent("other", team: desk.team, user: desk.user)
            var steps: [Int] = []
            for count in [200, 10_000] {
                try await Self.fill(
                    desk, database, count, boundTo: other, availableAt: desk.rows.now - .seconds(3600))
                let due = try await database.read { tx in
                    try ClaimStore(tx).due(team: desk.team, at: desk.rows.now)
                }
                #expect(due.map(\.boundAgent) == [other] && due.map(\.count) == [100])
                steps.append(
                    try await Self.steps(database) { tx in
                        _ = try ClaimStore(tx).due(team: desk.team, at: desk.rows.now)
                    })
            }
            #expect(steps[0] > 0 && steps[0] == steps[1], "\(steps)")
        }
    }

    @Test("10,000 jobs bound elsewhere and 10,000 not yet due in front cost not one step more", .proves("NFR-100.1"))
    func flat() async throws {
        try await withDesk { desk, database in
            let other = try await desk.rows.agent("other", team: desk.team, user: desk.user)
            let mine = try await desk.job { $0.priority = -2 }
            // One of each kind first: an empty range is a step or two cheaper still.
            var steps: [Int] = []
            for count in [5, 10_000] {
                let now = desk.rows.now
                try await Self.fill(desk, database, count, boundTo: other, availableAt: now - .seconds(3600))
                try await Self.fill(desk, database, count, boundTo: desk.agent, availableAt: now + .seconds(3600))
                #expect(try await desk.next() == mine.rowID)
                steps.append(
                    try await Self.steps(database) { tx in
                        _ = try ClaimStore(tx).look(desk.claimant(), at: now)
                    })
            }
            #expect(steps[0] > 0 && steps[0] == steps[1], "\(steps)")
        }
    }

    private func withDesk(_ test: (Desk, SQLiteDatabase) async throws -> Void) async throws {
        for engine in TestEngine.all where engine.description == "SQLite" {
            try await engine.withDatabase { database in
                let database = try #require(database as? SQLiteDatabase)
                try await test(try await Rows(database: database).desk(), database)
            }
        }
    }

    private static func fill(
        _ desk: Desk, _ database: SQLiteDatabase, _ count: Int, boundTo agent: Int64, availableAt: Timestamp
    ) async throws {
        let jobs = (0..<count).map { number in
            desk.newJob {
                $0.boundAgent = agent
                $0.priority = number % 5 - 2
                $0.scheduledFor = availableAt
            }
        }
        try await database.write { tx in
            // As PENDING ones, since of SCHEDULED ones a collection has but one for each tool.
            for job in jobs { try JobStore(tx).insert(job, at: max(availableAt, desk.rows.now)) }
        }
    }

    /// Steps of the virtual machine for one call.
    private static func steps(
        _ database: SQLiteDatabase, _ call: @escaping @Sendable (any SQLConnection) throws -> Void
    ) async throws -> Int {
        let count = Counter()
        return try await database.pool.read { connection in
            let tx = SQLiteConnection(connection)
            // The statement is prepared by the first call.
            try call(tx)
            sqlite3_progress_handler(
                connection.sqliteConnection, 1,
                { pointer in
                    guard let pointer else { return 0 }
                    Unmanaged<Counter>.fromOpaque(pointer).takeUnretainedValue().steps.add(1, ordering: .relaxed)
                    return 0
                }, Unmanaged.passUnretained(count).toOpaque())
            defer { sqlite3_progress_handler(connection.sqliteConnection, 0, nil, nil) }
            try call(tx)
            return count.steps.load(ordering: .relaxed)
        }
    }

    private final class Counter: Sendable {
        let steps = Atomic<Int>(0)
    }
}
