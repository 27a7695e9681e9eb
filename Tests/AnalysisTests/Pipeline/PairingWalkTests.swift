import TestSupport
import Testing

@testable import Analysis

/// Walks into Pairings: pairs of walks, merged (analysis.md, *Walks*).
@Suite struct PairingWalkTests {
    @Test func aWalkIntoAPairingIsAPairOfWalksMerged() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "raw"), Sketch.file("raw", ".cr3", "edit", "pair"),
            Sketch.process("edit", ["Edit"], "tif"),
            Sketch.file("tif", ".tif", "pair"), Sketch.pairing("pair", "jpg"), Sketch.file("jpg", ".jpg", "end"),
            Sketch.end("end"))
        let walks = try graph.walks()
        #expect(walks.map(graph.text) == ["c raw edit tif pair jpg end"])
        #expect(walks[0].names == [".cr3", "-Edit.tif", ".jpg"])
        #expect(walks[0].edges == Array(graph.edges.indices))
    }

    @Test func theFirstInputIsTheOneDefinedEarlier() throws {
        let late = PipelineGraph(
            Sketch.capture("c", "b", "a"), Sketch.file("a", ".a", "pair"), Sketch.file("b", ".b", "pair"),
            Sketch.pairing("pair", "end"), Sketch.end("end"))
        #expect(try late.walks().map(late.text) == ["c a b pair end"])
        let early = PipelineGraph(
            Sketch.capture("c", "b", "a"), Sketch.file("b", ".b", "pair"), Sketch.file("a", ".a", "pair"),
            Sketch.pairing("pair", "end"), Sketch.end("end"))
        #expect(try early.walks().map(early.text) == ["c b a pair end"])
    }

    @Test func everyWayOfOneInputMeetsEveryWayOfTheOther() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "l", "r"), Sketch.process("l", ["A", "B"], "x"), Sketch.file("x", ".x", "pair"),
            Sketch.process("r", ["C", "D", "E"], "y"), Sketch.file("y", ".y", "pair"), Sketch.pairing("pair", "end"),
            Sketch.end("end"))
        #expect(
            try graph.walks().map(\.names) == [
                ["-A.x", "-C.y"], ["-A.x", "-D.y"], ["-A.x", "-E.y"], ["-B.x", "-C.y"], ["-B.x", "-D.y"],
                ["-B.x", "-E.y"],
            ])
    }

    @Test func theMethodsThatBothBeganWithGoOn() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "p"), Sketch.process("p", ["DNG"], "l", "r"), Sketch.process("l", ["HDR"], "l2"),
            Sketch.process("l2", ["BW"], "x"), Sketch.file("x", ".x", "pair"), Sketch.process("r", ["hdr"], "y"),
            Sketch.file("y", ".y", "pair"), Sketch.pairing("pair", "z", "xmp"), Sketch.file("xmp", ".xmp"),
            Sketch.process("z", ["Web"], "out"), Sketch.file("out", ".jpg", "end"), Sketch.end("end"))
        #expect(
            try graph.walks().map(\.names) == [
                ["-DNG-HDR-BW.x", "-DNG-HDR.y", "-DNG-HDR.xmp", "-DNG-HDR-Web.jpg"]
            ])
    }

    @Test func aFileOfBothBranchesIsRequiredWhereOneRequiresIt() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "a", "b"), Sketch.file("a", ".x", optional: true, "pair"),
            Sketch.file("b", ".x", "pair"),
            Sketch.pairing("pair", "end"), Sketch.end("end"))
        #expect(try graph.walks().map(\.names) == [[".x"]])
    }

    @Test func pairingsInARowAndInOneAnother() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "a", "b", "d", "e"), Sketch.file("a", ".a", "one"), Sketch.file("b", ".b", "one"),
            Sketch.file("d", ".d", "two"), Sketch.file("e", ".e", "three"), Sketch.pairing("three", "end"),
            Sketch.pairing("two", "three"), Sketch.pairing("one", "two"), Sketch.end("end"))
        let walks = try graph.walks()
        #expect(walks.map(graph.text) == ["c e d a b one two three end"])
        #expect(walks[0].names == [".e", ".d", ".a", ".b"])
    }

    @Test func whatALoopRepeatsInTheSecondBranchStaysRepeated() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "a", "p"), Sketch.file("a", ".a", "pair"), Sketch.process("p", ["P"], "p", "y"),
            Sketch.file("y", ".y", "pair"), Sketch.pairing("pair", "end"), Sketch.end("end"))
        let whole = try graph.walks().filter { !$0.isTruncated }
        #expect(whole.map(\.nodeCount) == [10, 9, 8, 7, 6])
        #expect(graph.text(whole[3]) == "c a p p y pair end")
        #expect(whole[3].names == [".a", "-P-P.y"])
    }

    @Test func pairsAreCountedBeforeTheyAreBuilt() {
        let left = (0..<1_000).map { "L\($0)" }
        let right = (0..<1_000).map { "R\($0)" }
        let graph = PipelineGraph(
            Sketch.capture("c", "l", "r"), Sketch.process("l", left, "pair"), Sketch.process("r", right, "pair"),
            Sketch.pairing("pair", "end"), Sketch.end("end"))
        #expect { try graph.walks() } throws: { "\($0)".contains("more than 100,000 walks") }
    }

    @Test func knotsOfLoopsEndInAnErrorAndNotInAHang() {
        let ids = (0..<40).map { "n\($0)" }
        let knot = ids.map { PipelineNode(id: $0, kind: .process(methods: ["A"]), outputs: ids + ["end"]) }
        let graph = PipelineGraph(nodes: [Sketch.capture("c", "n0")] + knot + [Sketch.end("end")])
        #expect(throws: PipelineError.self) { try graph.walks(limit: 2_000, sizeLimit: 200_000) }
    }

    @Test func aThousandNodesInARowAreOneWalk() throws {
        let row = (0..<998).map { Sketch.file("n\($0)", ".x", "n\($0 + 1)") }
        let graph = PipelineGraph(nodes: [Sketch.capture("c", "n0")] + row + [Sketch.end("n998")])
        #expect(try graph.walks().map(\.nodeCount) == [1_000])
        #expect(graph.cycles.isEmpty)
    }
}
