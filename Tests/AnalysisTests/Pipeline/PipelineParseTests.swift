import Domain
import TestSupport
import Testing

@testable import Analysis

/// Reading pipelines from JSON and YAML: what is off is named with its node, field and place.
@Suite struct PipelineParseTests {
    private func refusal(_ nodes: JSONValue) -> PipelineError? {
        do {
            _ = try PipelineGraph.parse(["nodes": nodes])
            return nil
        } catch {
            return error
        }
    }

    @Test func everyKindIsRead() throws {
        let graph = try PipelineGraph.parse([
            "guid": "pip_x", "name": "All",
            "nodes": [
                ["id": "c", "type": "Capture", "name": "Camera", "output": ["f", "f"]],
                ["id": "f", "type": "FILE", "extension": "CR3", "optional": true, "output": ["p"]],
                ["id": "p", "type": "process", "method_ids": ["HDR", ""], "output": ["b"]],
                ["id": "b", "type": "Branching", "output": ["x"]],
                ["id": "x", "type": "pairing", "pairing_type": "HDR", "output": ["t"], "name": nil],
                ["id": "t", "type": "termination", "termination_type": "Archive", "output": nil],
            ],
        ])
        #expect(
            graph.nodes.map(\.kind) == [
                .capture, .file(extension: ".cr3", isOptional: true), .process(methods: ["HDR", ""]), .branching,
                .pairing(type: "HDR"), .termination(type: "Archive"),
            ])
        #expect(graph.nodes.map(\.name) == ["Camera", "f", "p", "b", "x", "t"])
        #expect(graph.nodes.map(\.outputs) == [["f"], ["p"], ["b"], ["x"], ["t"], []])
        #expect(graph.warnings.isEmpty)
        #expect(try PipelineGraph.parse(graph.json) == graph)
    }

    @Test(
        arguments: [
            ([1], "node 1 must be an object"), ([["type": "file"]], "node 1: id is missing"),
            ([["id": 7, "type": "file"]], "node 1: id must be text, not a number; write \"7\" in quotes"),
            ([["id": "a"]], "node \"a\": type is missing"),
            ([["id": "a", "type": "fiel"]], "node \"a\": type \"fiel\" is no"),
            ([["id": "a", "type": "capture", "output": "b"]], "node \"a\": output must be a list of ids"),
            ([["id": "a", "type": "capture", "output": [true]]], "node \"a\": output must be text, not true or false"),
            ([["id": "a", "type": "file", "extension": "a/b"]], "node \"a\": extension \"a/b\" is no file extension"),
            ([["id": "a", "type": "file", "optional": "yes"]], "node \"a\": optional must be true or false, not text"),
            (
                [["id": "a", "type": "process", "method_ids": ["A", nil]]],
                "node \"a\": method_ids must be text, not nothing"
            ),
            ([["id": "a\u{7}", "type": "capture"]], "node 1: id holds a control character"),
            ("x", "a pipeline's nodes must be a list, not text"),
            (nil, "a pipeline's nodes must be a list, not nothing"),
        ] as [(JSONValue, String)])
    func whatIsOffIsNamed(nodes: JSONValue, message: String) throws {
        let error = try #require(refusal(nodes))
        #expect(error.description.hasPrefix(message), "\(error)")
    }

    @Test func whatIsTooMuchIsRefused() {
        let node: JSONValue = ["id": "a", "type": "branching"]
        #expect(refusal(.array(Array(repeating: node, count: 1_001)))?.message.contains("1001 nodes") == true)
        let many = JSONValue.array((0...1_000).map { .string("n\($0)") })
        #expect(refusal([["id": "a", "type": "branching", "output": many]])?.message.contains("1001 entries") == true)
        let most = JSONValue.array((0..<1_000).map { .string("n\($0)") })
        let wide = (0..<6).map { JSONValue.object(["id": .string("a\($0)"), "type": "branching", "output": most]) }
        #expect(refusal(.array(wide))?.message.contains("6000 outputs") == true)
        let long = JSONValue.string(String(repeating: "x", count: 101))
        #expect(refusal([["id": long, "type": "capture"]])?.message.contains("at most 100") == true)
    }

    @Test func aTextGivesLineAndColumn() throws {
        let text = """
            nodes:
              - id: c
                type: capture
                colour: red
                output: [f]
              - id: f
                type: file
                optional: 3
            """
        let source = try PipelineSource(yaml: Array(text.utf8))
        #expect { try PipelineGraph.parse(source) } throws: { error in
            "\(error)".hasPrefix("line 8, column 5: node \"f\": optional must be true or false, not a number")
        }
        let mended = try PipelineSource(yaml: Array(text.replacing(": 3", with: ": true").utf8))
        let graph = try PipelineGraph.parse(mended)
        #expect(graph.warnings.count == 1 && graph.warnings[0].hasPrefix("line 4: node \"c\": the field \"colour\""))
        #expect(graph.nodes.map(\.place) == [TextPlace(line: 2, column: 5), TextPlace(line: 6, column: 5)])
        let finding = graph.findings(methods: []).first { $0.code == .fileExtension }
        #expect(finding?.place == TextPlace(line: 6, column: 5))
    }

    @Test(arguments: [
        "a: [", "- x", "processing_pipelines: {a: {nodes: []}, b: {nodes: []}}", "processing_pipelines: {a: 1}",
    ])
    func aTextWithoutOnePipelineIsRefusedWithItsPlace(text: String) {
        #expect { try PipelineSource(yaml: Array(text.utf8)) } throws: { ($0 as? PipelineError)?.place != nil }
    }
}
