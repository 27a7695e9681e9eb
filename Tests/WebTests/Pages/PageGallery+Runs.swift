import Domain
import HTML
import Wire

@testable import Web

/// The form that starts a run, in the states that people meet.
extension PageGallery {
    private typealias Data = PageFixtures

    static let runs: [Entry] = [
        Entry(name: "run-validation", page: page(.pipelineValidation, pipelines: Data.pipelines)),
        Entry(name: "run-no-pipeline", page: page(.pipelineValidation, pipelines: [])),
        Entry(
            name: "run-no-pipeline-member",
            page: page(.pipelineValidation, pipelines: [], frame: Data.frame(role: .member))),
        Entry(
            name: "run-refused",
            page: page(
                .pipelineValidation, pipelines: Data.pipelines,
                errors: ["pipeline_guid": "The pipeline \(Data.hostile) cannot be run."])),
        Entry(name: "run-pairing", page: page(.photoPairing, pipelines: Data.pipelines)),
        Entry(name: "run-missing-tool", page: page(.photoPairing, pipelines: [], agents: Data.agents)),
    ]

    private static func page(
        _ tool: Tool, pipelines: [PipelineDTO], agents: [AgentDTO] = [Data.fullAgent], errors: [String: String] = [:],
        frame: PageFrame = Data.frame()
    ) -> HTML {
        var collection = Data.collections[1]
        collection.statistics["photo_pairing"] = Data.pairingResult.results
        collection.statistics["pipeline_validation"] = Data.validationResult.results
        let model = CollectionModel(
            collection: collection, agents: agents, jobs: [], results: [], pipelines: pipelines,
            templates: Data.templates, run: FormState(values: ["tool": tool.rawValue], errors: errors))
        return CollectionPage.render(model, frame: frame)
    }
}

extension PageFixtures {
    /// An agent with all three tools.
    static let fullAgent = agent(
        1, "studio-nas", capabilities: ["local_filesystem"] + Tool.allCases.map { "tool:\($0.rawValue):1.0.0" })

    static let pipelines = [
        pipeline(1, "HDR by pairing"), pipeline(2, "Raw and DNG", isDefault: true),
        pipeline(
            3, hostile,
            findings: [
                PipelineFindingDTO(severity: .error, code: "capture_missing", nodes: [], message: "No capture.")
            ]),
    ]

    static let templates = ["Raw only", "Raw and DNG", "Raw, edit and export", "HDR by pairing"].enumerated().map {
        PipelineTemplateDTO(name: "template_\($0)", title: $1, description: $1, nodes: [])
    }

    private static func pipeline(
        _ number: Int, _ name: String, isDefault: Bool = false, findings: [PipelineFindingDTO] = []
    ) -> PipelineDTO {
        PipelineDTO(
            guid: id("pip_", number), name: name, description: "", nodes: [], isDefault: isDefault, findings: findings,
            createdAt: now)
    }

    static let pairingResult: ResultDTO = {
        var result = PageFixtures.result(2)
        result.tool = .photoPairing
        result.results = [
            "group_count": 18_204, "image_count": 19_877, "file_count": 48_211, "total_files": 48_223,
            "invalid_files_count": 12, "ambiguous_groups": [["group_id": "AB3D0001"]],
        ]
        return result
    }()

    static let validationResult: ResultDTO = {
        var result = PageFixtures.result(3)
        result.tool = .pipelineValidation
        result.results = [
            "total_images": 19_877, "archival_ready_count": 19_441, "total_files": 61_021,
            "status_counts": [
                "consistent": 19_400, "consistent_with_warning": 41, "partial": 430, "inconsistent": 6,
            ],
        ]
        return result
    }()
}
