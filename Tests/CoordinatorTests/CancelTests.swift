import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Cancelling")
struct CancelTests {
    private func run(_ engine: TestEngine, _ test: (Fixture, Studio) async throws -> Void) async throws {
        try await Fixture.run(engine) { f in
            f.time.advance(by: .seconds(1000))
            try await test(f, try await f.studio())
        }
    }

    @Test("A waiting or assigned job ends at once", .proves("US-8"), arguments: TestEngine.all)
    func atOnce(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let scheduled = try await s.job()
            try await f.execute("UPDATE jobs SET status = 'scheduled'")
            #expect(try await s.cancel(scheduled).status == .cancelled)
            let pending = try await s.job()
            let cancelled = try await s.cancel(pending)
            #expect(cancelled.status == .cancelled && cancelled.completedAt == f.time.now())
            let assigned = try await s.job()
            let given = try await s.agent.claimed()
            #expect(try await s.cancel(assigned).status == .cancelled)
            #expect(try await s.agent.claim() == nil)
            #expect(try await f.refusal { try await s.agent.complete(given) } == "409 job_ended")
            #expect(try await s.agent.heartbeat(.job(given.guid)).cancelJobGuids == [given.guid])
            #expect(try await f.refusal { _ = try await s.cancel(assigned) } == "409 already_ended")
        }
    }

    @Test(
        "A running agent is told by every way, and its answer ends the job", .proves("FR-500.5"),
        arguments: TestEngine.all)
    func running(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            let events = f.coordinator.context.events.subscribe(team: s.administrator.team.rowID)
            let asked = try await f.coordinator.jobs.cancel(job.guid, by: s.administrator)
            #expect(asked.status == .running && asked.cancelRequestedAt == f.time.now())
            let iterator = events.makeAsyncIterator()
            guard case .stopJob(_, let stopped, _)? = await iterator.next() else {
                Issue.record("the agent's socket is not told first")
                return
            }
            #expect(stopped.description == job.guid)
            #expect(try await s.agent.progress(job).cancelled)
            #expect(try await s.agent.heartbeat(.job(job.guid)).cancelJobGuids == [job.guid])
            f.time.advance(by: .seconds(1))
            // A second wish does not set the clock back.
            _ = try await f.coordinator.jobs.cancel(job.guid, by: s.administrator)
            #expect(try await s.look(job).cancelRequestedAt == asked.cancelRequestedAt)
            try await s.agent.finish(try Signed(job).cancelled(), job)
            #expect(try await s.look(job).status == .cancelled)
        }
    }

    @Test("Without an answer within 60 s the server cancels alone", .proves("US-8"), arguments: TestEngine.all)
    func patience(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            _ = try await f.coordinator.jobs.cancel(job.guid, by: s.administrator)
            await f.sweep(after: .seconds(30))
            try await s.agent.progress(job)
            await f.sweep(after: .milliseconds(29_999))
            #expect(try await s.look(job).status == .running)
            await f.sweep(after: .milliseconds(1))
            #expect(try await s.look(job).status == .cancelled)
            #expect(try await s.look(job).attempts?.map(\.outcome) == [.cancelled])
            #expect(try await f.refusal { try await s.agent.complete(job) } == "409 job_ended")
            #expect(try await f.refusal { try await s.agent.progress(job) } == "409 stale_attempt")
            #expect(try await f.count("SELECT count(*) AS n FROM results") == 0)
        }
    }

    @Test("A valid result that arrives first wins; a failure does not bring the job back", arguments: TestEngine.all)
    func firstWins(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let won = try await s.running()
            _ = try await f.coordinator.jobs.cancel(won.guid, by: s.administrator)
            let answer = try await s.agent.complete(won)
            let seen = try await s.look(won)
            #expect(seen.status == .completed && seen.resultGuid == answer.resultGuid)
            let failed = try await s.running()
            _ = try await f.coordinator.jobs.cancel(failed.guid, by: s.administrator)
            try await s.agent.fail(failed)
            #expect(try await s.look(failed).status == .cancelled)
        }
    }

    @Test("A cancelled job whose agent is lost or goes away ends", arguments: TestEngine.all, [true, false])
    func lost(_ engine: TestEngine, _ isDisconnected: Bool) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            _ = try await f.coordinator.jobs.cancel(job.guid, by: s.administrator)
            if isDisconnected {
                try await s.agent.disconnect()
            } else {
                _ = try await s.agent.heartbeat(.idle)
            }
            #expect(try await s.look(job).status == .cancelled)
            #expect(try await s.agent.claim() == nil)
        }
    }
}
