import Analysis
import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// The three places that a configuration comes from say the same. FR-540.1–4.
@Suite("Where a tool's configuration comes from")
struct ConfigLoaderTests {
    private static let yaml = """
        photo_extensions: [.DNG, .cr3, .cr3, .tif]
        metadata_extensions: [.xmp]
        require_sidecar: [.cr3]
        camera_mappings:
          AB3D: [{name: ""}, {name: Canon EOS R5, serial_number: "12345"}]
          XY7Z: {name: Nikon Z9}
        processing_methods: {HDR: High Dynamic Range, BW: ""}
        processing_pipelines:
          Raw only:
            nodes:
              - {id: start, type: Capture, output: [raw]}
              - {id: raw, type: File, extension: CR3, output: [end]}
              - {id: end, type: Termination, termination_type: archive}
        """
    private static let settings: [(Setting, JSONValue)] = [
        (.photoExtensions, [".DNG", ".cr3", ".cr3", ".tif"]), (.metadataExtensions, [".xmp"]),
        (.requireSidecar, [".cr3"]),
        (
            .cameraMappings,
            [
                "AB3D": [["name": ""], ["name": "Canon EOS R5", "serial_number": "12345"]],
                "XY7Z": ["name": "Nikon Z9", "serial_number": nil],
            ]
        ),
        (.processingMethods, ["HDR": "High Dynamic Range", "BW": ""]),
    ]

    @Test(
        "File, database and API give equal configurations for equal content",
        .proves("FR-540.1", "FR-540.2", "FR-540.3", "FR-540.4", "FR-540.11"), arguments: TestEngine.all)
    func equal(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            for (setting, value) in Self.settings {
                _ = try await f.coordinator.configuration.set(setting, to: value, by: s.administrator)
            }
            let nodes: [JSONValue] = [
                ["id": "start", "type": "Capture", "output": ["raw"]],
                ["id": "raw", "type": "File", "extension": "CR3", "output": ["end"]],
                ["id": "end", "type": "Termination", "termination_type": "archive"],
            ]
            try await f.pipeline(nodes: nodes, isDefault: true, by: s.administrator)
            let job = try await s.job(.pipelineValidation)

            let loaders: [any ConfigLoader] = [
                YAMLConfiguration(Array(Self.yaml.utf8)),
                DatabaseConfigLoader(database: f.database, team: s.administrator.team.rowID),
                JobAnswer(bytes: try await answer(f, s, job)),
            ]
            var configurations: [ToolConfiguration] = []
            for loader in loaders { configurations.append(try await loader.load()) }

            var expected = ToolConfiguration(
                photoExtensions: [".dng", ".cr3", ".tif"], metadataExtensions: [".xmp"], requireSidecar: [".cr3"],
                cameraMappings: [
                    "AB3D": .init(name: "Canon EOS R5", serialNumber: "12345"), "XY7Z": .init(name: "Nikon Z9"),
                ],
                processingMethods: ["HDR": "High Dynamic Range", "BW": ""])
            let graph = try PipelineGraph.parse(["nodes": .array(nodes)])
            expected.pipelines = ["Raw only": PipelineSource(json: graph.json)]
            for configuration in configurations { #expect(try configuration.canonical() == expected) }
        }
    }

    @Test("What a team has not set is as built in", .proves("FR-540.3"), arguments: TestEngine.all)
    func builtIn(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let loader = DatabaseConfigLoader(database: f.database, team: s.administrator.team.rowID)
            #expect(try await loader.load() == .builtIn)
            let job = JobAnswer(bytes: try await answer(f, s, try await s.job()))
            #expect(try await job.load() == .builtIn)
            #expect(try await YAMLConfiguration(Array("{}".utf8)).load() == .builtIn)
        }
    }

    /// The bytes of `GET jobs/{guid}/config`.
    private func answer(_ f: Fixture, _ s: Studio, _ job: JobDTO) async throws -> [UInt8] {
        WireJSON.encode(try await f.coordinator.configuration.configuration(ofJob: job.guid, for: s.administrator))
    }
}

/// What an agent makes of the answer that it gets.
private struct JobAnswer: ConfigLoader {
    let bytes: [UInt8]

    func load() async throws -> ToolConfiguration {
        try ToolConfiguration(json: try JSONParser.parse(bytes))
    }
}

extension ToolConfiguration {
    /// The same with its pipelines as what they say, whatever way they were written down.
    fileprivate func canonical() throws -> ToolConfiguration {
        var canonical = self
        canonical.pipelines = try pipelines.mapValues { PipelineSource(json: try PipelineGraph.parse($0).json) }
        return canonical
    }
}
