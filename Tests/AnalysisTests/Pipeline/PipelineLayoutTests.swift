import TestSupport
import Testing

@testable import Analysis

/// The drawing of graphs: nothing overlaps, edges touch what they join, and the same graph is drawn the same.
@Suite struct PipelineLayoutTests {
    private func check(_ graph: PipelineGraph) {
        let layout = graph.layout()
        #expect(layout.boxes.count == graph.nodes.count && layout.routes.count == graph.edges.count)
        for (row, boxes) in Dictionary(grouping: layout.boxes, by: \.y) {
            #expect(row % 4 == 0 && boxes.allSatisfy { $0.x % 4 == 0 && $0.x >= PipelineLayout.margin })
            let sorted = boxes.sorted { $0.x < $1.x }
            for (left, right) in zip(sorted, sorted.dropFirst()) { #expect(left.x + left.width < right.x) }
        }
        for (edge, route) in zip(graph.edges, layout.routes) {
            let (from, to) = (layout.boxes[edge.from], layout.boxes[edge.to])
            #expect(touches(route.points.first, from) && touches(route.points.last, to))
            #expect(route.isBack == (to.y <= from.y), "\(edge)")
            #expect(route.points.allSatisfy { 0..<layout.width ~= $0.x && 0..<layout.height ~= $0.y })
        }
    }

    private func touches(_ point: PipelineLayout.Point?, _ box: PipelineLayout.Box) -> Bool {
        guard let point else { return false }
        let isInside = box.x...(box.x + box.width) ~= point.x && box.y...(box.y + box.height) ~= point.y
        return isInside && (point.x == box.x + box.width || point.y == box.y || point.y == box.y + box.height)
    }

    @Test func anyGraphIsDrawnWithoutOverlap() {
        let source = RandomPipeline(seed: 5)
        for _ in 0..<150 {
            let nodes = source.nodes()
            check(PipelineGraph(nodes: nodes))
            #expect(PipelineGraph(nodes: nodes).layout() == PipelineGraph(nodes: nodes).layout())
        }
        for template in PipelineTemplate.all { check(template.graph) }
        check(PipelineGraph(nodes: []))
    }

    @Test func largeAndKnottedGraphsAreDrawnToo() {
        let random = RepeatableRandom(seed: 3)
        var outputs: [[String]] = Array(repeating: [], count: 400)
        for _ in 0..<1_200 { outputs[Int(random.next() % 400)].append("n\(random.next() % 400)") }
        check(PipelineGraph(nodes: outputs.indices.map { .init(id: "n\($0)", kind: .branching, outputs: outputs[$0]) }))
    }

    @Test func edgesThatNeedNotCrossDoNot() {
        let graph = PipelineGraph(
            Sketch.capture("c", "a", "b"), Sketch.file("a", ".a", "y"), Sketch.file("b", ".b", "x"), Sketch.end("x"),
            Sketch.end("y"))
        let boxes = graph.layout().boxes
        #expect((boxes[1].x < boxes[2].x) == (boxes[4].x < boxes[3].x))
    }

    @Test func numbersOfEdgesThatCrossStandBesideEachOther() {
        let crossing = PipelineGraph(
            Sketch.capture("c", "a", "b"), Sketch.file("a", ".a", "x", "y"), Sketch.file("b", ".b", "x", "y"),
            Sketch.end("x"), Sketch.end("y"))
        for graph in [crossing] + PipelineTemplate.all.map(\.graph) {
            let routes = graph.layout().routes
            for (index, route) in routes.enumerated() {
                let (top, bottom) = (route.points.map(\.y).min() ?? 0, route.points.map(\.y).max() ?? 0)
                #expect(top..<bottom ~= route.label.y)
                for other in routes[(index + 1)...] {
                    let (across, down) = (abs(route.label.x - other.label.x), abs(route.label.y - other.label.y))
                    #expect(across >= LabelPlaces.width || down >= LabelPlaces.height)
                }
            }
        }
    }

    @Test func namesAreCutToTheirBoxes() {
        #expect(PipelineLayout.fitted(name: "Raw file") == "Raw file")
        #expect(
            PipelineLayout.fitted(name: String(repeating: "x", count: 40)) == String(repeating: "x", count: 22) + "…")
        #expect(PipelineLayout.fitted(name: "") == "")
    }
}
