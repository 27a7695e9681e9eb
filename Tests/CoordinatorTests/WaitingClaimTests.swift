import Domain
import Synchronization
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Claims that wait", .timeLimit(.minutes(5)))
struct WaitingClaimTests {
    /// A claim of 50 s that has looked in vain and waits now, as one of so many.
    private func waiting(_ agent: TestAgent, ofAll count: Int = 1) async -> Task<JobAssignment?, any Error> {
        // The test awaits its value.
        let claim = Task { try await agent.claim(wait: 50) }
        await agent.fixture.waitForClaims(count)
        return claim
    }

    /// A claim that waits until its time is up and gets nothing.
    private func inVain(_ agent: TestAgent) async throws {
        let claim = await waiting(agent)
        agent.fixture.time.advance(by: .seconds(50))
        #expect(try await claim.value == nil)
    }

    @Test(
        "A new job wakes a waiting claim at once, without time passing", .proves("FR-200.3"), arguments: TestEngine.all)
    func newJob(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let claim = await waiting(s.agent)
            let began = f.time.now()
            let job = try await s.job()
            #expect(try await claim.value?.guid == job.guid)
            #expect(f.time.now() == began)
        }
    }

    @Test("A job that is given back wakes a waiting claim", .proves("FR-200.6"), arguments: TestEngine.all)
    func givenBack(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let other = try await f.agent("other", of: s.administrator)
            let job = try await s.job()
            try await f.unbind(job)
            _ = try await s.agent.running()
            let claim = await waiting(other)
            try await s.agent.disconnect()
            #expect(try await claim.value?.guid == job.guid)
        }
    }

    @Test("A claim that gets nothing ends when its time is up, and not before", arguments: TestEngine.all)
    func timeIsUp(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let other = try await f.agent("other", of: s.administrator)
            f.time.advance(by: .milliseconds(100))
            let claims = [await waiting(s.agent), await waiting(other, ofAll: 2)]
            await f.time.waitForSleepers()
            f.time.advance(by: .milliseconds(49_999))
            #expect(f.coordinator.claims.waiting == 2)
            f.time.advance(by: .milliseconds(1) + ClaimWaiters.alarmStep)
            for claim in claims { #expect(try await claim.value == nil) }
        }
    }

    @Test(
        "An agent that has looked in vain is called for a job that came between two claims",
        .proves("FR-200.4"), arguments: TestEngine.all)
    func betweenClaims(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            for _ in 0..<2 { try await inVain(s.agent) }
            let job = try await s.job()
            #expect(try await s.agent.claim(wait: 50)?.guid == job.guid)
        }
    }

    @Test(
        "Of two claims of an agent that has looked in vain one gets the job, the other nothing", .proves("FR-200.4"),
        arguments: TestEngine.all)
    func twoOfOneAgent(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            try await inVain(s.agent)
            let claims = [await waiting(s.agent), await waiting(s.agent, ofAll: 2)]
            let job = try await s.job()
            let answers = try await withThrowingTaskGroup(of: String?.self) { group in
                for claim in claims { group.addTask { try await claim.value?.guid } }
                let first = try #require(try await group.next())
                // The other was told that its agent has a job now; it looks, and waits until its time is up.
                let clock = Task {
                    while !Task.isCancelled {
                        f.time.advance(by: .seconds(50))
                        await Task.yield()
                    }
                }
                defer { clock.cancel() }
                let second = try #require(try await group.next())
                return [first, second]
            }
            #expect(answers == [job.guid, nil])
        }
    }

    @Test(
        "A job that a server gave and died before it said so is handed to the claim that waits elsewhere",
        .proves("FR-200.4", "NFR-200.1"), arguments: TestEngine.all)
    func givenByTheDead(_ engine: TestEngine) async throws {
        try await Fixture.pair(engine) { one, other in
            let s = try await one.studio()
            try await inVain(s.agent.on(other))
            let claim = await waiting(s.agent.on(other))
            let job = try await s.job()
            #expect(try await s.agent.claim()?.guid == job.guid)
            // What it says once another server has fallen silent.
            other.coordinator.context.events.lookAgain()
            #expect(try await claim.value?.guid == job.guid)
        }
    }

    @Test(
        "A job of which no word came is found for an agent that has looked in vain", .proves("FR-200.4"),
        arguments: TestEngine.all)
    func unheard(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            try await f.execute("UPDATE jobs SET available_at = available_at + 60000")
            try await inVain(s.agent)
            let claim = await waiting(s.agent)
            try await f.execute("UPDATE jobs SET available_at = available_at - 60000")
            try await f.coordinator.claims.callForDueJobs()
            #expect(try await claim.value?.guid == job.guid)
        }
    }

    @Test(
        "A claim that has not looked looks at its end where something was told meanwhile", .proves("FR-200.4"),
        arguments: TestEngine.all)
    func looksAtItsEnd(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let other = try await f.agent("other", of: s.administrator)
            let job = try await s.job()
            try await f.execute("UPDATE jobs SET available_at = available_at + 60000")
            try await inVain(s.agent)
            let first = await waiting(other)
            let claim = await waiting(s.agent, ofAll: 2)
            try await f.execute("UPDATE jobs SET available_at = available_at - 60000")
            // The other agent is called, as it came first; this one is not, but knows no longer that there is nothing.
            f.coordinator.context.events.publish([
                .jobAvailable(
                    team: s.administrator.team.rowID, requirement: Requirement([.tool(.photostats)]), boundAgent: nil)
            ])
            await f.waitForClaims(2)
            f.time.advance(by: .seconds(50))
            #expect(try await claim.value?.guid == job.guid)
            #expect(try await first.value == nil)
        }
    }

    @Test("Once the claims are gone nothing is left to wake them", arguments: TestEngine.all)
    func alarmsEnd(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let claim = await waiting(s.agent)
            await f.time.waitForSleepers()
            claim.cancel()
            #expect(try await claim.value == nil)
            await f.time.waitForNoSleepers()
            #expect(f.coordinator.claims.waiting == 0)
        }
    }

    @Test("A job that falls due is found by a waiting claim", .proves("FR-460.3"), arguments: TestEngine.all)
    func fallsDue(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            try await f.execute(
                "UPDATE jobs SET status = 'scheduled', available_at = ?1", [f.time.now() + .seconds(4)])
            let claim = await waiting(s.agent)
            await f.sweep(after: .seconds(5))
            #expect(try await claim.value?.guid == job.guid)
        }
    }

    @Test("A job of which no word came is found by a waiting claim", .proves("FR-200.4"), arguments: TestEngine.all)
    func lostWakeUp(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            try await f.execute("UPDATE jobs SET status = 'failed'")
            let claim = await waiting(s.agent)
            // As another server would, whose notification is lost.
            try await f.execute("UPDATE jobs SET status = 'pending'")
            await f.sweep()
            #expect(try await claim.value?.guid == job.guid)
        }
    }

    @Test(
        "A claim of an agent that was barred is woken even if no word of its end came", .proves("SL-3"),
        arguments: TestEngine.all)
    func lostUnpause(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            _ = try await f.coordinator.agents.setPaused(s.agent.guid, true, by: s.administrator)
            let job = try await s.job()
            let claim = await waiting(s.agent)
            try await f.execute("UPDATE agents SET is_paused = 0")
            await f.sweep()
            #expect(try await claim.value?.guid == job.guid)
        }
    }

    @Test(
        "Of the waiting agents the one with the fewest recent jobs goes first", .proves("US-10"),
        arguments: TestEngine.all)
    func fewest(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let fresh = try await f.agent("fresh", of: s.administrator)
            // The agent of the studio has had a job within the hour; it waits first nevertheless.
            try await s.agent.complete(try await s.running())
            let tired = await waiting(s.agent)
            let rested = await waiting(fresh, ofAll: 2)
            let job = try await unboundJob(f, s)
            #expect(try await rested.value?.guid == job.guid)
            tired.cancel()
            #expect(try await tired.value == nil)
        }
    }

    /// A job that any agent of the team may take.
    private func unboundJob(_ f: Fixture, _ s: Studio) async throws -> JobDTO {
        try await f.execute("UPDATE collections SET bound_agent_id = NULL")
        return try await s.job()
    }

    @Test("Two jobs at one moment wake two waiting agents", .proves("FR-200.4"), arguments: TestEngine.all)
    func twoJobs(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let other = try await f.agent("other", of: s.administrator)
            let first = await waiting(s.agent)
            let second = await waiting(other, ofAll: 2)
            // Both become available before any woken claim can have looked.
            try await f.execute("UPDATE collections SET bound_agent_id = NULL")
            let jobs = try await [s.job(), s.job()].map(\.guid)
            let given = try await [first.value, second.value].map { $0?.guid }
            #expect(Set(given) == Set(jobs))
        }
    }

    @Test(
        "A wake-up that its agent cannot use goes to the next one", .proves("FR-200.4", "SL-3"),
        arguments: TestEngine.all)
    func passedOn(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let other = try await f.agent("other", of: s.administrator)
            let paused = await waiting(s.agent)
            let ready = await waiting(other, ofAll: 2)
            _ = try await f.coordinator.agents.setPaused(s.agent.guid, true, by: s.administrator)
            let job = try await unboundJob(f, s)
            #expect(try await ready.value?.guid == job.guid)
            paused.cancel()
            #expect(try await paused.value == nil)
        }
    }

    @Test("A claim whose client is gone ends at once, and takes no job with it", arguments: TestEngine.all)
    func clientGone(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let caller = try await s.agent.caller()
            let leave = Mutex<(@Sendable () -> Void)?>(nil)
            // The test awaits its value.
            let claim = Task {
                try await f.coordinator.claims.claim(
                    ClaimRequest(capabilities: s.agent.capabilities, waitSeconds: 50), from: caller
                ) { hook in leave.withLock { $0 = hook } }
            }
            await f.waitForClaims()
            let hook = try #require(leave.withLock { $0 })
            hook()
            #expect(try await claim.value == nil)
            let job = try await s.job()
            #expect(try await s.look(job).status == .pending)
        }
    }

    @Test(
        "A waiting claim of an agent that is revoked or deleted meanwhile gets nothing",
        .proves("FR-520.7", "FR-100.7"), arguments: TestEngine.all, [true, false])
    func expelled(_ engine: TestEngine, _ isRevoked: Bool) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let doomed = try await f.agent("doomed", of: s.administrator)
            let claim = await waiting(doomed)
            if isRevoked {
                _ = try await f.coordinator.agents.revoke(doomed.guid, reason: "stolen", by: s.administrator)
            } else {
                try await f.coordinator.agents.delete(doomed.guid, by: s.administrator)
            }
            let job = try await unboundJob(f, s)
            // It looks once more, with the job there, before it ends.
            f.time.advance(by: .seconds(50))
            #expect(try await claim.value == nil)
            #expect(try await s.look(job).status == .pending)
            #expect(try await s.agent.claim()?.guid == job.guid)
        }
    }
}
