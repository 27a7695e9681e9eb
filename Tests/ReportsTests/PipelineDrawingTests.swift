import Analysis
import TestSupport
import Testing

@testable import Reports

/// A pipeline as reports show it.
@Suite struct PipelineDrawingTests {
    @Test func everyEdgeShowsHowManyImagesPassIt() throws {
        let graph = try #require(PipelineTemplate.all.first).graph
        let markup = PipelineDrawing.drawing(graph, title: "Images on their way", counts: [2_741, 1, 0]).html.markup
        #expect(markup.contains("Camera → Raw file: 2,741 images") && markup.contains(">2,741</text>"))
        #expect(markup.contains("Raw file → Sidecar: 1 image<"))
        #expect(markup.contains("Raw file → Raw archive: 0 images") && markup.contains("class=\"edge pale\""))
        #expect(markup.contains("4 nodes; begins at Camera; ends as Raw Archive"))
    }

    @Test func withoutARunThereAreNoNumbers() throws {
        for template in PipelineTemplate.all {
            let markup = PipelineDrawing.drawing(template.graph, title: template.title).html.markup
            #expect(!markup.contains("class=\"number") && !markup.contains("pale") && !markup.contains("images"))
            #expect(template.graph.nodes.allSatisfy { markup.contains(">\($0.name)</text>") }, "a name is cut")
        }
    }
}
