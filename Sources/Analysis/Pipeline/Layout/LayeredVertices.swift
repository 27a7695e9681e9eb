/// The nodes by layers, and where an edge passes a layer, a bend: a vertex that keeps room for it.
struct LayeredVertices {
    /// The most bends; the longest edges go without where there would be more.
    private static let bendLimit = 8_000
    /// How wide a bend is: enough for the number on an edge.
    static let bendWidth = 48

    /// The vertices of each layer from left to right; nodes come by their index, bends after them.
    var layers: [[Int]]
    /// For each vertex its layer.
    private(set) var ranks: [Int]
    private(set) var widths: [Int]
    /// For each vertex the links to the layer above and below, with how much they want to be straight.
    private(set) var above: [[Link]]
    private(set) var below: [[Link]]
    /// For each edge its bends from top to bottom.
    private(set) var bends: [[Int]]
    /// How many of the vertices are nodes.
    let nodeCount: Int

    struct Link {
        let vertex: Int
        let weight: Double
    }

    init(graph: PipelineGraph, ranks: LayerRanks, widths: [Int]) {
        nodeCount = graph.nodes.count
        self.ranks = ranks.ranks
        self.widths = widths
        above = Array(repeating: [], count: nodeCount)
        below = above
        bends = Array(repeating: [], count: graph.edges.count)
        layers = Array(repeating: [], count: (ranks.ranks.max() ?? -1) + 1)
        var keys = ranks.preorder.map { Double($0) }
        let spans = graph.edges.map { abs(ranks.ranks[$0.to] - ranks.ranks[$0.from]) }
        var left = Self.bendLimit
        for edge in graph.edges.indices.sorted(by: { (spans[$0], $0) < (spans[$1], $1) }) where spans[edge] > 0 {
            let (top, bottom) = Self.ends(graph.edges[edge], ranks, edge)
            let isHanging = graph.isHanging(graph.edges[edge].to)
            guard spans[edge] > 1 else {
                link(top, bottom, isHanging ? 0.25 : 1)
                continue
            }
            left -= spans[edge] - 1
            guard left >= 0 else { continue }
            var last = top
            for rank in (self.ranks[top] + 1)..<self.ranks[bottom] {
                let bend = add(rank: rank)
                keys.append(keys[top] + 0.5)
                bends[edge].append(bend)
                link(last, bend, last == top ? 2 : 8)
                last = bend
            }
            link(last, bottom, 2)
        }
        for vertex in self.ranks.indices.sorted(by: { (keys[$0], $0) < (keys[$1], $1) }) {
            layers[self.ranks[vertex]].append(vertex)
        }
    }

    /// The upper and the lower end of an edge.
    static func ends(_ edge: PipelineGraph.Edge, _ ranks: LayerRanks, _ index: Int) -> (top: Int, bottom: Int) {
        ranks.isBack[index] ? (edge.to, edge.from) : (edge.from, edge.to)
    }

    private mutating func add(rank: Int) -> Int {
        ranks.append(rank)
        widths.append(Self.bendWidth)
        above.append([])
        below.append([])
        return ranks.count - 1
    }

    private mutating func link(_ upper: Int, _ lower: Int, _ weight: Double) {
        below[upper].append(Link(vertex: lower, weight: weight))
        above[lower].append(Link(vertex: upper, weight: weight))
    }
}
