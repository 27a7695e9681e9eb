import Testing

@testable import HTML

/// Graphs as SVG: told by shape and word, escaped, and the same in words.
@Suite struct GraphDrawingTests {
    private func drawing(shape: GraphDrawing.Shape = .step, name: String = "Edit", edge: GraphDrawing.Edge? = nil)
        -> String
    {
        GraphDrawing(
            title: "Pipeline", summary: "1 node", width: 200, height: 100,
            nodes: [
                .init(
                    corner: .init(x: 16, y: 16), width: 96, height: 52, shape: shape, isOptional: shape == .sheet,
                    kind: "Process",
                    label: name, title: "\(name) in full")
            ], edges: edge.map { [$0] } ?? []
        ).html.markup
    }

    private func edge(_ points: [(Int, Int)], isBack: Bool = false, isPale: Bool = false) -> GraphDrawing.Edge {
        .init(
            points: points.map { .init(x: $0.0, y: $0.1) }, isBack: isBack, isPale: isPale, label: "2,731",
            labelPoint: .init(x: 50, y: 60), words: "Raw → Edit: 2,731 images")
    }

    @Test func aDrawingHasTextForThoseWhoCannotSeeIt() {
        let markup = drawing(edge: edge([(10, 10), (10, 90)]))
        #expect(markup.contains("role=\"img\" aria-label=\"Pipeline. 1 node\""))
        #expect(markup.contains("<title>Pipeline</title><desc>1 node</desc>"))
        #expect(markup.contains("<li>Raw → Edit: 2,731 images</li>"))
        #expect(markup.contains(">2,731</text>") && markup.contains("<title>Edit in full</title>"))
    }

    @Test func namesAreData() {
        let markup = drawing(name: "<img onerror=x>\"")
        #expect(!markup.contains("<img") && markup.contains("&lt;img onerror=x&gt;&quot;"))
    }

    @Test(arguments: [
        (GraphDrawing.Shape.start, "rx=\"26\""), (.sheet, "H100L112 28V68H16Z"), (.step, "M24 16V68M104 16V68"),
        (.choice, "points=\"16,42 32,16 96,16 112,42 96,68 32,68\""), (.join, "points=\"16,16 112,16 96,68 32,68\""),
        (.end, "rx=\"22\""),
    ])
    func everyKindHasAShapeOfItsOwn(shape: GraphDrawing.Shape, outline: String) {
        let markup = drawing(shape: shape)
        #expect(markup.contains(outline), "\(markup)")
        #expect(markup.contains("class=\"node \(shape.rawValue)\(shape == .sheet ? " optional" : "")\""))
    }

    @Test func edgesRunSmoothlyAndEndInAnArrow() {
        let straight = drawing(edge: edge([(10, 10), (10, 90)], isPale: true))
        #expect(
            straight.contains("class=\"edge pale\" d=\"M10 10V84\"") && straight.contains("points=\"10,90 6,82 14,82\"")
        )
        let bent = drawing(edge: edge([(10, 90), (40, 10)], isBack: true))
        #expect(bent.contains("class=\"edge back\" d=\"M10 90C10 53 40 53 40 16\""))
        #expect(bent.contains("points=\"40,10 36,18 44,18\""))
    }

    @Test func aLoopRunsAroundTheBorder() {
        let markup = drawing(edge: edge([(112, 28), (112, 56)], isBack: true))
        #expect(
            markup.contains("d=\"M112 28C140 28 140 56 118 56\"") && markup.contains("points=\"112,56 120,52 120,60\""))
    }
}
