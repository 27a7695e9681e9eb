/// A directed graph as inline SVG from nodes and edges that are placed already, and the same in words below it.
///
/// Kinds are told by shape and by a word, back edges by dashes, never by colour alone. Colours come from the page's style.
public struct GraphDrawing: Sendable, Hashable {
    /// The outline of a node.
    public enum Shape: String, Sendable {
        /// Round ends: where things begin.
        case start
        /// A sheet with a folded corner.
        case sheet
        /// A box with a bar at each side.
        case step
        /// A box with pointed ends.
        case choice
        /// A box that narrows downwards.
        case join
        /// Round ends with a second line inside: where things end.
        case end
    }

    /// A point, in pixels from the upper left corner.
    public struct Point: Sendable, Hashable {
        /// From the left.
        public let x: Int
        /// From the top.
        public let y: Int

        /// A point by its distances.
        public init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }
    }

    /// A node in its box.
    public struct Node: Sendable, Hashable {
        /// The box's upper left corner.
        public let corner: Point
        /// The box's width.
        public let width: Int
        /// The box's height.
        public let height: Int
        /// Its outline.
        public let shape: Shape
        /// Whether the outline is dashed.
        public let isOptional: Bool
        /// The word for its kind, above the name.
        public let kind: String
        /// The name as it fits into the box.
        public let label: String
        /// All there is to say about it: shown by browsers for the pointer that rests on it.
        public let title: String

        /// A node of its parts.
        public init(
            corner: Point, width: Int, height: Int, shape: Shape, isOptional: Bool = false, kind: String, label: String,
            title: String
        ) {
            (self.corner, self.width, self.height) = (corner, width, height)
            (self.shape, self.isOptional, self.kind, self.label) = (shape, isOptional, kind, label)
            self.title = title
        }
    }

    /// An edge on its way.
    public struct Edge: Sendable, Hashable {
        /// From border to border, at least two; upright at each point.
        public let points: [Point]
        /// Whether it leads back: dashed.
        public let isBack: Bool
        /// Whether nothing passes it: pale.
        public let isPale: Bool
        /// What stands on it, such as a number; nil for nothing.
        public let label: String?
        /// The middle of the label.
        public let labelPoint: Point
        /// The edge in words, such as `Raw file → Edit: 12 images`.
        public let words: String

        /// An edge of its parts.
        public init(
            points: [Point], isBack: Bool, isPale: Bool = false, label: String?, labelPoint: Point, words: String
        ) {
            (self.points, self.isBack, self.isPale) = (points, isBack, isPale)
            (self.label, self.labelPoint, self.words) = (label, labelPoint, words)
        }
    }

    /// What the drawing shows.
    public let title: String
    /// The drawing in a sentence, for those who cannot see it.
    public let summary: String
    /// In pixels.
    public let width: Int
    /// In pixels.
    public let height: Int
    /// The nodes.
    public let nodes: [Node]
    /// The edges.
    public let edges: [Edge]

    /// A drawing of its parts.
    public init(title: String, summary: String, width: Int, height: Int, nodes: [Node], edges: [Edge]) {
        (self.title, self.summary, self.width, self.height) = (title, summary, width, height)
        (self.nodes, self.edges) = (nodes, edges)
    }

    /// The drawing: a `figure` of class `graph` with a caption, the SVG in a box that scrolls, and the edges in words.
    public var html: HTML {
        """
        <figure class="graph"><figcaption>\(title)</figcaption>\
        <div class="canvas" tabindex="0" role="group" aria-label="\(title), drawn">\
        <svg role="img" aria-label="\(title). \(summary)" width="\(width)" height="\(height)" \
        viewBox="0 0 \(width) \(height)"><title>\(title)</title><desc>\(summary)</desc>\
        \(edges.map(line))\(nodes.map(node))\(edges.map(label))</svg></div>\
        <details><summary>The same in words</summary><ul>\(edges.map(words))</ul></details></figure>
        """
    }

    private func words(_ edge: Edge) -> HTML { "<li>\(edge.words)</li>" }

    private func label(_ edge: Edge) -> HTML {
        guard let label = edge.label else { return .empty }
        return """
            <text class="number\(edge.isPale ? " pale" : "")" x="\(edge.labelPoint.x)" y="\(edge.labelPoint.y + 4)">\
            \(label)</text>
            """
    }
}
