import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Agents: heartbeats, names, ends")
struct AgentLifeTests {
    @Test(
        "A heartbeat brings an agent online; 90 s of silence take it offline",
        .proves("FR-100.5", "FR-600.4", "FR-600.5"), arguments: TestEngine.all)
    func silence(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let team = s.administrator.team.rowID
            f.time.advance(by: .seconds(300))
            _ = try await s.agent.heartbeat()
            await f.sweep(after: .milliseconds(89_999))
            #expect(try await f.coordinator.agents.poolStatus(team: team).status == .idle)
            let events = f.coordinator.context.events.subscribe(team: team)
            await f.sweep(after: .milliseconds(1))
            let pool = try await f.coordinator.agents.poolStatus(team: team)
            #expect(pool == PoolStatusDTO(onlineCount: 0, idleCount: 0, runningJobsCount: 0, status: .offline))
            #expect(try await f.coordinator.agents.get(s.agent.guid, team: team).status == .offline)
            events.cancel()
            _ = try await s.agent.heartbeat()
            #expect(try await f.coordinator.agents.get(s.agent.guid, team: team).status == .online)
        }
    }

    @Test("Any request is a sign of life", .proves("FR-100.5"), arguments: TestEngine.all)
    func anyRequest(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            for _ in 0..<5 {
                await f.sweep(after: .seconds(60))
                #expect(try await s.agent.claim() == nil)
            }
            await f.sweep()
            let agent = try await f.coordinator.agents.get(s.agent.guid, team: s.administrator.team.rowID)
            #expect(agent.status == .online && agent.lastHeartbeat == f.time.now())
        }
    }

    @Test("Nobody is taken for silent in the first 90 s of a server", .proves("NFR-200.1"), arguments: TestEngine.all)
    func afterStart(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            f.time.advance(by: .seconds(7200))
            try await f.restarted { next async throws in
                let team = s.administrator.team.rowID
                await next.sweep(after: .milliseconds(89_999))
                #expect(try await next.coordinator.agents.poolStatus(team: team).onlineCount == 1)
                #expect(try await next.coordinator.jobs.get(job.guid, team: team).status == .running)
                await next.sweep(after: .milliseconds(1))
                #expect(try await next.coordinator.agents.poolStatus(team: team).onlineCount == 0)
                #expect(try await next.coordinator.jobs.get(job.guid, team: team).status == .pending)
            }
        }
    }

    @Test(
        "What a heartbeat says is kept, and what it does not say stays", .proves("FR-450.1", "FR-110.7"),
        arguments: TestEngine.all)
    func fields(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let team = s.administrator.team.rowID
            _ = try await s.agent.heartbeat {
                $0.capabilities = ["local_filesystem", "local_filesystem", "tool:photostats:2.0.0"]
                $0.version = "2.0.0"
                $0.osInfo = "Debian 13"
                $0.roots = ["/photos"]
                $0.metrics = AgentMetrics(cpuPercent: 12.5, memoryPercent: 100, diskFreeGb: 40)
            }
            _ = try await s.agent.heartbeat()
            await f.sweep()
            let agent = try await f.coordinator.agents.get(s.agent.guid, team: team)
            #expect(agent.capabilities == ["local_filesystem", "tool:photostats:2.0.0"])
            #expect(agent.version == "2.0.0" && agent.osInfo == "Debian 13" && agent.roots == ["/photos"])
            #expect(agent.metrics == AgentMetrics(cpuPercent: 12.5, memoryPercent: 100, diskFreeGb: 40))
            let updatedBy = try await f.text(
                "SELECT u.guid AS t FROM agents a JOIN users u ON u.id = a.updated_by")
            #expect(updatedBy == agent.systemUserGuid)
            let refusal = try await f.refusal {
                _ = try await s.agent.heartbeat { $0.metrics = AgentMetrics(cpuPercent: 101) }
            }
            #expect(refusal == "400 invalid_field")
        }
    }

    @Test("A trouble that an agent reports is shown until it is over", arguments: TestEngine.all)
    func trouble(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let team = s.administrator.team.rowID
            _ = try await s.agent.heartbeat {
                $0.status = .error
                $0.errorMessage = "exiftool is missing"
            }
            let troubled = try await f.coordinator.agents.get(s.agent.guid, team: team)
            #expect(troubled.status == .error && troubled.errorMessage == "exiftool is missing")
            #expect(try await f.coordinator.agents.poolStatus(team: team).onlineCount == 0)
            _ = try await s.agent.heartbeat()
            let well = try await f.coordinator.agents.get(s.agent.guid, team: team)
            #expect(well.status == .online && well.errorMessage == nil)
        }
    }

    @Test("Renaming an agent renames its SYSTEM user", .proves("FR-100.8", "FR-110.8"), arguments: TestEngine.all)
    func rename(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let stale = try await s.agent.caller()
            let renamed = try await f.coordinator.agents.rename(s.agent.guid, to: " attic ", by: s.administrator)
            #expect(renamed.name == "attic")
            let system = try await f.text("SELECT name AS t FROM users WHERE is_system = 1")
            #expect(system == "Agent: attic")
            // A heartbeat that had authenticated before changes what it says, and nothing else.
            let request = HeartbeatRequest(status: .online, version: "3.0.0")
            _ = try await f.coordinator.heartbeats.heartbeat(request, from: stale)
            let agent = try await f.coordinator.agents.get(s.agent.guid, team: s.administrator.team.rowID)
            #expect(agent.name == "attic" && agent.version == "3.0.0")
        }
    }

    @Test(
        "Deleting an agent kills its key and gives its job back; its SYSTEM user and history stay",
        .proves("FR-100.7", "FR-110.9"), arguments: TestEngine.all)
    func delete(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let doomed = try await f.agent("doomed", of: s.administrator)
            let job = try await s.job()
            try await f.unbind(job)
            let given = try await doomed.running()
            try await f.coordinator.agents.delete(doomed.guid, by: s.administrator)
            #expect(try await f.refusal { _ = try await doomed.caller() } == "401 invalid_key")
            let seen = try await s.look(job)
            #expect(seen.status == .pending && seen.attempts?.first?.agentName == "doomed")
            #expect(seen.attempts?.map(\.outcome) == [.handedBack])
            #expect(try await f.count("SELECT count(*) AS n FROM users WHERE name = 'Agent: doomed'") == 1)
            let list = try await f.coordinator.agents.list(team: s.administrator.team.rowID)
            #expect(list.map(\.guid) == [s.agent.guid])
            #expect(try await s.agent.claim()?.guid == given.guid)
        }
    }

    @Test(
        "An agent with collections is not deleted, and the message names them", .proves("FR-400.8"),
        arguments: TestEngine.all)
    func deleteBound(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let error = await #expect(throws: CoordinatorError.self) {
                try await f.coordinator.agents.delete(s.agent.guid, by: s.administrator)
            }
            #expect(error?.kind == .conflict && error?.code == "agent_has_collections")
            #expect(error?.message.contains(s.collection.name) == true)
            #expect(error?.message.contains("Move them to another agent") == true)
            try await f.coordinator.collections.delete(s.collection.guid, by: s.administrator)
            try await f.coordinator.agents.delete(s.agent.guid, by: s.administrator)
        }
    }

    @Test(
        "A revoked agent can do nothing from that moment, and its job goes back", .proves("FR-520.7", "FR-520.8"),
        arguments: TestEngine.all)
    func revoke(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let stale = try await s.agent.caller()
            let revoked = try await f.coordinator.agents.revoke(s.agent.guid, reason: "stolen", by: s.administrator)
            #expect(revoked.status == .revoked && revoked.revocationReason == "stolen")
            #expect(revoked.revokedAt == f.time.now())
            #expect(try await f.refusal { _ = try await s.agent.caller() } == "403 agent_revoked")
            #expect(try await s.look(job).status == .pending)
            // Nor with a request that had authenticated a moment before.
            let late = [
                try await f.refusal {
                    let request = HeartbeatRequest(status: .online, version: "9.9.9")
                    _ = try await f.coordinator.heartbeats.heartbeat(request, from: stale)
                },
                try await f.refusal { try await f.coordinator.heartbeats.disconnect(stale) },
                try await f.refusal {
                    _ = try await f.coordinator.completions.complete(
                        try Signed(job).completed(), job: job.guid, from: stale)
                },
            ]
            #expect(late == ["403 agent_revoked", "403 agent_revoked", "409 stale_attempt"])
            let claim = try await f.coordinator.claims.claim(
                ClaimRequest(capabilities: s.agent.capabilities), from: stale)
            #expect(claim == nil)
            let now = try await f.coordinator.agents.get(s.agent.guid, team: s.administrator.team.rowID)
            #expect(now.status == .revoked && now.version == "1.0.0")
        }
    }

    @Test("Disconnecting takes an agent offline and its job back at once, as no loss", arguments: TestEngine.all)
    func disconnect(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            try await s.agent.disconnect()
            let seen = try await s.look(job)
            #expect(seen.status == .pending && seen.agentGuid == nil && seen.notBefore == nil)
            #expect(try await f.count("SELECT loss_count AS n FROM jobs") == 0)
            let pool = try await f.coordinator.agents.poolStatus(team: s.administrator.team.rowID)
            #expect(pool.status == .offline)
        }
    }

    @Test(
        "The badge counts agents online, idle ones and running jobs",
        .proves("FR-600.4", "FR-600.5", "FR-600.6", "FR-600.12"), arguments: TestEngine.all)
    func pool(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let team = s.administrator.team.rowID
            func counts() async throws -> PoolStatusDTO { try await f.coordinator.agents.poolStatus(team: team) }
            let other = try await f.agent("other", of: s.administrator)
            #expect(try await counts() == .init(onlineCount: 2, idleCount: 2, runningJobsCount: 0, status: .idle))
            try await s.job()
            let job = try await s.agent.claimed()
            #expect(try await counts() == .init(onlineCount: 2, idleCount: 2, runningJobsCount: 0, status: .idle))
            try await s.agent.progress(job)
            #expect(try await counts() == .init(onlineCount: 2, idleCount: 1, runningJobsCount: 1, status: .running))
            _ = try await f.coordinator.agents.setPaused(other.guid, true, by: s.administrator)
            #expect(try await counts() == .init(onlineCount: 2, idleCount: 0, runningJobsCount: 1, status: .running))
            try await s.agent.complete(job)
            #expect(try await counts() == .init(onlineCount: 2, idleCount: 1, runningJobsCount: 0, status: .idle))
            let dto = try await f.coordinator.agents.get(s.agent.guid, team: team)
            #expect(dto.recentJobsCount == 1 && dto.boundCollectionsCount == 1 && dto.currentJobGuid == nil)
        }
    }

    @Test(
        "A long list of agents comes in parts, online ones first, and is searched", .proves("FR-100.6"),
        arguments: TestEngine.all)
    func parts(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let ann = try await f.administrator()
            let team = ann.team.rowID
            for name in ["delta", "Alpha", "50%_!", "charlie", "bravo", "echo"] { _ = try await f.agent(name, of: ann) }
            try await f.execute("UPDATE agents SET status = 'offline'")
            let states = [("charlie", "online"), ("echo", "online"), ("bravo", "error"), ("delta", "revoked")]
            for (name, status) in states {
                try await f.execute("UPDATE agents SET status = ?2 WHERE name = ?1", [name, status])
            }
            func part(_ text: String = "", _ cursor: String? = nil, limit: Int = 4) async throws -> ([String], String?)
            {
                let page = try await f.coordinator.agents.page(
                    team: team, like: text, PageRequest(limit: limit, cursor: cursor))
                return (page.items.map(\.name), page.nextCursor)
            }
            let (first, cursor) = try await part()
            #expect(first == ["charlie", "echo", "bravo", "50%_!"])
            let (second, end) = try await part("", cursor)
            #expect(second == ["Alpha", "delta"] && end == nil)
            #expect(try await part("ALPHA").0 == ["Alpha"])
            #expect(try await part("0%_!").0 == ["50%_!"])
            #expect(try await part("%").0 == ["50%_!"], "no sign of a pattern means anything")
            let all = try await f.coordinator.agents.list(team: team)
            let page = try await f.coordinator.agents.page(team: team, like: "", PageRequest(limit: 10)).items
            #expect(page == all, "both say the same of each agent")
            #expect(
                try await f.refusal { _ = try await part("", "agt_00000000000000000000000000") } == "400 invalid_field")
        }
    }

    @Test(
        "Deleting an agent can move its collections, with their jobs, in one go", .proves("FR-400.10", "FR-100.7"),
        arguments: TestEngine.all)
    func deletesAndMoves(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let heir = try await f.agent("heir", of: s.administrator)
            let blind = try await f.agent("blind", of: s.administrator, capabilities: ["tool:photostats:1"])
            let blue = try await f.agent("blue", of: try await f.administrator(of: "Blue"))
            @Sendable func delete(_ target: String?) async throws {
                try await f.coordinator.agents.delete(s.agent.guid, movingCollectionsTo: target, by: s.administrator)
            }
            let running = try await s.running()
            let waiting = try await s.job()
            for target in [s.agent.guid, blind.guid, blue.guid, "agt_x", ""] {
                #expect(try await f.refusal { try await delete(target) } == "400 invalid_field", "\(target)")
            }
            let twice = try await f.coordinator.collections.create(
                .init(name: "twice", type: .local, location: s.collection.location, boundAgentGuid: heir.guid),
                by: s.administrator)
            #expect(try await f.refusal { try await delete(heir.guid) } == "409 duplicate_collection")
            #expect(try await s.look(running).status == .running)
            try await f.coordinator.collections.delete(twice.guid, by: s.administrator)
            try await delete(heir.guid)
            let moved = try await f.coordinator.collections.get(s.collection.guid, for: s.administrator)
            #expect(moved.boundAgentGuid == heir.guid)
            var claimed: Set<String> = []
            for _ in 0..<2 {
                let job = try await heir.claimed()
                claimed.insert(job.guid)
                try await heir.complete(job)
            }
            #expect(claimed == [running.guid, waiting.guid])
        }
    }
}
