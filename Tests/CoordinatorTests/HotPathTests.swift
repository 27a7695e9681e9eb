import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// What the usual requests ask of the database: the one measure of their cost that no busy machine disturbs.
@Suite("What a request asks of the database")
struct HotPathTests {
    private typealias Counts = StatementCounter.Counts

    private func withStudio(
        _ engine: TestEngine, _ test: (Fixture, Studio, StatementCounter) async throws -> Void
    ) async throws {
        let counter = StatementCounter()
        try await Fixture.run(engine, counter: counter) { f in try await test(f, try await f.studio(), counter) }
    }

    @Test(
        "The life of a job: one write each to claim, start and complete", .proves("NFR-100.1"),
        arguments: TestEngine.all)
    func life(_ engine: TestEngine) async throws {
        try await withStudio(engine) { f, s, counter in
            // The first claim of an agent looks before it writes, and learns what jobs can need.
            try await s.agent.complete(try await s.running())
            try await s.job()
            let caller = try await s.agent.caller()
            let claims = f.coordinator.claims
            let request = ClaimRequest(capabilities: s.agent.capabilities)
            var job: JobAssignment?
            let claim = try await counter.counting { job = try await claims.claim(request, from: caller)?.assignment }
            #expect(claim == Counts(reads: 0, writes: 1, statements: 4))
            let given = try #require(job)
            let start = try await counter.counting { _ = try await s.agent.progress(given) }
            #expect(start == Counts(reads: 0, writes: 1, statements: 3))
            let completion = try Signed(given).completed()
            let end = try await counter.counting { _ = try await s.agent.finish(completion, given) }
            #expect(end == Counts(reads: 1, writes: 1, statements: 6))
        }
    }

    @Test("A look at an empty queue is one statement that only reads", arguments: TestEngine.all)
    func empty(_ engine: TestEngine) async throws {
        try await withStudio(engine) { f, s, counter in
            let caller = try await s.agent.caller()
            let claim = try await counter.counting {
                let job = try await f.coordinator.claims.claim(
                    ClaimRequest(capabilities: s.agent.capabilities), from: caller)
                #expect(job == nil)
            }
            #expect(claim == Counts(reads: 1, writes: 0, statements: 1))
        }
    }

    @Test(
        "A due job that an agent cannot run, or that is another's, does not make it look each time",
        .proves("FR-200.3"), arguments: TestEngine.all)
    func othersJob(_ engine: TestEngine) async throws {
        try await withStudio(engine) { f, s, counter in
            let other = try await f.agent("other", of: s.administrator)
            try await s.job()
            let caller = try await other.caller()
            let claims = f.coordinator.claims
            for capabilities in [other.capabilities, ["local_filesystem"]] {
                func claim() async throws {
                    async let held = claims.claim(
                        ClaimRequest(capabilities: capabilities, waitSeconds: 25), from: caller)
                    await f.waitForClaims()
                    try await claims.callForDueJobs()
                    f.time.advance(by: .seconds(25))
                    let job = try await held
                    #expect(job == nil)
                }
                try await claim()
                let again = try await counter.counting { try await claim() }
                #expect(again == Counts(reads: 1, writes: 0, statements: 1), "the server's own look for due jobs")
                // Then it is nobody's in particular, and only what the agent can do keeps it from running it.
                try await f.execute("UPDATE jobs SET bound_agent_id = 0")
            }
        }
    }

    @Test(
        "An agent that has nothing to do asks nothing again and again, until something is told", .proves("FR-200.3"),
        arguments: TestEngine.all)
    func idle(_ engine: TestEngine) async throws {
        try await withStudio(engine) { f, s, counter in
            let caller = try await s.agent.caller()
            let request = ClaimRequest(capabilities: s.agent.capabilities, waitSeconds: 25)
            func inVain(_ request: ClaimRequest) async throws {
                async let held = f.coordinator.claims.claim(request, from: caller)
                await f.waitForClaims()
                f.time.advance(by: .seconds(25))
                let job = try await held
                #expect(job == nil)
            }
            let first = try await counter.counting { try await inVain(request) }
            #expect(first.reads > 0 && first.writes == 0)
            let again = try await counter.counting { for _ in 0..<3 { try await inVain(request) } }
            #expect(again == Counts())
            // Other capabilities may find another job.
            let other = ClaimRequest(capabilities: ["tool:photostats"], waitSeconds: 25)
            let changed = try await counter.counting { try await inVain(other) }
            #expect(changed.reads > 0)
            try await inVain(request)
            // Called, it takes the job without looking first, and reads once what jobs can need.
            let held = Task { try await f.coordinator.claims.claim(request, from: caller) }
            await f.waitForClaims()
            let taken = try await counter.counting {
                let job = try await s.job()
                #expect(try await held.value?.assignment.guid == job.guid)
            }
            #expect(taken.reads == 1)
        }
    }

    @Test("An unchanged heartbeat asks nothing, and all of them are written together", arguments: TestEngine.all)
    func heartbeats(_ engine: TestEngine) async throws {
        try await withStudio(engine) { f, s, counter in
            let other = try await f.agent("other", of: s.administrator)
            for agent in [s.agent, other] { _ = try await agent.heartbeat(.idle) }
            let beats = try await counter.counting {
                for agent in [s.agent, other] { _ = try await agent.heartbeat(.idle) }
            }
            #expect(beats == Counts())
            let flush = try await counter.counting { try await f.coordinator.context.life.flush(f.coordinator.context) }
            #expect(flush == Counts(reads: 0, writes: 1, statements: 1))
        }
    }

    @Test("Who was revoked or deleted is refused with the next request", .proves("FR-520.7", "FR-100.7"))
    func expelled() async throws {
        for engine in TestEngine.all {
            try await withStudio(engine) { f, s, counter in
                let doomed = try await f.agent("doomed", of: s.administrator)
                for agent in [s.agent, doomed] { _ = try await agent.caller() }
                let kept = try await counter.counting { _ = try await doomed.caller() }
                #expect(kept == Counts())
                _ = try await f.coordinator.agents.revoke(doomed.guid, reason: "stolen", by: s.administrator)
                #expect(try await f.refusal { _ = try await doomed.caller() } == "403 agent_revoked")
                try await f.coordinator.agents.delete(doomed.guid, by: s.administrator)
                #expect(try await f.refusal { _ = try await doomed.caller() } == "401 invalid_key")
            }
        }
    }

    @Test("What an administrator changes of an agent is known with its next request", .proves("SL-3"))
    func changed() async throws {
        for engine in TestEngine.all {
            try await withStudio(engine) { f, s, _ in
                #expect(try await s.agent.heartbeat().paused == false)
                _ = try await f.coordinator.agents.setPaused(s.agent.guid, true, by: s.administrator)
                #expect(try await s.agent.heartbeat().paused)
            }
        }
    }

    @Test("What was read is kept for less than 60 s", arguments: TestEngine.all)
    func lifetime(_ engine: TestEngine) async throws {
        try await withStudio(engine) { f, s, _ in
            _ = try await s.agent.caller()
            // Behind the server's back, as on another server whose word was lost.
            try await f.execute("UPDATE agents SET status = 'revoked'")
            f.time.advance(by: .milliseconds(59_999))
            _ = try await s.agent.caller()
            f.time.advance(by: .milliseconds(1))
            #expect(try await f.refusal { _ = try await s.agent.caller() } == "403 agent_revoked")
        }
    }

    @Test("A wish to cancel, or another job, is known with the next heartbeat", arguments: TestEngine.all)
    func heldJob(_ engine: TestEngine) async throws {
        try await withStudio(engine) { f, s, _ in
            let job = try await s.running()
            #expect(try await s.agent.heartbeat(.job(job.guid)).cancelJobGuids == [])
            _ = try await f.coordinator.jobs.cancel(job.guid, by: s.administrator)
            #expect(try await s.agent.heartbeat(.job(job.guid)).cancelJobGuids == [job.guid])
            try await s.agent.finish(try Signed(job).cancelled(), job)
            let next = try await s.running()
            #expect(try await s.agent.heartbeat(.job(next.guid)).cancelJobGuids == [])
            #expect(try await s.agent.heartbeat(.job(job.guid)).cancelJobGuids == [job.guid])
        }
    }
}
