/// A pipeline as a directed graph (analysis.md, *Pipeline Validation*). It may be wrong in its structure: see `findings`.
public struct PipelineGraph: Hashable, Sendable {
    /// The nodes in the order of their definition.
    public let nodes: [PipelineNode]
    /// The outputs that lead to a node, in the order of definition.
    public let edges: [Edge]
    /// Fields that mean nothing, with their place where it is known.
    public let warnings: [String]

    /// For each node: its edges, those to hanging Files left out.
    let steps: [[Int]]
    /// For each node: its edges to hanging Files.
    let hanging: [[Int]]
    /// For each node: its edges from others.
    let inputs: [[Int]]

    /// An output of a node that leads to another.
    public struct Edge: Hashable, Sendable {
        /// The index of the node that it leaves.
        public let from: Int
        /// The index of the node that it leads to.
        public let to: Int

        /// An edge by its ends.
        public init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }
    }

    /// A graph of nodes. Outputs that name no node lead nowhere; of nodes with the same id the first one is meant.
    public init(nodes: [PipelineNode], warnings: [String] = []) {
        self.nodes = nodes
        self.warnings = warnings
        let index = Dictionary(nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var edges: [Edge] = []
        var steps: [[Int]] = Array(repeating: [], count: nodes.count)
        var hanging = steps
        var inputs = steps
        for (from, node) in nodes.enumerated() {
            var seen: Set<Int> = []
            for output in node.outputs {
                guard let to = index[output], seen.insert(to).inserted else { continue }
                if Self.hangs(nodes[to]) { hanging[from].append(edges.count) } else { steps[from].append(edges.count) }
                inputs[to].append(edges.count)
                edges.append(Edge(from: from, to: to))
            }
        }
        (self.edges, self.steps, self.hanging, self.inputs) = (edges, steps, hanging, inputs)
    }

    /// Whether a node is a File without outputs, which belongs to its parent and is no stop of a walk.
    public func isHanging(_ node: Int) -> Bool { Self.hangs(nodes[node]) }

    private static func hangs(_ node: PipelineNode) -> Bool {
        guard case .file = node.kind else { return false }
        return node.outputs.isEmpty
    }

    /// Whether two graphs say the same; places and warnings do not count.
    public func saysTheSame(as other: PipelineGraph) -> Bool { json == other.json }
}
