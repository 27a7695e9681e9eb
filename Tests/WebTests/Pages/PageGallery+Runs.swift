import Analysis
import Coordinator
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

    static let pipelines: [Entry] = [
        Entry(
            name: "pipelines",
            page: PipelinesPage.render(
                PipelinesModel(page: PageDTO(items: Data.pipelines, nextCursor: "next")), frame: Data.frame())),
        Entry(
            name: "pipelines-none",
            page: PipelinesPage.render(PipelinesModel(page: PageDTO(items: [])), frame: Data.frame(role: .member))),
        Entry(name: "pipeline", page: PipelinePage.render(counted, frame: Data.frame())),
        Entry(
            name: "pipeline-broken",
            page: PipelinePage.render(PipelineInUse(pipeline: Data.pipelines[2]), frame: Data.frame())),
        Entry(
            name: "pipeline-delete", page: PipelinePage.render(counted, question: .delete, frame: Data.frame())),
        Entry(
            name: "pipeline-used", page: PipelinePage.render(used, question: .delete, frame: Data.frame())),
    ]

    /// A pipeline whose last run counted the images on each of its edges but one, which is newer.
    private static let counted: PipelineInUse = {
        let template = PipelineService.templates[2]
        var pipeline = Data.pipelines[1]
        (pipeline.nodes, pipeline.description) = (template.nodes, template.description)
        // `try?`: without a graph the pages' tests fail for want of a drawing.
        let graph = try? PipelineGraph.parse(["nodes": .array(template.nodes)])
        var run = Data.result(3)
        let edges = (graph?.edges ?? []).dropLast().enumerated().map { index, edge -> JSONValue in
            [
                "from": .string(graph?.nodes[edge.from].id ?? ""), "to": .string(graph?.nodes[edge.to].id ?? ""),
                "image_count": .integer(index == 2 ? 0 : Int64(19_877 - 1_371 * index)),
            ]
        }
        run.figures = ["edges": .array(edges)]
        return PipelineInUse(pipeline: pipeline, graph: graph, lastRun: run)
    }()

    private static let used: PipelineInUse = {
        var used = counted
        (used.lastRun, used.collections) = (nil, [Data.collections[0], Data.collections[4]])
        return used
    }()

    private static func page(
        _ tool: Tool, pipelines: [PipelineDTO], agents: [AgentDTO] = [Data.fullAgent], errors: [String: String] = [:],
        frame: PageFrame = Data.frame()
    ) -> HTML {
        var collection = Data.collections[1]
        collection.statistics["photo_pairing"] = Data.pairingResult.figures
        collection.statistics["pipeline_validation"] = Data.validationResult.figures
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

    /// Twelve results, with more orphans at first, and fewer images that are not ready.
    static func trend(_ tool: Tool) -> TrendDTO {
        let points = (0..<12).map { number -> TrendDTO.Point in
            let orphans = Int64(40 - 3 * number + number % 3 * 5)
            let stats = photoStats(files: 40_000 + Int64(number) * 700, orphans: orphans)
            let validation: JSONValue = [
                "total_images": 19_877, "archival_ready_count": .integer(19_000 + Int64(number * 37)),
                "status_counts": [
                    "consistent": 19_000, "partial": .integer(900 - Int64(number) * 40), "inconsistent": 0,
                ],
            ]
            return TrendDTO.Point(
                resultGuid: id("res_", number), createdAt: ago(Int64(12 - number) * 86_400),
                figures: tool == .photostats ? stats : validation)
        }
        return TrendDTO(tool: tool, collectionGuid: collections[0].guid, points: points)
    }

    /// Twenty days on which the archive became better, and more.
    static let health: [ArchiveHealth] = (0..<20).map { (day: Int64) in
        let orphans: Int64 = 90 - day * 4 + day % 3 * 9
        return ArchiveHealth(
            at: ago((20 - day) * 86_400), images: 18_000 + day * 310, archivalReady: 16_900 + day * 360,
            orphans: orphans)
    }

    static let earlierResult: ResultDTO = {
        var result = PageFixtures.result(9)
        result.figures = photoStats(files: 47_000, orphans: 30)
        return result
    }()

    static let changes: FindingsComparison = {
        var changes = FindingsComparison()
        changes.new.count = 1_203
        changes.new.first = (1...12).map { number in
            Finding(kind: "orphaned image", file: "2026/07/IMG_04\(number).cr3", detail: "has no sidecar")
        }
        changes.new.first.append(Finding(kind: "broken sidecar", file: hostile, detail: "3:4 no end \(hostile)"))
        changes.gone.count = 1
        changes.gone.first = [
            Finding(
                kind: "partial", file: "AB3D0042-" + String(repeating: "very-long-name-", count: 12) + "HDR",
                detail: "Archive: missing AB3D0042.dng, AB3D0042.xmp, AB3D0042-HDR.tif, AB3D0042-HDR-2.tif")
        ]
        changes.isCut = true
        return changes
    }()

    static let keptForm = KeptForm(
        action: "/collections",
        FormState(values: ["name": hostile, "location": "/photos\n\(hostile)", "csrf": "old", "password": "secret"]))

    static let pairingResult: ResultDTO = {
        var result = PageFixtures.result(2)
        result.tool = .photoPairing
        result.figures = [
            "group_count": 18_204, "image_count": 19_877, "file_count": 48_211, "total_files": 48_223,
            "invalid_files_count": 12, "ambiguous_groups_count": 1,
        ]
        return result
    }()

    static let validationResult: ResultDTO = {
        var result = PageFixtures.result(3)
        result.tool = .pipelineValidation
        result.figures = [
            "total_images": 19_877, "archival_ready_count": 19_441, "total_files": 61_021,
            "status_counts": [
                "consistent": 19_400, "consistent_with_warning": 41, "partial": 430, "inconsistent": 6,
            ],
        ]
        return result
    }()
}
