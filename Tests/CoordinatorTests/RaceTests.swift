import Database
import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// Changes that depend on each other, made at the same time: the end is one that they could have had in turn.
@Suite("Changes at the same time", .timeLimit(.minutes(4)))
struct RaceTests {
    @Test("Of several who complete the set-up at once one succeeds", arguments: TestEngine.all)
    func setUp(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let code = try #require(try await f.coordinator.accounts.makeSetupCode())
            let outcomes = await Self.together(4) { number in
                try await f.coordinator.accounts.setUp(
                    .init(
                        code: code, teamName: "Team \(number)", name: "Ann", email: "ann-\(number)@example.org",
                        password: Fixture.password))
            }
            #expect(outcomes.filter(\.isSuccess).count == 1)
            #expect(try await f.count("SELECT count(*) AS n FROM teams") == 1)
            #expect(try await f.count("SELECT count(*) AS n FROM users") == 1)
        }
    }

    @Test("A heartbeat does not undo a revocation that it meets", arguments: TestEngine.all)
    func revocation(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let caller = try await f.coordinator.heartbeats.authenticate(key: s.agent.key)
            _ = await Self.together(6) { number in
                if number == 3 {
                    _ = try await f.coordinator.agents.revoke(s.agent.guid, reason: "lost", by: s.administrator)
                } else {
                    var request = HeartbeatRequest(status: .online, currentJob: .notSaid)
                    request.version = "1.0.\(number)"
                    _ = try await f.coordinator.heartbeats.heartbeat(request, from: caller)
                }
            }
            #expect(try await f.text("SELECT status AS t FROM agents WHERE guid = ?1", [s.agent.guid]) == "revoked")
        }
    }

    @Test("A claim of an agent that was offline does not undo a revocation that it meets", arguments: TestEngine.all)
    func revocationAndClaim(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            for number in 0..<6 {
                let agent = try await f.agent("agent \(number)", of: s.administrator)
                try await agent.disconnect()
                _ = await Self.together(4) { turn in
                    if turn == number % 4 {
                        _ = try await f.coordinator.agents.revoke(agent.guid, reason: "lost", by: s.administrator)
                    } else {
                        _ = try await agent.claim()
                    }
                }
                #expect(try await f.text("SELECT status AS t FROM agents WHERE guid = ?1", [agent.guid]) == "revoked")
            }
        }
    }

    @Test("Runs that are started while their collection moves are all bound to where it is", arguments: TestEngine.all)
    func moving(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let other = try await f.agent("other", of: s.administrator)
            _ = await Self.together(8) { number in
                if number % 4 == 1 {
                    let target = number == 1 ? other.guid : s.agent.guid
                    _ = try await f.coordinator.collections.change(
                        s.collection.guid, ChangeCollectionRequest(boundAgentGuid: target), by: s.administrator)
                } else {
                    try await f.job(on: s.collection, by: s.administrator)
                }
            }
            #expect(try await f.count("SELECT count(*) AS n FROM jobs") == 6)
            let astray = try await f.count(
                """
                SELECT count(*) AS n FROM jobs JOIN collections ON collections.id = jobs.collection_id
                WHERE jobs.bound_agent_id <> collections.bound_agent_id
                """)
            #expect(astray == 0)
        }
    }

    @Test("Pipelines that become the default at once leave one default", arguments: TestEngine.all)
    func defaults(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let administrator = try await f.administrator()
            let outcomes = await Self.together(6) { number in
                try await f.pipeline("Pipeline \(number)", isDefault: true, by: administrator)
            }
            #expect(outcomes.filter(\.isSuccess).count == 6)
            #expect(try await f.count("SELECT count(*) AS n FROM pipelines WHERE is_default = 1") == 1)
        }
    }

    @Test("A pipeline is not deleted under a run that chooses it", arguments: TestEngine.all)
    func chosen(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            for number in 0..<4 {
                let pipeline = try await f.pipeline("Pipeline \(number)", by: s.administrator)
                _ = await Self.together(2) { side in
                    if side == 0 {
                        try await f.coordinator.pipelines.delete(pipeline.guid, by: s.administrator)
                    } else {
                        _ = try await f.coordinator.runs.start(
                            RunRequest(tool: .pipelineValidation, pipelineGuid: pipeline.guid),
                            collection: s.collection.guid, by: s.administrator)
                    }
                }
            }
            let orphans = try await f.count(
                """
                SELECT count(*) AS n FROM jobs JOIN pipelines ON pipelines.id = jobs.pipeline_id
                WHERE pipelines.deleted_at IS NOT NULL
                """)
            #expect(orphans == 0)
        }
    }

    @Test("The same needs, learnt by several at once, are kept once", arguments: TestEngine.all)
    func requirements(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let outcomes = await Self.together(6) { _ in try await f.job(on: s.collection, by: s.administrator) }
            #expect(outcomes.filter(\.isSuccess).count == 6)
            #expect(try await f.count("SELECT count(*) AS n FROM requirements") == 1)
        }
    }

    /// Does something several times at once, and returns what became of each.
    private static func together<Value: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Value
    ) async -> [Result<Value, any Error>] {
        await withTaskGroup(of: Result<Value, any Error>.self) { group in
            for number in 0..<count {
                group.addTask {
                    do {
                        return .success(try await body(number))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }
}

extension Result {
    fileprivate var isSuccess: Bool {
        if case .success = self { true } else { false }
    }
}
