import Domain
import TestSupport
import Testing

@testable import Analysis

/// The pipelines that are ready to be taken over.
@Suite struct PipelineTemplateTests {
    private func walks(_ id: String) throws -> [[String]] {
        let graph = try #require(PipelineTemplate.all.first { $0.id == id }).graph
        return try graph.walks().map { ["\($0.terminationType):"] + $0.names }
    }

    @Test func theirStructureIsWithoutFindings() {
        for template in PipelineTemplate.all {
            let findings = template.graph.findings(
                methods: Set(template.processingMethods.keys), extensions: Set(template.extensions))
            #expect(findings.isEmpty, "\(template.id): \(findings)")
            #expect(!template.title.isEmpty && !template.summary.isEmpty && template.summary.count < 130)
        }
        #expect(PipelineTemplate.all.map(\.id) == ["raw-only", "raw-dng", "raw-edit-export", "hdr-pairing"])
    }

    @Test func theirWalksExpectWhatTheyPromise() throws {
        #expect(try walks("raw-only") == [["Raw Archive:", ".cr3", ".xmp"]])
        #expect(try walks("raw-dng") == [["DNG Archive:", ".cr3", "(.xmp)", ".dng"]])
        #expect(
            try walks("raw-edit-export") == [
                ["Raw Archive:", ".cr3", ".xmp"], ["Edited Archive:", ".cr3", ".xmp", "-Edit.tif", "-Edit-Web.jpg"],
                ["Edited Archive:", ".cr3", ".xmp", "-BW.tif", "-BW-Web.jpg"],
            ])
        #expect(
            try walks("hdr-pairing") == [
                ["Raw Archive:", ".cr3", ".xmp"],
                ["HDR Archive:", ".cr3", ".xmp", ".dng", "-HDR.dng", "-HDR-Edit.tif"],
            ])
    }

    @Test(arguments: [
        ("raw-only", ["AB3D0001.cr3", "AB3D0001.xmp"]),
        ("raw-dng", ["AB3D0001.cr3", "AB3D0001.dng", "AB3D0001.cr3.xmp"]),
        ("raw-edit-export", ["AB3D0001.cr3", "AB3D0001.xmp"]),
        ("raw-edit-export", ["AB3D0001.cr3", "AB3D0001.xmp", "web/AB3D0001-BW-Web.jpg", "AB3D0001-BW.tif"]),
        ("hdr-pairing", ["AB3D0001.cr3", "AB3D0001.xmp"]),
        (
            "hdr-pairing",
            ["AB3D0001.cr3", "AB3D0001.xmp", "AB3D0001.dng", "AB3D0001-HDR.dng", "AB3D0001-HDR-Edit.tif"]
        ),
    ])
    func imagesThatWentTheirWayAreConsistentAndOneFileLessIsNot(id: String, paths: [String]) throws {
        let template = try #require(PipelineTemplate.all.first { $0.id == id })
        var configuration = ToolConfiguration.builtIn
        configuration.photoExtensions += template.extensions.filter { $0 != ".xmp" }
        configuration.processingMethods = template.processingMethods
        func statuses(_ paths: [String]) throws -> ValidationCounts {
            try PipelineValidation.analyse(
                files: FileTable(paths.map { Archive.file($0) }),
                pipeline: CheckedPipeline(template.graph, for: configuration)
            ).statusCounts
        }
        #expect(try statuses(paths)[.consistent] == 1)
        #expect(try statuses(Array(paths.dropFirst()))[.consistent] == 0)
    }

    @Test func whatAChoiceLeadsToAreAlternatives() {
        let groups = PipelineTemplate.all.map(\.graph.terminationGroups)
        #expect(
            groups == [
                [["Raw Archive"]], [["DNG Archive"]], [["Raw Archive", "Edited Archive"]],
                [["Raw Archive", "HDR Archive"]],
            ])
    }

    @Test func theySurviveJSONAndYAML() throws {
        for template in PipelineTemplate.all {
            #expect(try PipelineGraph.parse(template.graph.json) == template.graph)
            let text = template.graph.yaml(name: template.title)
            let read = try PipelineGraph.parse(PipelineSource(yaml: Array(text.utf8)))
            #expect(read.saysTheSame(as: template.graph) && read.warnings.isEmpty)
            let alone = try PipelineGraph.parse(PipelineSource(yaml: Array(template.graph.yaml.utf8)))
            #expect(alone.saysTheSame(as: template.graph) && template.graph.yaml.hasPrefix("nodes:\n"))
            let configuration = try YAMLConfiguration.parse(Array(text.utf8)).configuration
            let source = try #require(configuration.pipelines[template.title])
            #expect(try PipelineGraph.parse(source) == read)
        }
    }
}
