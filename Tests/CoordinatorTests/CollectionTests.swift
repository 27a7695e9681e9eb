import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Collections, runs and explanations")
struct CollectionTests {
    @Test(
        "A LOCAL collection needs a fit agent of the team and a path of its own",
        .proves("FR-400.1", "FR-400.5", "EC-3"), arguments: TestEngine.all)
    func create(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let blind = try await f.agent("blind", of: s.administrator, capabilities: ["tool:photostats:1"])
            let other = try await f.agent("other", of: s.administrator)
            let foreign = try await f.agent("foreign", of: try await f.administrator(of: "Blue"))
            func refusal(_ path: String, _ agent: String?, _ type: CollectionType = .local) async throws -> String? {
                try await f.refusal {
                    _ = try await f.coordinator.collections.create(
                        CreateCollectionRequest(name: "c", type: type, location: path, boundAgentGuid: agent),
                        by: s.administrator)
                }
            }
            #expect(try await refusal("/photos", s.agent.guid) == "409 duplicate_collection")
            #expect(try await refusal("/photos/", s.agent.guid) == "409 duplicate_collection")
            #expect(try await refusal("/photos", other.guid) == nil)
            for agent in [nil, "agt_x", blind.guid, foreign.guid] {
                #expect(try await refusal("/new", agent) == "400 invalid_field")
            }
            for path in ["photos", "", "/a/../b", "/a\nb", "/" + String(repeating: "a", count: 4096)] {
                #expect(try await refusal(path, s.agent.guid) == "400 invalid_field", "\(path)")
            }
            #expect(try await refusal("/new", s.agent.guid, .smb) == "400 invalid_field")
        }
    }

    @Test(
        "A collection moves with its waiting jobs, unless one is held", .proves("FR-400.10"), arguments: TestEngine.all)
    func move(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let other = try await f.agent("other", of: s.administrator)
            func move() async throws {
                _ = try await f.coordinator.collections.change(
                    s.collection.guid, ChangeCollectionRequest(boundAgentGuid: other.guid), by: s.administrator)
            }
            try await s.job()
            let waiting = try await s.job()
            let held = try await s.agent.claimed()
            #expect(try await f.refusal(move) == "409 collection_busy")
            try await s.agent.progress(held)
            #expect(try await f.refusal(move) == "409 collection_busy")
            try await s.agent.complete(held)
            try await move()
            #expect(try await s.agent.claim() == nil)
            #expect(try await other.claim()?.guid == waiting.guid)
            try await f.coordinator.agents.delete(s.agent.guid, by: s.administrator)
        }
    }

    @Test("A collection changes as a whole or not at all", .proves("FR-400.5"), arguments: TestEngine.all)
    func change(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let blue = try await f.administrator(of: "Blue")
            let own = try await f.pipeline("Own", by: s.administrator).guid
            let foreign = try await f.pipeline("Foreign", by: blue).guid
            let guid = s.collection.guid
            @Sendable func change(_ request: ChangeCollectionRequest) async throws -> CollectionDTO {
                try await f.coordinator.collections.change(guid, request, by: s.administrator)
            }
            let changed = try await change(.init(name: " Feste ", location: "/photos/feste/", pipelineGuid: own))
            #expect(changed.name == "Feste" && changed.location == "/photos/feste" && changed.pipelineGuid == own)
            #expect(changed.boundAgentGuid == s.agent.guid)
            #expect(try await change(.init()) == changed)
            let refused: [ChangeCollectionRequest] = [
                .init(name: "x", location: "relative"), .init(name: "x", pipelineGuid: foreign),
                .init(name: "x", boundAgentGuid: "agt_x"), .init(name: " ", location: "/elsewhere"),
            ]
            for request in refused {
                #expect(try await f.refusal { _ = try await change(request) } == "400 invalid_field")
            }
            let second = try await f.coordinator.collections.create(
                .init(name: "second", type: .local, location: "/photos/two", boundAgentGuid: s.agent.guid),
                by: s.administrator)
            let twice = ChangeCollectionRequest(name: "x", location: second.location)
            #expect(try await f.refusal { _ = try await change(twice) } == "409 duplicate_collection")
            #expect(try await f.coordinator.collections.get(guid, for: s.administrator) == changed)
            #expect(try await change(.init(pipelineGuid: .some(nil))).pipelineGuid == nil)
        }
    }

    @Test("While a job runs, a collection gets a name but no other folder", arguments: TestEngine.all)
    func changeWhileBusy(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            @Sendable func change(_ request: ChangeCollectionRequest) async throws {
                _ = try await f.coordinator.collections.change(s.collection.guid, request, by: s.administrator)
            }
            try await change(.init(name: "Feste", boundAgentGuid: s.agent.guid))
            #expect(try await f.refusal { try await change(.init(location: "/new")) } == "409 collection_busy")
            try await s.agent.complete(job)
            try await change(.init(location: "/new"))
        }
    }

    @Test("Collections are found by name, location and agent", arguments: TestEngine.all)
    func search(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let other = try await f.agent("other", of: s.administrator)
            let blue = try await f.administrator(of: "Blue")
            for (name, folder, agent) in [
                ("Weddings 100%", "/photos/a", s.agent), ("Landscapes", "/photos/WEDDINGS", other),
                ("Ältere", "/x", other),
            ] {
                _ = try await f.coordinator.collections.create(
                    .init(name: name, type: .local, location: folder, boundAgentGuid: agent.guid), by: s.administrator)
            }
            func found(_ text: String, _ agent: String? = nil) async throws -> [String] {
                let page = try await f.coordinator.collections.list(
                    like: text, agent: agent, for: s.administrator, PageRequest())
                return page.items.map(\.name)
            }
            #expect(try await found("wedDING") == ["Landscapes", "Weddings 100%"])
            #expect(try await found("wedding", other.guid) == ["Landscapes"])
            #expect(try await found("", other.guid) == ["Landscapes", "Ältere"])
            #expect(try await found("0%") == ["Weddings 100%"])
            #expect(try await found("_") == [])
            #expect(try await found("Ältere") == ["Ältere"])
            #expect(try await f.refusal { _ = try await found("", "agt_x") } == "404 not_found")
            let nothing = try await f.coordinator.collections.list(like: "wedding", for: blue, PageRequest())
            #expect(nothing.items.isEmpty)
        }
    }

    @Test("A manual run takes the place of the scheduled one", .proves("FR-460.8"), arguments: TestEngine.all)
    func manual(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let scheduled = try await s.job()
            let kept = try await s.job(.photoPairing)
            try await f.execute(
                "UPDATE jobs SET status = 'scheduled', available_at = ?1", [f.time.now() + .seconds(60)])
            let manual = try await s.job()
            #expect(try await s.look(scheduled).status == .cancelled)
            #expect(try await s.look(kept).status == .scheduled)
            #expect(try await s.agent.claim()?.guid == manual.guid)
        }
    }

    @Test("What a run asks is checked", arguments: TestEngine.all)
    func runs(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            #expect(try await f.refusal { try await s.job(priority: 3) } == "400 invalid_field")
            #expect(try await f.refusal { try await s.job(.pipelineValidation) } == "400 pipeline_required")
            #expect(try await f.count("SELECT count(*) AS n FROM jobs") == 0)
        }
    }

    @Test(
        "For every agent there is the reason why it does not run a waiting job", .proves("SL-2", "EC-1"),
        arguments: TestEngine.all)
    func explain(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let other = try await f.agent("other", of: s.administrator)
            let job = try await s.job()
            func reasons() async throws -> [String: String] {
                let answer = try await f.coordinator.explanations.explain(job.guid, for: s.administrator)
                return Dictionary(uniqueKeysWithValues: answer.agents.map { ($0.agentName, $0.reason) })
            }
            func say(_ change: (inout HeartbeatRequest) -> Void) async throws {
                _ = try await s.agent.heartbeat(.notSaid, change)
            }
            #expect(try await reasons() == ["studio": "can_run", "other": "not_bound_agent"])
            try await say { $0.diskLow = true }
            #expect(try await reasons()["studio"] == "disk_low")
            try await say { $0.paused = true }
            #expect(try await reasons()["studio"] == "paused")
            try await say {
                $0.paused = false
                $0.diskLow = false
                $0.roots = ["/photo", "/other"]
            }
            #expect(try await reasons()["studio"] == "outside_roots")
            try await say {
                $0.roots = ["/"]
                $0.capabilities = ["local_filesystem"]
            }
            #expect(try await reasons()["studio"] == "lacks_capability")
            try await say { $0.capabilities = Fixture.allTools }
            try await s.agent.disconnect()
            #expect(try await reasons()["studio"] == "offline")
            _ = try await f.coordinator.agents.revoke(other.guid, reason: "old", by: s.administrator)
            #expect(try await reasons() == ["studio": "offline", "other": "revoked"])
            _ = try await s.agent.heartbeat()
            _ = try await s.job(priority: 2)
            _ = try await s.agent.claimed()
            #expect(try await reasons()["studio"] == "busy")
        }
    }

    @Test("Whatever is another team's does not exist", .proves("EC-3"), arguments: TestEngine.all)
    func tenancy(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let blue = try await f.administrator(of: "Blue")
            let job = try await s.running()
            let result = try #require(try await s.agent.complete(job).resultGuid)
            let c = f.coordinator
            let pipeline = try await f.pipeline(by: s.administrator).guid
            let (agent, collection, team) = (s.agent.guid, s.collection.guid, blue.team.rowID)
            let calls: [@Sendable () async throws -> Void] = [
                { _ = try await c.agents.get(agent, team: team) },
                { _ = try await c.agents.rename(agent, to: "x", by: blue) },
                { _ = try await c.agents.setPaused(agent, true, by: blue) },
                { _ = try await c.agents.revoke(agent, reason: "x", by: blue) },
                { try await c.agents.delete(agent, by: blue) },
                { _ = try await c.collections.get(collection, for: blue) },
                { _ = try await c.collections.bound(toAgent: agent, for: blue) },
                { _ = try await c.collections.change(collection, .init(name: "x"), by: blue) },
                { _ = try await c.collections.change(collection, .init(boundAgentGuid: agent), by: blue) },
                { try await c.collections.delete(collection, by: blue) },
                { _ = try await c.runs.start(RunRequest(tool: .photostats), collection: collection, by: blue) },
                { _ = try await c.jobs.get(job.guid, for: blue) },
                { _ = try await c.jobs.cancel(job.guid, by: blue) },
                { _ = try await c.jobs.retry(job.guid, by: blue) },
                { _ = try await c.explanations.explain(job.guid, for: blue) },
                { _ = try await c.results.get(result, for: blue) },
                { _ = try await c.results.json(result, for: blue) },
                { _ = try await c.results.report(result, for: blue) },
                { _ = try await c.results.withNeighbours(result, for: blue) },
                { _ = try await c.results.trend(result, for: blue) },
                { _ = try await c.results.findings(result, for: blue) },
                { _ = try await c.results.trends(collection: collection, for: blue) },
                { _ = try await c.configuration.configuration(ofJob: job.guid, for: blue) },
                { _ = try await c.pipelines.get(pipeline, team: team) },
                { _ = try await c.pipelines.change(pipeline, PipelineRequest(name: "x", yaml: "wrong"), by: blue) },
                { try await c.pipelines.delete(pipeline, by: blue) },
            ]
            for (number, call) in calls.enumerated() {
                #expect(try await f.refusal(call) == "404 not_found", "call \(number)")
            }
            let page = try PageRequest()
            #expect(try await c.agents.list(team: team).isEmpty)
            #expect(try await c.collections.list(for: blue, page).items.isEmpty)
            #expect(try await c.jobs.list(.init(), for: blue, page).items.isEmpty)
            #expect(try await c.pipelines.list(for: blue, page).items.isEmpty)
            #expect(try await c.results.list(for: blue, page).items.isEmpty)
        }
    }
}
