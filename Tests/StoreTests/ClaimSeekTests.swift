import Domain
import TestDatabases
import TestSupport
import Testing

@testable import Store

@Suite("The next due job")
struct ClaimSeekTests {
    private func withDesk(_ engine: TestEngine, _ test: (Desk) async throws -> Void) async throws {
        try await engine.withDatabase { database in try await test(try await Rows(database: database).desk()) }
    }

    @Test(
        "Priority goes before age, among bound and unbound jobs alike", .proves("FR-200.4"), arguments: TestEngine.all)
    func order(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            let now = desk.rows.now
            func job(_ priority: Int, bound: Bool, ageInSeconds: Int) async throws -> Int64 {
                try await desk.job {
                    $0.priority = priority
                    $0.boundAgent = bound ? desk.agent : nil
                    $0.scheduledFor = now - .seconds(ageInSeconds)
                }.rowID
            }
            let low = try await job(-2, bound: true, ageInSeconds: 900)
            let young = try await job(0, bound: true, ageInSeconds: 10)
            let old = try await job(0, bound: false, ageInSeconds: 20)
            let high = try await job(2, bound: false, ageInSeconds: 0)
            var order: [Int64?] = []
            for _ in 0..<5 {
                let next = try await desk.next()
                order.append(next)
                guard let next else { break }
                try await desk.rows.database.write { tx in
                    try tx.execute("UPDATE jobs SET status = 'cancelled' WHERE id = ?1", [next])
                }
            }
            #expect(order == [high, old, young, low, nil])
        }
    }

    @Test("Of jobs that became available together the first made goes first", arguments: TestEngine.all)
    func sameAge(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            let unbound = try await desk.job { $0.boundAgent = nil }
            _ = try await desk.job()
            #expect(try await desk.next() == unbound.rowID)
        }
    }

    @Test(
        "Jobs of others, of unmet requirements, not yet due or not waiting are no candidates",
        .proves("FR-400.4", "FR-400.6", "FR-460.3"), arguments: TestEngine.all)
    func none(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            let job = try await desk.job()
            #expect(try await desk.next() == job.rowID)
            let other = try await desk.rows.agent("other", team: desk.team, user: desk.user)
            #expect(try await desk.next(agent: other) == nil)
            #expect(try await desk.next(requirements: []) == nil)
            #expect(try await desk.next(requirements: [desk.requirement + 1]) == nil)
            #expect(try await desk.next(at: desk.rows.now - .milliseconds(1)) == nil)
            for status in JobStatus.allCases {
                try await desk.rows.database.write { tx in
                    try tx.execute(
                        "UPDATE jobs SET status = ?2, agent_id = ?3 WHERE id = ?1",
                        [job.rowID, status.rawValue, status.isHeld ? desk.agent : nil])
                }
                #expect(try await desk.next() == (status.isClaimable ? job.rowID : nil), "\(status)")
            }
        }
    }

    @Test(
        "A scheduled job is claimable as it is once its time has come", .proves("FR-460.1", "FR-460.2", "FR-460.3"),
        arguments: TestEngine.all)
    func scheduled(_ engine: TestEngine) async throws {
        try await withDesk(engine) { desk in
            let due = desk.rows.now + .seconds(60)
            let job = try await desk.job { $0.scheduledFor = due }
            #expect(job.status == .scheduled && job.availableAt == due)
            #expect(try await desk.next(at: due - .milliseconds(1)) == nil)
            #expect(try await desk.next(at: due) == job.rowID)
        }
    }
}
