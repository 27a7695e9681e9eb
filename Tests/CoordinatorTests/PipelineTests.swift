import Domain
import Store
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Pipelines")
struct PipelineTests {
    @Test("One default for a team, and names that stand for one pipeline", arguments: TestEngine.all)
    func standard(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let c = f.coordinator.pipelines
            let first = try await f.pipeline("B", isDefault: true, by: s.administrator)
            let second = try await f.pipeline("A", isDefault: true, by: s.administrator)
            let listed = try await c.list(for: s.administrator, try PageRequest()).items
            #expect(listed.map(\.name) == ["A", "B"])
            #expect(listed.map(\.isDefault) == [true, false])
            let back = try await c.change(first.guid, PipelineRequest(isDefault: true), by: s.administrator)
            #expect(back.isDefault)
            #expect(try await !c.get(second.guid, team: s.administrator.team.rowID).isDefault)
            #expect(try await !c.change(first.guid, PipelineRequest(isDefault: false), by: s.administrator).isDefault)
            #expect(try await f.refusal { try await f.pipeline("A", by: s.administrator) } == "409 duplicate_pipeline")
            let taken = PipelineRequest(name: "A")
            #expect(
                try await f.refusal { _ = try await c.change(first.guid, taken, by: s.administrator) }
                    == "409 duplicate_pipeline")
            // Another team's pipelines are no matter of this one's.
            let blue = try await f.administrator(of: "Blue")
            try await f.pipeline("A", isDefault: true, by: blue)
            #expect(try await f.count("SELECT count(*) AS n FROM pipelines WHERE is_default = 1") == 1)
            try await c.delete(second.guid, by: s.administrator)
            try await f.pipeline("A", by: s.administrator)
        }
    }

    @Test("A list goes by pages", arguments: TestEngine.all)
    func pages(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            for name in ["C", "A", "E", "B", "D"] { try await f.pipeline(name, by: s.administrator) }
            var seen: [String] = []
            var cursor: String?
            repeat {
                let page = try await f.coordinator.pipelines.list(
                    for: s.administrator, try PageRequest(limit: 2, cursor: cursor))
                seen += page.items.map(\.name)
                cursor = page.nextCursor
            } while cursor != nil
            #expect(seen == ["A", "B", "C", "D", "E"])
        }
    }

    @Test("Members read, administrators change; every change is noted", arguments: TestEngine.all)
    func rights(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let member = try await f.person(role: .member)
            let c = f.coordinator.pipelines
            let made = try await f.pipeline(by: s.administrator)
            #expect(try await c.list(for: member, try PageRequest()).items.map(\.guid) == [made.guid])
            let calls: [@Sendable () async throws -> Void] = [
                { try await f.pipeline("Mine", by: member) },
                { _ = try await c.change(made.guid, PipelineRequest(name: "x"), by: member) },
                { try await c.delete(made.guid, by: member) },
            ]
            for call in calls { #expect(try await f.refusal(call) == "403 administrators_only") }
            _ = try await c.change(made.guid, PipelineRequest(name: "New name"), by: s.administrator)
            try await c.delete(made.guid, by: s.administrator)
            for action in ["create", "change", "delete"] {
                let noted = try await f.count(
                    "SELECT count(*) AS n FROM audit WHERE action = ?1 AND subject = ?2",
                    ["pipeline.\(action)", made.guid])
                #expect(noted == 1, "\(action)")
            }
        }
    }

    @Test("What is used is not deleted, and the refusal says by what", arguments: TestEngine.all)
    func uses(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let c = f.coordinator
            let made = try await f.pipeline(isDefault: true, by: s.administrator)
            let job = try await s.job(.pipelineValidation)
            #expect(job.pipelineGuid == made.guid && job.pipelineName == "Raw only")
            func refusal() async throws -> String? {
                try await f.refusal { try await c.pipelines.delete(made.guid, by: s.administrator) }
            }
            #expect(try await refusal() == "409 pipeline_in_use")
            _ = try await s.cancel(job)
            let own = try await c.collections.create(
                CreateCollectionRequest(
                    name: "Own", type: .local, location: "/own", boundAgentGuid: s.agent.guid, pipelineGuid: made.guid),
                by: s.administrator)
            do {
                try await c.pipelines.delete(made.guid, by: s.administrator)
                Issue.record("it was deleted")
            } catch let error as CoordinatorError {
                #expect(error.message.contains("the collection Own"))
                #expect(error.details?["collections"] == [.string(own.guid)])
            }
            try await c.collections.delete(own.guid, by: s.administrator)
            #expect(try await refusal() == nil)
            #expect(try await s.look(job).pipelineName == "Raw only", "history stays readable")
            #expect(try await f.refusal { try await s.job(.pipelineValidation) } == "400 pipeline_required")
        }
    }

    @Test("A run takes its own pipeline, else the collection's, else the default", arguments: TestEngine.all)
    func choice(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let names = ["Standard", "Own", "Named"]
            var guids: [String: String] = [:]
            for name in names {
                guids[name] = try await f.pipeline(name, isDefault: name == "Standard", by: s.administrator).guid
            }
            let own = try await f.coordinator.collections.create(
                CreateCollectionRequest(
                    name: "Own", type: .local, location: "/own", boundAgentGuid: s.agent.guid,
                    pipelineGuid: guids["Own"]), by: s.administrator)
            func run(_ collection: CollectionDTO, _ pipeline: String? = nil) async throws -> String? {
                try await f.coordinator.runs.start(
                    RunRequest(tool: .pipelineValidation, pipelineGuid: pipeline), collection: collection.guid,
                    by: s.administrator
                ).pipelineName
            }
            #expect(try await run(s.collection) == "Standard")
            #expect(try await run(own) == "Own")
            #expect(try await run(own, guids["Named"]) == "Named")
            #expect(try await f.refusal { _ = try await run(own, "pip_x") } == "400 invalid_field")
        }
    }

    @Test("A pipeline that cannot be walked is not run", arguments: TestEngine.all)
    func broken(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let made = try await f.pipeline(isDefault: true, by: s.administrator)
            // As an earlier version may have kept it.
            let row = try await f.count("SELECT id AS n FROM pipelines WHERE guid = ?1", [made.guid])
            let content = PipelineStore.Content(name: "Old", summary: "", nodes: [["id": "a", "type": "capture"]])
            try await f.database.write { tx in
                try PipelineStore(tx).update(row: Int64(row), content, by: 1, at: f.time.now())
            }
            do {
                try await s.job(.pipelineValidation)
                Issue.record("it was started")
            } catch let error as CoordinatorError {
                #expect(error.code == "invalid_pipeline")
                #expect(error.message.hasPrefix("The pipeline Old cannot be run."))
                #expect(error.details?["field"] == "pipeline_guid")
            }
            let shown = try await f.coordinator.pipelines.get(made.guid, team: s.administrator.team.rowID)
            #expect(shown.findings.contains { $0.severity == .error })
        }
    }
}
