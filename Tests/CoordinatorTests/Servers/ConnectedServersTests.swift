import Database
import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// Two servers that hear each other's events: nobody has to wait, and nobody is trusted for longer than anywhere else.
@Suite("Servers that hear each other", .proves("SL-8"), .timeLimit(.minutes(5)))
struct ConnectedServersTests {
    @Test(
        "A claim that waits at one server gets the job of another at once", .proves("FR-200.4"),
        arguments: TestEngine.all)
    func wakes(_ engine: TestEngine) async throws {
        try await Fixture.connectedPair(engine) { one, other in
            let s = try await one.studio()
            async let waiting = s.agent.on(other).claim(wait: 50)
            // The claim's own time is up at 50 s, and it looks again after 5 s: the clock is moved by neither.
            await one.time.waitForSleepers()
            let job = try await s.job()
            #expect(try await waiting?.guid == job.guid)
        }
    }

    @Test("A revoked agent is refused by every server from then on", .proves("FR-520.7"), arguments: TestEngine.all)
    func revoked(_ engine: TestEngine) async throws {
        try await Fixture.connectedPair(engine) { one, other in
            let s = try await one.studio()
            let there = s.agent.on(other)
            _ = try await there.caller()
            let heard = other.coordinator.context.events.subscribe(team: s.administrator.team.rowID)
            _ = try await one.coordinator.agents.revoke(s.agent.guid, reason: "sold", by: s.administrator)
            for await event in heard {
                if case .agentExpelled(_, let agent) = event, agent.description == s.agent.guid { break }
            }
            #expect(try await other.refusal { _ = try await there.caller() } == "403 agent_revoked")
        }
    }

    @Test("A cancellation is heard where the agent's socket is", .proves("FR-500.5"), arguments: TestEngine.all)
    func cancelled(_ engine: TestEngine) async throws {
        try await Fixture.connectedPair(engine) { one, other in
            let s = try await one.studio()
            let job = try await s.running()
            let there = s.agent.on(other)
            let events = other.coordinator.progress.events(job: job.guid.description, for: try await there.caller())
            let held = try await there.openSocket(job)
            _ = try await one.coordinator.jobs.cancel(job.guid, by: s.administrator)
            for await event in events { if case .stopJob(_, held.job, _) = event { break } }
            #expect(try await other.coordinator.progress.standing(of: held).isCancelled)
        }
    }

    @Test("A socket at one server ends when the agent opens another elsewhere", arguments: TestEngine.all)
    func replaced(_ engine: TestEngine) async throws {
        try await Fixture.connectedPair(engine) { one, other in
            let s = try await one.studio()
            let job = try await s.running()
            let events = one.coordinator.progress.events(
                job: job.guid.description, for: try await s.agent.caller())
            let before = try await s.agent.openSocket(job)
            let after = try await s.agent.on(other).openSocket(job)
            for await event in events {
                if case .socketOpened(_, before.job, let socket) = event, socket == after.socket { break }
            }
            #expect(try await !one.coordinator.progress.standing(of: before).isLatest)
        }
    }

    @Test("A key is dead at every server, also where the one that revoked it can tell nobody", .proves("FR-520.7"))
    func revokedInSilence() async throws {
        try await TestEngine.postgres.withPlace { place in
            let url = try #require(place.url)
            try await Fixture.pair(at: place) { one, other in
                let s = try await one.studio()
                let relay = EventRelay(
                    other.coordinator.context, channel: PostgresNotifications(PostgresConfiguration(url: url)),
                    time: SystemTime())
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await relay.run() }
                    while !other.coordinator.context.events.isComplete { await Task.yield() }
                    let there = s.agent.on(other)
                    let events = other.coordinator.context.events.subscribe(team: s.administrator.team.rowID)
                    _ = try await there.caller()
                    // It has no relay, as if it had been killed right after its commit.
                    _ = try await one.coordinator.agents.revoke(s.agent.guid, reason: "Lost", by: s.administrator)
                    for await event in events { if case .agentExpelled = event { break } }
                    #expect(try await other.refusal { _ = try await there.caller() } == "403 agent_revoked")
                    group.cancelAll()
                }
            }
        }
    }

    @Test(
        "Who had fewest jobs lately goes first, wherever the jobs were given out", .proves("US-10"),
        arguments: TestEngine.all)
    func fair(_ engine: TestEngine) async throws {
        try await Fixture.connectedPair(engine) { one, other in
            let s = try await one.studio()
            let idle = try await one.agent("idle", of: s.administrator)
            let events = other.coordinator.context.events.subscribe(team: s.administrator.team.rowID)
            try await s.agent.complete(try await s.running())
            for await event in events { if case .jobAssigned = event { break } }
            let job = try await s.job()
            try await one.unbind(job)
            try await one.execute("UPDATE jobs SET available_at = available_at + 60000 WHERE status = 'pending'")
            // Both wait at the other server; the one that has worked came first.
            async let busy = s.agent.on(other).claim(wait: 4)
            await one.time.waitForSleepers(1)
            async let fresh = idle.on(other).claim(wait: 50)
            await one.time.waitForSleepers(2)
            try await one.execute("UPDATE jobs SET available_at = available_at - 60000 WHERE status = 'pending'")
            let needs = Requirement([.tool(.photostats), .localFilesystem])
            one.coordinator.context.events.publish([
                .jobAvailable(team: s.administrator.team.rowID, requirement: needs, boundAgent: nil)
            ])
            #expect(try await fresh?.guid == job.guid)
            one.time.advance(by: .seconds(4))
            #expect(try await busy == nil)
        }
    }
}
