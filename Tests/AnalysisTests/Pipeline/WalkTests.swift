import TestSupport
import Testing

@testable import Analysis

/// The ways through a pipeline (analysis.md, *Walks* and *Expected files*), by example.
@Suite struct WalkTests {
    @Test func aWalkNamesItsFilesByTheMethodsSoFar() throws {
        let graph = PipelineGraph(
            Sketch.capture("camera", "raw"), Sketch.file("raw", ".cr3", "dng"), Sketch.process("dng", ["DNG"], "out"),
            Sketch.file("out", ".dng", "edit"), Sketch.process("edit", ["Edit"], "tif"),
            Sketch.file("tif", ".tif", "end"),
            Sketch.end("end"))
        let walks = try graph.walks()
        #expect(walks.map(graph.text) == ["camera raw dng out edit tif end"])
        #expect(walks[0].names == [".cr3", "-DNG.dng", "-DNG-Edit.tif"])
        #expect(walks[0].terminationType == "Archive" && !walks[0].isTruncated && walks[0].nodeCount == 7)
        #expect(walks[0].edges == Array(0..<6))
    }

    @Test func severalMethodsAreAlternativesAndTheEmptyOneAddsNothing() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "p"), Sketch.process("p", ["HDR", "", "BW", "hdr"], "f"),
            Sketch.file("f", ".tif", "end"),
            Sketch.end("end"))
        #expect(try graph.walks().map(\.names) == [["-HDR.tif"], [".tif"], ["-BW.tif"]])
    }

    @Test func aProcessWithoutMethodsIsPassed() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "p"), Sketch.process("p", [], "f"), Sketch.file("f", ".tif", "end"), Sketch.end("end"))
        #expect(try graph.walks().map(\.names) == [[".tif"]])
    }

    @Test func everyOutputIsAWalkInTheOrderOfOutputs() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "b"), Sketch.branching("b", "y", "x"), Sketch.file("x", ".x", "end"),
            Sketch.file("y", ".y", "end", "other"), Sketch.end("end"), Sketch.end("other", "Other"),
            Sketch.capture("d", "x"))
        #expect(try graph.walks().map(graph.text) == ["c b y end", "c b y other", "c b x end", "d x end"])
    }

    @Test func aHangingFileIsNamedAsAtItsParentOnEveryWalkThatPassesIt() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "raw"), Sketch.file("raw", ".cr3", "xmp", "edit", "end"), Sketch.file("xmp", ".xmp"),
            Sketch.process("edit", ["Edit"], "proof", "tif"), Sketch.file("proof", ".jpg", optional: true),
            Sketch.file("tif", ".tif", "end"), Sketch.end("end"))
        let walks = try graph.walks()
        #expect(walks.map(graph.text) == ["c raw edit tif end", "c raw end"])
        #expect(walks.map(\.names) == [[".cr3", ".xmp", "(-Edit.jpg)", "-Edit.tif"], [".cr3", ".xmp"]])
        #expect(walks.map(\.nodeCount) == [5, 3])
        #expect(walks[1].edges.map { graph.nodes[graph.edges[$0].to].id } == ["raw", "xmp", "end"])
    }

    @Test func aNameIsExpectedOnceAndRequiredBeatsOptional() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "a"), Sketch.file("a", ".dng", optional: true, "b"), Sketch.file("b", ".tif", "n"),
            Sketch.process("n", [""], "again"), Sketch.file("again", ".dng", "end"), Sketch.end("end"))
        #expect(try graph.walks().map(\.names) == [[".dng", ".tif"]])
    }

    @Test func aLoopIsTakenAtMostFiveTimes() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "edit"), Sketch.process("edit", ["Edit"], "tif"), Sketch.file("tif", ".tif", "again"),
            Sketch.branching("again", "edit", "end"), Sketch.end("end"))
        let walks = try graph.walks()
        #expect(walks.count == 6)
        #expect(walks.filter(\.isTruncated).count == 1)
        let whole = walks.filter { !$0.isTruncated }
        #expect(whole.map(\.expected.count) == [5, 4, 3, 2, 1])
        #expect(whole[0].names.last == "-Edit-Edit-Edit-Edit-Edit.tif")
        let cut = try #require(walks.first)
        #expect(cut.isTruncated && cut.nodeCount == 16 && cut.expected.isEmpty && cut.terminationType.isEmpty)
    }

    @Test func aLoopOfAlternativesIsTruncatedOnceAWay() throws {
        let graph = PipelineGraph(
            Sketch.capture("c", "p"), Sketch.process("p", ["A", "B"], "p", "end"), Sketch.end("end"))
        let walks = try graph.walks()
        #expect(walks.filter { !$0.isTruncated }.count == 2 + 4 + 8 + 16 + 32)
        #expect(walks.filter(\.isTruncated).count == 32)
    }

    @Test func tooManyWalksAreAnErrorThatSaysSo() {
        let graph = PipelineGraph(
            Sketch.capture("c", "p"), Sketch.process("p", ["A", "B"], "p", "end"), Sketch.end("end"))
        #expect(throws: PipelineError.self) { try graph.walks(limit: 93, sizeLimit: 100_000) }
        #expect(throws: Never.self) { try graph.walks(limit: 94, sizeLimit: 100_000) }
        #expect { try graph.walks(limit: 94, sizeLimit: 200) } throws: {
            "\($0)".contains("too long together (more than 200 steps and files)")
        }
    }

    @Test func whatIsWrongInStructureIsNotWalked() {
        let graph = PipelineGraph(Sketch.capture("c", "p"), Sketch.process("p", [], "p"), Sketch.end("end"))
        #expect { try graph.walks() } throws: { ($0 as? PipelineError)?.nodes == ["end"] }
    }
}
