import Database
import Domain
import Store
import TestDatabases
import TestSupport
import Testing

/// Plans are kept with prepared statements, so those that are made while tables are all but empty have to be right for full
/// ones as well.
@Suite("Plans that PostgreSQL makes before there is much")
struct PostgresPlanTests {
    /// What PostgreSQL would do for the statements of a call, a line each, on a database with one job and no statistics.
    private func plan(_ call: @escaping @Sendable (Desk, Job, any SQLConnection) throws -> Void) async throws
        -> [String]
    {
        try await TestEngine.postgres.withPlace { place in
            let database = try place.open()
            _ = try await MigrationRunner(database: database, migrations: Migrations.all).migrate()
            let desk = try await Rows(database: database).desk()
            let job = try await desk.job()
            let lines = try await database.write { tx in
                let recorder = StatementRecorder(tx)
                try call(desk, job, recorder)
                return try recorder.statements.flatMap { sql, arguments in
                    try tx.query("EXPLAIN \(sql)", arguments).map { try $0.text("QUERY PLAN") }
                }
            }
            try await database.close()
            return lines
        }
    }

    /// The scans of tables that grow with every job.
    private func wholeTables(_ plan: [String]) -> [String] {
        plan.filter { line in
            line.contains("Hash Join") || line.contains("Merge Join")
                || ["jobs", "attempts", "results", "audit"].contains { line.contains("Seq Scan on \($0)") }
        }
    }

    @Test("A job is found by its guid, not among all jobs of its team")
    func job() async throws {
        let plan = try await plan { desk, job, tx in _ = try JobStore(tx).find(job.guid, team: desk.team) }
        #expect(plan.contains { $0.contains("jobs_guid_key") }, "\(plan)")
        #expect(wholeTables(plan) == [], "\(plan)")
    }

    @Test("So is a result")
    func result() async throws {
        let plan = try await plan { desk, _, tx in
            let guid: ResultID = desk.rows.identifier()
            _ = try ResultStore(tx).find(guid, team: desk.team)
        }
        #expect(plan.contains { $0.contains("results_guid_key") }, "\(plan)")
        #expect(wholeTables(plan) == [], "\(plan)")
    }

    @Test("A claim seeks, and joins nothing as a whole", .proves("NFR-100.1"))
    func claim() async throws {
        let plan = try await plan { desk, _, tx in
            let claims = ClaimStore(tx)
            let look = try claims.look(desk.claimant(), at: desk.rows.now, isToTake: true)
            let place = try #require(look?.place)
            let job = try #require(
                try claims.take(place, for: desk.claimant(), lease: desk.rows.now, at: desk.rows.now))
            _ = try claims.briefing(collection: job.collection, pipeline: job.pipeline, tool: job.tool)
            _ = try claims.due(team: desk.team, at: desk.rows.now)
        }
        #expect(plan.filter { $0.contains("jobs_claimable") }.count >= 6, "\(plan)")
        #expect(wholeTables(plan) == [], "\(plan)")
    }
}
