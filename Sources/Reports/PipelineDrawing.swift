public import Analysis
import Domain
public import HTML

/// A pipeline's graph as reports and pages show it.
public enum PipelineDrawing {
    /// The drawing; `counts` are the images that pass each edge of `graph.edges`, nil where no run has counted them.
    public static func drawing(_ graph: PipelineGraph, title: String, counts: [Int?] = []) -> GraphDrawing {
        let layout = graph.layout()
        let nodes = zip(graph.nodes, layout.boxes).map { node, box in
            GraphDrawing.Node(
                corner: .init(x: box.x, y: box.y), width: box.width, height: box.height, shape: shape(node),
                isOptional: node.isOptionalFile, kind: node.kindWords, label: PipelineLayout.fitted(name: node.name),
                title: node.description)
        }
        let edges = graph.edges.indices.map { index in
            let edge = graph.edges[index]
            let route = layout.routes[index]
            let count = counts.indices.contains(index) ? counts[index] : nil
            return GraphDrawing.Edge(
                points: route.points.map { .init(x: $0.x, y: $0.y) }, isBack: route.isBack, isPale: count == 0,
                label: count.map { NumberText.grouped($0) }, labelPoint: .init(x: route.label.x, y: route.label.y),
                words: "\(graph.nodes[edge.from].name) → \(graph.nodes[edge.to].name)\(words(count))")
        }
        return GraphDrawing(
            title: title, summary: graph.summary, width: layout.width, height: layout.height, nodes: nodes, edges: edges
        )
    }

    private static func words(_ count: Int?) -> String {
        count.map { ": " + NumberText.count($0, "image") } ?? ""
    }

    private static func shape(_ node: PipelineNode) -> GraphDrawing.Shape {
        switch node.kind {
        case .capture: .start
        case .file: .sheet
        case .process: .step
        case .branching: .choice
        case .pairing: .join
        case .termination: .end
        }
    }
}

extension PipelineNode {
    fileprivate var isOptionalFile: Bool {
        if case .file(_, let isOptional) = kind { isOptional } else { false }
    }
}
