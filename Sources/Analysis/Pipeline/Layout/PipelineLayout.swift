/// Where a pipeline's nodes and edges are drawn: layers from top to bottom, in pixels on a grid of 4, the origin at top left.
public struct PipelineLayout: Hashable, Sendable {
    /// The most nodes of a graph that reports and pages draw; more are no picture any more.
    public static let nodeLimit = 300

    /// How wide the drawing is, its margin included.
    public let width: Int
    /// How high the drawing is, its margin included.
    public let height: Int
    /// A box for each node of the graph, in its order; boxes do not overlap.
    public let boxes: [Box]
    /// A way for each edge of the graph, in its order.
    public let routes: [Route]

    /// A point in the drawing.
    public struct Point: Hashable, Sendable {
        /// From the left.
        public let x: Int
        /// From the top.
        public let y: Int
    }

    /// Where a node stands.
    public struct Box: Hashable, Sendable {
        /// Its left edge.
        public let x: Int
        /// Its upper edge.
        public let y: Int
        /// Its width.
        public let width: Int
        /// Its height.
        public let height: Int
    }

    /// The way of an edge from the border of its first node to that of its second.
    public struct Route: Hashable, Sendable {
        /// At least two; between them the edge runs smoothly, upright at each.
        public let points: [Point]
        /// Whether it leads back to an earlier layer, as one edge of every cycle must, or to its own node.
        public let isBack: Bool
        /// Where the middle of a label goes.
        public let label: Point
    }

    /// The height of every box.
    public static let boxHeight = 52
    /// Between the boxes of neighbouring layers.
    public static let layerGap = 56
    /// Around the whole.
    public static let margin = 16

    /// How wide a box is for a node's two lines of text: from 96 to 232.
    public static func boxWidth(_ node: PipelineNode) -> Int {
        let name = node.name.unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 ? 8 : 14) }
        let text = max(name, 6 * node.kindWords.unicodeScalars.count)
        let slope: Int
        switch node.kind {
        case .pairing, .branching, .termination: slope = 24
        case .capture, .file, .process: slope = 0
        }
        return min(208, max(96, (text + 40) / 8 * 8)) + slope
    }

    /// A name as it fits into its box, cut with `…` where it is too long.
    public static func fitted(name: String) -> String {
        var width = 0
        for index in name.indices {
            width += name[index].unicodeScalars.reduce(0) { max($0, $1.value < 0x1100 ? 8 : 14) }
            if width > 176 { return name[..<index] + "…" }
        }
        return name
    }
}

extension PipelineGraph {
    /// The drawing of the graph: the same graph is always drawn the same. Any graph can be drawn, a wrong one too.
    public func layout() -> PipelineLayout {
        let ranks = LayerRanks(graph: self)
        let widths = nodes.map(PipelineLayout.boxWidth)
        var layers = LayeredVertices(graph: self, ranks: ranks, widths: widths)
        LayerOrder(layers).improve(&layers)
        let columns = LayerColumns(layers).settled()
        return LayoutRoutes(graph: self, ranks: ranks, layers: layers, centres: columns).layout()
    }
}
