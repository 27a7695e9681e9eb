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
    @Test("Every seek goes by the partial index of claimable jobs")
    func plan() async throws {
        try await withDesk { desk, database in
            let plans = try await database.read { tx in
                let recorder = Recorder(tx)
                _ = try JobStore(recorder).nextDue(
                    team: desk.team, agent: desk.agent, requirements: [desk.requirement], at: desk.rows.now)
                return try recorder.statements.map { sql, arguments in
                    try tx.query("EXPLAIN QUERY PLAN \(sql)", arguments).map { try $0.text("detail") }
                }
            }
            let seek = """
                SEARCH jobs USING INDEX jobs_claimable \
                (team_id=? AND bound_agent_id=? AND requirement_id=? AND priority=? AND available_at<?)
                """
            #expect(plans.count == 10)
            #expect(plans.allSatisfy { $0 == [seek] }, "\(plans.first ?? [])")
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
                steps.append(try await Self.steps(of: desk, database))
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

    /// Steps of the virtual machine for one look at the queue.
    private static func steps(of desk: Desk, _ database: SQLiteDatabase) async throws -> Int {
        let count = Counter()
        return try await database.pool.read { connection in
            let tx = SQLiteConnection(connection)
            func look() throws {
                _ = try JobStore(tx).nextDue(
                    team: desk.team, agent: desk.agent, requirements: [desk.requirement], at: desk.rows.now)
            }
            // The statement is prepared by the first look.
            try look()
            sqlite3_progress_handler(
                connection.sqliteConnection, 1,
                { pointer in
                    guard let pointer else { return 0 }
                    Unmanaged<Counter>.fromOpaque(pointer).takeUnretainedValue().steps.add(1, ordering: .relaxed)
                    return 0
                }, Unmanaged.passUnretained(count).toOpaque())
            defer { sqlite3_progress_handler(connection.sqliteConnection, 0, nil, nil) }
            try look()
            return count.steps.load(ordering: .relaxed)
        }
    }

    private final class Counter: Sendable {
        let steps = Atomic<Int>(0)
    }

    /// Notes what is asked of a connection.
    private final class Recorder: SQLConnection {
        private let tx: any SQLConnection
        private(set) var statements: [(sql: String, arguments: [any SQLValueConvertible])] = []
        var dialect: Dialect { tx.dialect }

        init(_ tx: any SQLConnection) {
            self.tx = tx
        }

        func execute(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> Int {
            try tx.execute(sql, arguments)
        }

        func query(_ sql: String, _ arguments: [any SQLValueConvertible]) throws -> [SQLRow] {
            statements.append((sql, arguments))
            return try tx.query(sql, arguments)
        }
    }
}
