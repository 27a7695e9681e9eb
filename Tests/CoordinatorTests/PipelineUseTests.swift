import Analysis
import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("A pipeline with its last run")
struct PipelineUseTests {
    private static let counted: JSONValue = [
        "total_images": 3, "status_counts": ["consistent": 2, "partial": 1],
        "edges": [
            ["from": "start", "to": "raw", "image_count": 2], ["from": "gone", "to": "raw", "image_count": 9],
        ],
    ]

    @Test(
        "The images of the last run stand on the edges that the run knew; other runs' and other pipelines' do not",
        arguments: TestEngine.all)
    func lastRun(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let pipelines = f.coordinator.pipelines
            let pipeline = try await f.pipeline(isDefault: true, by: s.administrator)
            #expect(try await pipelines.inUse(pipeline.guid, for: s.administrator).edgeCounts == [nil, nil])
            var last = ""
            let first: JSONValue = [
                "total_images": 1, "status_counts": ["consistent": 1],
                "edges": [["from": "start", "to": "raw", "image_count": 1]],
            ]
            for results in [first, Self.counted] {
                try await s.job(.pipelineValidation)
                let job = try await s.agent.running()
                last = try #require(try await s.agent.finish(try Signed(job).completed(results), job).resultGuid)
            }
            let other = try await f.pipeline("Another", by: s.administrator)
            let used = try await pipelines.inUse(pipeline.guid, for: s.administrator)
            #expect(used.lastRun?.guid == last && used.edgeCounts == [2, nil] && used.graph?.nodes.count == 3)
            #expect(try await pipelines.inUse(other.guid, for: s.administrator).lastRun == nil)
            let blue = try await f.administrator(of: "Blue")
            #expect(
                try await f.refusal { _ = try await pipelines.inUse(pipeline.guid, for: blue) } == "404 not_found")
            #expect(try await f.refusal { _ = try await pipelines.yaml(pipeline.guid, for: blue) } == "404 not_found")
        }
    }

    @Test("What is exported is read as the same pipeline", arguments: TestEngine.all)
    func export(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            for (number, template) in PipelineService.templates.enumerated() {
                let made = try await f.coordinator.pipelines.create(
                    PipelineRequest(name: "Number: \(number)", template: template.name), by: s.administrator)
                let yaml = try await f.coordinator.pipelines.yaml(made.guid, for: s.administrator)
                let again = try await f.coordinator.pipelines.create(
                    PipelineRequest(name: "Again \(number)", yaml: yaml), by: s.administrator)
                let graphs = try [made, again].map { try PipelineGraph.parse(["nodes": .array($0.nodes)]).json }
                #expect(graphs[0] == graphs[1])
            }
        }
    }
}
