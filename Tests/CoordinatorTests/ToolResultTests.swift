import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// What a result of each tool leaves behind: the collection's figures, and what the next run of the tool is told.
@Suite("Results of each tool")
struct ToolResultTests {
    private static let results: [Tool: JSONValue] = [
        .photostats: ["total_files": 7, "total_size": 900, "orphaned_images": ["a"]],
        .photoPairing: [
            "group_count": 3, "image_count": 4, "file_count": 5, "total_files": 6, "ambiguous_groups": [],
            "camera_usage": ["AB3D": 4],
        ],
        .pipelineValidation: [
            "total_images": 4, "status_counts": ["consistent": 3, "partial": 1], "archival_ready_count": 3,
            "total_files": 11, "images": [],
        ],
    ]
    private static let statistics: [Tool: JSONValue] = [
        .photostats: ["total_files": 7, "total_size": 900],
        .photoPairing: [
            "group_count": 3, "image_count": 4, "file_count": 5, "total_files": 6, "ambiguous_groups_count": 0,
        ],
        .pipelineValidation: [
            "total_images": 4, "status_counts": ["consistent": 3, "partial": 1], "archival_ready_count": 3,
            "total_files": 11,
        ],
    ]

    @Test(
        "Statistics stand side by side, and the next run knows what the last one counted", .proves("FR-510.3"),
        arguments: TestEngine.all)
    func statistics(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            try await f.pipeline(isDefault: true, by: s.administrator)
            for tool in Tool.allCases {
                let before = try await f.coordinator.collections.get(s.collection.guid, for: s.administrator)
                #expect(before.statistics[tool.rawValue] == nil)
                try await s.job(tool)
                let job = try await s.agent.running()
                #expect(job.previous == nil, "\(tool): another tool's result is none of its own")
                #expect((job.pipeline?.name == "Raw only") == (tool == .pipelineValidation))
                let guid = try await s.agent.complete(job, try #require(Self.results[tool])).resultGuid
                try await s.job(tool)
                let next = try await s.agent.running()
                let counted = try #require(Self.statistics[tool]?["total_files"]?.integerValue)
                #expect(next.previous?.resultGuid == guid && next.previous?.totalFiles == counted, "\(tool)")
                try await s.agent.complete(next, try #require(Self.results[tool]))
            }
            let after = try await f.coordinator.collections.get(s.collection.guid, for: s.administrator)
            for tool in Tool.allCases { #expect(after.statistics[tool.rawValue] == Self.statistics[tool]) }
        }
    }
}
