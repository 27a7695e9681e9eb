import TestSupport
import Testing

@testable import Analysis

/// The structure check (analysis.md, *Structure check*): each finding names its nodes and what to do.
@Suite struct PipelineFindingsTests {
    private func codes(_ nodes: PipelineNode...) -> [String] {
        PipelineGraph(nodes: nodes).findings(methods: ["Edit"], extensions: [".x", ".xmp"]).map {
            "\($0.severity == .error ? "" : "?")\($0.code.rawValue) \($0.nodes.joined(separator: " "))"
        }
    }

    private let end = Sketch.end("t")

    @Test func aCaptureAndATerminationMustExist() {
        #expect(codes() == ["capture_missing ", "termination_missing "])
        #expect(codes(end) == ["capture_missing "])
        #expect(codes(Sketch.capture("c", "t"), end) == [])
    }

    @Test func idsAreUniqueAndOutputsExist() {
        #expect(codes(Sketch.capture("c", "t"), Sketch.end("t", "A"), Sketch.end("t", "B")).first == "duplicate_id t t")
        let graph = PipelineGraph(Sketch.capture("c", "T", "u"), end)
        let messages = graph.findings(methods: []).filter { $0.code == .unknownOutput }.map(\.message)
        #expect(messages.count == 2 && messages[0].hasSuffix("write \"t\"") && messages[1].contains("\"u\""))
    }

    @Test func everythingIsReachedAndLeadsOn() {
        #expect(codes(Sketch.capture("c", "t"), Sketch.file("lost", ".x", "t"), end) == ["unreachable lost"])
        #expect(
            codes(Sketch.capture("c", "b"), Sketch.branching("b", "p", "t"), Sketch.process("p", ["Edit"]), end) == [
                "dead_end p"
            ])
        #expect(codes(Sketch.capture("c", "t", "f"), Sketch.file("f", ".x"), end) == [])
        #expect(codes(Sketch.capture("c", "f"), Sketch.file("f", ".x"), end) == ["unreachable t", "dead_end c"])
    }

    @Test func aCycleCanBeLeft() {
        #expect(
            codes(Sketch.capture("c", "a", "t"), Sketch.file("a", ".x", "b"), Sketch.file("b", ".x", "a"), end) == [
                "cycle_without_exit a b"
            ])
        #expect(codes(Sketch.capture("c", "a"), Sketch.file("a", ".x", "a", "t"), end) == [])
        #expect(
            codes(Sketch.capture("c", "a", "t"), Sketch.file("a", ".x", "a", "h"), Sketch.file("h", ".xmp"), end) == [
                "cycle_without_exit a"
            ], "a hanging file is no way out")
    }

    @Test func pairingsHaveTwoInputsAndLieInNoCycle() {
        #expect(codes(Sketch.capture("c", "p"), Sketch.pairing("p", "t"), end) == ["pairing_inputs p c"])
        #expect(
            codes(
                Sketch.capture("c", "a", "b", "p"), Sketch.file("a", ".x", "p"), Sketch.file("b", ".x", "p"),
                Sketch.pairing("p", "t"), end) == ["pairing_inputs p c a b"])
        #expect(
            codes(Sketch.capture("c", "p"), Sketch.pairing("p", "b"), Sketch.branching("b", "p", "t"), end) == [
                "pairing_in_cycle p b"
            ])
    }

    @Test func capturesBeginAndTerminationsEnd() {
        #expect(
            codes(Sketch.capture("c", "b"), Sketch.branching("b", "c", "t"), end).contains("capture_inputs c b"))
        let leaking = PipelineNode(id: "t", kind: .termination(type: ""), outputs: ["f"])
        #expect(
            codes(Sketch.capture("c", "t"), leaking, Sketch.file("f", ".x")) == [
                "termination_outputs t", "termination_type t",
            ])
        #expect(codes(Sketch.capture("c", "t", "u"), end, Sketch.end("u")) == [], "types may repeat")
    }

    @Test func namesThatNothingCanMatchAreFound() {
        #expect(
            codes(
                Sketch.capture("c", "p"), Sketch.process("p", ["A-B", "12", "edit", "Edit", ""], "q"),
                Sketch.process("q", [], "e"), Sketch.file("e", "", "f"), Sketch.file("f", ".raw", "b"),
                Sketch.branching("b", "t"), end) == [
                    "method_invalid p", "method_invalid p", "file_extension e", "?method_unknown p",
                    "?process_without_methods q", "?extension_unknown f", "?branching_without_choice b",
                ])
    }

    @Test func longListsAreCutInMessagesOnly() throws {
        let lost = (0..<9).map { Sketch.file("f\($0)", ".x") }
        let graph = PipelineGraph(nodes: [Sketch.capture("c", "t"), end] + lost)
        let finding = try #require(graph.findings(methods: []).first)
        #expect(finding.nodes.count == 9 && finding.message.contains("\"f4\" and 4 more"))
    }

    /// What has no error can be walked, and each of its nodes lies on a walk or hangs off one.
    @Test func whatHasNoErrorCanBeWalkedEverywhere() throws {
        let source = RandomPipeline(seed: 21)
        for _ in 0..<600 {
            let graph = PipelineGraph(nodes: source.nodes())
            // Those with many walks are left out; that they throw is shown elsewhere.
            guard graph.firstError == nil, let walks = try? graph.walks(limit: 300, sizeLimit: 100_000) else {
                continue
            }
            var met = Set(walks.filter { !$0.isTruncated }.flatMap(\.nodes))
            met.formUnion(graph.nodes.indices.filter { graph.isHanging($0) })
            #expect(met == Set(graph.nodes.indices), "\(graph.nodes)")
        }
    }
}
