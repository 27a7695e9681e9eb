import Database
import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Claims")
struct ClaimTests {
    @Test(
        "A claim hands over all that the agent needs, and the secret's hash alone is kept",
        .proves("FR-200.3", "FR-520.4"), arguments: TestEngine.all)
    func assignment(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            let given = try await s.agent.claimed()
            #expect(given.guid == job.guid && given.tool == .photostats && given.attempt == 1)
            #expect(given.leaseSeconds == 90 && given.previous == nil && given.pipeline == nil)
            #expect(given.collection.location == "/photos" && given.collection.type == .local)
            #expect(given.websocketUrl == "/ws/agent/jobs/\(job.guid)/progress")
            #expect(given.configUrl == "/api/jobs/\(job.guid)/config")
            let secret = try #require(Base64URL.decode(given.signingSecret))
            #expect(secret.count == 32)
            let kept = try await f.text("SELECT secret_hash AS t FROM attempts")
            #expect(kept == SecretText.hash(given.signingSecret))
            let seen = try await s.look(job)
            #expect(seen.status == .assigned && seen.agentGuid == s.agent.guid && seen.assignedAt == f.time.now())
        }
    }

    @Test(
        "A job goes only to an agent with all that it needs", .proves("FR-200.2", "FR-450.4", "FR-200.5"),
        arguments: TestEngine.all)
    func capabilities(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            #expect(job.requiredCapabilities == ["local_filesystem", "tool:photostats"])
            for lacking in [
                [], ["tool:photostats:1.0.0"], ["local_filesystem"], ["local_filesystem", "tool:photo_pairing:1.0.0"],
                ["local_filesystem", "tool:photostats2:1.0.0"], ["local_filesystem", "tool:photostats:"],
            ] {
                let claim = try await s.agent.claim(capabilities: lacking)
                #expect(claim == nil, "\(lacking)")
            }
            let claim = try await s.agent.claim(capabilities: ["tool:photostats", "local_filesystem", "more"])
            #expect(claim?.guid == job.guid)
        }
    }

    @Test(
        "A connector counts only where its test was reported", .proves("FR-300.8"), arguments: TestEngine.all)
    func connectors(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            let connector = "con_0123456789abcdefghjkmnpqrs"
            let needs = "connector:\(connector)\ntool:photostats"
            try await f.execute("UPDATE requirements SET needs = ?1", [needs])
            let capabilities = s.agent.capabilities + ["connector:\(connector)"]
            #expect(try await s.agent.claim(capabilities: capabilities) == nil)
            try await f.execute("UPDATE agents SET connectors = ?1", ["[\"\(connector)\"]"])
            // Behind the server's back: it finds out once it reads the agent anew.
            f.time.advance(by: readCacheLifetime)
            #expect(try await s.agent.claim(capabilities: capabilities)?.guid == job.guid)
        }
    }

    @Test(
        "A bound job waits for its agent for as long as it takes",
        .proves("FR-400.4", "FR-400.6", "FR-400.9", "FR-200.5", "EC-1"), arguments: TestEngine.all)
    func bound(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let other = try await f.agent("other", of: s.administrator)
            let job = try await s.job()
            #expect(try await other.claim() == nil)
            try await s.agent.disconnect()
            await f.sweep(after: .seconds(400 * 24 * 3600))
            #expect(try await other.claim() == nil)
            #expect(try await s.look(job).status == .pending)
            #expect(try await s.agent.claim()?.guid == job.guid)
        }
    }

    @Test(
        "A paused agent, one with a low disk and one of a paused team get nothing", .proves("SL-3"),
        arguments: TestEngine.all)
    func paused(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            let agents = f.coordinator.agents
            _ = try await agents.setPaused(s.agent.guid, true, by: s.administrator)
            #expect(try await s.agent.claim() == nil)
            #expect(try await s.agent.heartbeat().paused)
            _ = try await agents.setPaused(s.agent.guid, false, by: s.administrator)
            for change: (inout HeartbeatRequest) -> Void in [{ $0.paused = true }, { $0.diskLow = true }] {
                _ = try await s.agent.heartbeat(.notSaid, change)
                #expect(try await s.agent.claim() == nil)
                _ = try await s.agent.heartbeat {
                    $0.paused = false
                    $0.diskLow = false
                }
            }
            try await f.execute("UPDATE teams SET is_paused = 1")
            #expect(try await s.agent.claim() == nil)
            try await f.execute("UPDATE teams SET is_paused = 0")
            #expect(try await s.agent.claim()?.guid == job.guid)
        }
    }

    @Test(
        "An agent gets no second job; an assigned one comes again, with its attempt and secret", .proves("FR-200.9"),
        arguments: TestEngine.all)
    func oneJob(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            try await s.job()
            try await s.job()
            let first = try await s.agent.claimed()
            f.time.advance(by: .seconds(5))
            #expect(try await s.agent.claim() == first)
            #expect(try await f.count("SELECT count(*) AS n FROM attempts") == 1)
            try await s.agent.progress(first)
            #expect(try await s.agent.claim(wait: 50) == nil)
            try await s.agent.complete(first)
            let second = try await s.agent.claimed()
            #expect(second.guid != first.guid && second.signingSecret != first.signingSecret)
        }
    }

    @Test(
        "An assigned job comes again with its secret from a server that was started again",
        .proves("FR-200.1", "NFR-200.1"), arguments: TestEngine.all)
    func restart(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            try await s.job()
            let waiting = try await s.job()
            let first = try await s.agent.claimed()
            try await f.restarted { next async throws in
                let agent = s.agent.on(next)
                #expect(try await agent.claim() == first)
                try await agent.complete(first)
                #expect(try await agent.claim()?.guid == waiting.guid)
            }
        }
    }

    @Test(
        "Many agents at once get every job exactly once, and no job stays hidden", .proves("FR-200.4", "EC-4"),
        arguments: TestEngine.all)
    func concurrently(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            var agents = [s.agent]
            for number in 1..<6 { agents.append(try await f.agent("agent \(number)", of: s.administrator)) }
            for number in 0..<40 {
                let job = try await s.job(priority: number % 5 - 2)
                try await f.unbind(job)
            }
            let given = try await withThrowingTaskGroup(of: [String].self) { group in
                for agent in agents {
                    group.addTask {
                        var mine: [String] = []
                        while let job = try await agent.claim() {
                            mine.append(job.guid)
                            try await agent.complete(job)
                        }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(given.count == 40 && Set(given).count == 40)
            #expect(try await f.count("SELECT count(*) AS n FROM attempts") == 40)
            #expect(try await f.count("SELECT count(*) AS n FROM results") == 40)
        }
    }

    @Test(
        "Two claims of one agent at one moment hand out one job", .proves("FR-200.9", "EC-4"), arguments: TestEngine.all
    )
    func twice(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            try await s.job()
            try await s.job()
            async let first = s.agent.claim()
            async let second = s.agent.claim()
            let given = try await [first, second].compactMap { $0 }
            #expect(Set(given.map(\.guid)).count == 1)
            #expect(try await f.count("SELECT count(*) AS n FROM jobs WHERE status = 'assigned'") == 1)
        }
    }

    @Test("What a claim asks is checked", arguments: TestEngine.all)
    func fields(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            for wait in [-1, 51] {
                #expect(try await f.refusal { _ = try await s.agent.claim(wait: wait) } == "400 invalid_field")
            }
            let many = (0..<1001).map { "word\($0)" }
            #expect(try await f.refusal { _ = try await s.agent.claim(capabilities: many) } == "400 invalid_field")
        }
    }

    @Test("An empty queue costs no write", .proves("NFR-100.1"))
    func noWrite() async throws {
        for engine in TestEngine.all where engine.description == "SQLite" {
            try await Fixture.run(engine) { f in
                let s = try await f.studio()
                let caller = try await s.agent.caller()
                let database = try #require(f.database as? SQLiteDatabase)
                let before = database.statistics.writes
                for _ in 0..<10 {
                    let claim = try await f.coordinator.claims.claim(
                        ClaimRequest(capabilities: s.agent.capabilities), from: caller)
                    #expect(claim == nil)
                }
                #expect(database.statistics.writes == before)
                try await s.job()
                let written = database.statistics.writes
                #expect(try await s.agent.claim() != nil)
                #expect(database.statistics.writes == written + 1)
            }
        }
    }

    @Test("An assignment that could not be handed over goes back, and is no loss", arguments: TestEngine.all)
    func undelivered(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            let lost = try await s.agent.claimed()
            try await f.coordinator.claims.takeBackUndelivered(lost, from: try await s.agent.caller())
            #expect(try await s.look(job).status == .pending)
            #expect(try await f.count("SELECT loss_count AS n FROM jobs") == 0)
            let again = try await s.agent.claimed()
            #expect(again.attempt == 2)
            // Too late for the second: it is another attempt.
            try await f.coordinator.claims.takeBackUndelivered(lost, from: try await s.agent.caller())
            #expect(try await s.look(job).status == .assigned)
            #expect(try await s.look(job).attempts?.map(\.outcome) == [.handedBack, nil])
        }
    }
}
