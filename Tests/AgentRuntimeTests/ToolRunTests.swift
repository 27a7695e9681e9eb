import Analysis
import CollectionSources
import Domain
import TestSupport
import Testing
import Wire

@testable import AgentRuntime

/// One run for all: what is offered can be done, and a job and a command line come to the same results.
@Suite struct ToolRunTests {
    private static let names = ["AB3D", "XY7Z", "ab3d", "QQ0"]
    private static let endings = [".cr3", ".CR3", ".dng", ".xmp", ".cr3.xmp", "-HDR.dng", "-2.cr3", ".txt", ""]

    /// File names by chance, some of them no image's.
    private static func files(_ seed: UInt64) -> [String] {
        let random = RepeatableRandom(seed: seed)
        func below(_ limit: Int) -> Int { Int(random.fraction() * Double(limit)) }
        let paths = (0..<60).map { _ in
            "f\(below(3))/\(names[below(names.count)])\(1000 + below(9))\(endings[below(endings.count)])"
        }
        return Array(Set(paths)).sorted()
    }

    @Test(.proves("FR-540.11", "FR-540.12"), arguments: Tool.allCases, [1, 2, 3] as [UInt64])
    func aJobAndACommandLineFindTheSame(tool: Tool, seed: UInt64) async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: Self.files(seed))
            server.on(Fixture.configRoute) { _ in .json(Fixture.config(pipeline: "Raw")) }
            let config = fixture.folder.path + "/config.yaml"
            try DurableFile.write(Array(Self.yaml.utf8), to: config, mode: 0o644)
            let job = try await fixture.analyse(fixture.job(tool))
            // An agent hands the image groups in as well.
            let alone = try StandaloneAnalysis(
                tool, path: LocalPath(fixture.photos), configFile: LocalPath(config),
                options: ToolOptions(detail: tool == .photoPairing ? .everything : .findings))
            let outcome = try #require(try await alone.perform(time: fixture.time) { _ in })
            #expect(String(decoding: job.results, as: UTF8.self) == String(decoding: outcome.results, as: UTF8.self))
            #expect(CanonicalJSON.encode(try JSONParser.parse(job.results)) == job.results)
            #expect(job.filesProcessed == Int64(outcome.files))
        }
    }

    private static let yaml = """
        photo_extensions: [.dng, .cr3]
        metadata_extensions: [.xmp]
        require_sidecar: [.cr3]
        processing_pipelines:
          Raw:
            nodes:
              - { id: shot, type: Capture, name: Shot, output: [raw] }
              - { id: raw, type: File, name: Raw, extension: .cr3, output: [done] }
              - { id: done, type: Termination, name: Archive, termination_type: Archive, output: [] }
        """

    @Test(.proves("FR-450.1")) func whatIsOfferedCanBeRun() async throws {
        let tools = Tool.allCases.map { "tool:\($0.rawValue):\(SafelightVersion.current)" }
        let sources = ["source:s3", "source:gcs"] + (SMBLibrary.installed == nil ? [] : ["source:smb"])
        #expect(Capabilities.list(roots: []) == tools + sources)
        #expect(
            Capabilities.list(roots: ["/photos"], connectors: ["con_x"])
                == ["local_filesystem"] + tools + sources + ["connector:con_x"])
        for capability in tools {
            let tool = try #require(Tool(rawValue: String(capability.split(separator: ":")[1])))
            try await FakeServer.run { server in
                let fixture = try Fixture(server, files: ["AB3D0001.cr3"])
                server.on(Fixture.configRoute) { _ in .json(Fixture.config(pipeline: "Raw")) }
                let output = try await fixture.analyse(fixture.job(tool))
                #expect(try JSONParser.parse(output.results)["total_files"] == 1)
                let report = String(decoding: output.report ?? [], as: UTF8.self)
                #expect(report.contains("<title>") && report.contains(tool.title))
            }
        }
    }

    @Test func imageGroupsGoToTheServerAndAreAskedForOnACommandLine() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server, files: ["AB3D0001.cr3"])
            let job = try await fixture.analyse(fixture.job(.photoPairing))
            #expect(try JSONParser.parse(job.results)["imagegroups"] != nil)
            let alone = try StandaloneAnalysis(
                .photoPairing, path: LocalPath(fixture.photos), configFile: nil, options: ToolOptions())
            let outcome = try #require(try await alone.perform(time: fixture.time) { _ in })
            #expect(try JSONParser.parse(outcome.results)["imagegroups"] == nil)
        }
    }

    @Test(.proves("FR-540.11"), arguments: [("one", nil), ("two", "default"), ("two", "film")] as [(String, String?)])
    func thePipelineIsTheOnlyOneTheDefaultOrTheNamedOne(which: String, wanted: String?) throws {
        let source = PipelineSource(json: ["nodes": Fixture.rawPipeline])
        var configuration = ToolConfiguration.builtIn
        configuration.pipelines = which == "one" ? ["film": source] : ["film": source, "default": source]
        let chosen = try ChosenPipeline(named: wanted == "default" ? nil : wanted, in: configuration)
        #expect(chosen.name == wanted ?? "film")
    }

    @Test func withoutAChoiceThePipelinesAreNamed() throws {
        let source = PipelineSource(json: ["nodes": Fixture.rawPipeline])
        func words(_ names: [String], _ wanted: String?) throws -> String {
            var configuration = ToolConfiguration.builtIn
            for name in names { configuration.pipelines[name] = source }
            let failure = #expect(throws: ToolFailure.self) {
                _ = try ChosenPipeline(named: wanted, in: configuration)
            }
            guard case .configuration(let words) = failure else { return "\(String(describing: failure))" }
            return words
        }
        #expect(try words([], nil).contains("needs a pipeline, and there is none"))
        #expect(try words(["b", "a"], nil).hasSuffix("Name one of them: \"a\", \"b\"."))
        #expect(try words(["b", "a"], "c").contains("There is no pipeline \"c\""))
        #expect(try words([], "c").contains("It holds none"))
    }
}
