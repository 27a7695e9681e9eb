import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("A pipeline that several people change")
struct PipelineEditTests {
    @Test("Nobody writes over what they have not seen", arguments: TestEngine.all)
    func versions(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let c = f.coordinator.pipelines
            let guid = try await f.pipeline("A", by: s.administrator).guid
            let opened = try await c.edition(guid, for: s.administrator)
            #expect(opened.changedAt == nil && opened.changedBy == nil && opened.pipeline.guid == guid)
            let max = try await f.person(role: .administrator, email: "max@red.example.org")
            _ = try await c.change(guid, PipelineRequest(description: "Max's"), onto: opened.version, by: max)
            let late = PipelineRequest(description: "Ours")
            let refusal = try await f.refusal {
                _ = try await c.change(guid, late, onto: opened.version, by: s.administrator)
            }
            #expect(refusal == "409 pipeline_changed")
            let now = try await c.edition(guid, for: s.administrator)
            #expect(now.pipeline.description == "Max's" && now.version != opened.version)
            #expect(now.changedBy == max.user.name && now.changedAt == f.time.now())
            let second = try await c.change(guid, late, onto: now.version, by: s.administrator)
            #expect(second.description == "Ours")
            #expect(try await c.change(guid, PipelineRequest(name: "B"), by: max).name == "B", "the API asks for none")
        }
    }

    @Test(
        "Which one is the default makes no other version; each field that people write does", arguments: TestEngine.all)
    func whatCounts(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let c = f.coordinator.pipelines
            let guid = try await f.pipeline("A", isDefault: true, by: s.administrator).guid
            func version() async throws -> String { try await c.edition(guid, for: s.administrator).version }
            var seen = [try await version()]
            try await f.pipeline("B", isDefault: true, by: s.administrator)
            #expect(try await version() == seen[0])
            let nodes = PipelineService.templates[1].nodes
            for request in [PipelineRequest(name: "C"), .init(description: "D"), .init(nodes: nodes)] {
                _ = try await c.change(guid, request, by: s.administrator)
                seen.append(try await version())
            }
            #expect(Set(seen).count == 4)
        }
    }

    @Test("Members and other teams do not open one to change it", arguments: TestEngine.all)
    func rights(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let guid = try await f.pipeline(by: s.administrator).guid
            let member = try await f.person(role: .member)
            let blue = try await f.administrator(of: "Blue")
            let c = f.coordinator.pipelines
            #expect(try await f.refusal { _ = try await c.edition(guid, for: member) } == "403 administrators_only")
            #expect(try await f.refusal { _ = try await c.edition(guid, for: blue) } == "404 not_found")
        }
    }

    @Test("A field that cannot be read is named with its node, which may have no id", arguments: TestEngine.all)
    func fields(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            func finding(_ node: JSONValue) async throws -> PipelineFindingDTO? {
                let nodes: [JSONValue] = [["id": "camera", "type": "capture"], node]
                return try await f.coordinator.pipelines.check(PipelineRequest(nodes: nodes), for: s.administrator)
                    .findings.first
            }
            let nameless = try await finding(["type": "file"])
            #expect(nameless?.index == 1 && nameless?.field == "id" && nameless?.code == "unreadable")
            let wrong = try await finding(["id": "raw", "type": "file", "extension": "a/b"])
            #expect(wrong?.index == 1 && wrong?.field == "extension" && wrong?.nodes == ["raw"])
            #expect(wrong?.json["field"] == "extension" && wrong?.json["index"] == 1)
            #expect(try await finding(["id": "raw", "type": "file"])?.field == nil, "what can be read names its nodes")
        }
    }
}
