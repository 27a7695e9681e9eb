/// The layer of each node: as far down as its longest way from above, once the edges that close cycles are turned around.
struct LayerRanks {
    /// The layer of each node, from 0.
    private(set) var ranks: [Int]
    /// The edges that lead upwards, and those from a node to itself.
    private(set) var isBack: [Bool]
    /// The nodes in the order in which they were first come to.
    private(set) var preorder: [Int]

    init(graph: PipelineGraph) {
        let count = graph.nodes.count
        ranks = Array(repeating: 0, count: count)
        isBack = Array(repeating: false, count: graph.edges.count)
        preorder = Array(repeating: 0, count: count)
        var outgoing: [[Int]] = Array(repeating: [], count: count)
        for (index, edge) in graph.edges.enumerated() { outgoing[edge.from].append(index) }
        let starts = graph.captures + graph.nodes.indices.filter { graph.inputs[$0].isEmpty } + graph.nodes.indices
        let order = walk(graph, outgoing, starts: starts)
        for node in order {
            for edge in outgoing[node] where !isBack[edge] {
                let to = graph.edges[edge].to
                ranks[to] = max(ranks[to], ranks[node] + 1)
            }
        }
        pullDown(graph, outgoing, order)
    }

    /// Depth first: marks the edges to a node that is still open, and gives the nodes so that all other edges lead on.
    private mutating func walk(_ graph: PipelineGraph, _ outgoing: [[Int]], starts: [Int]) -> [Int] {
        var state = Array(repeating: 0, count: graph.nodes.count)
        var finished: [Int] = []
        var visited = 0
        for start in starts where state[start] == 0 {
            var stack = [(node: start, next: 0)]
            state[start] = 1
            (preorder[start], visited) = (visited, visited + 1)
            while let top = stack.last {
                guard top.next < outgoing[top.node].count else {
                    state[top.node] = 2
                    finished.append(top.node)
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let edge = outgoing[top.node][top.next]
                let to = graph.edges[edge].to
                if state[to] == 1 { isBack[edge] = true }
                guard state[to] == 0 else { continue }
                state[to] = 1
                (preorder[to], visited) = (visited, visited + 1)
                stack.append((to, 0))
            }
        }
        return finished.reversed()
    }

    /// Nodes with more ways down than up stand as low as they can: their edges are shorter so.
    private mutating func pullDown(_ graph: PipelineGraph, _ outgoing: [[Int]], _ order: [Int]) {
        for node in order.reversed() {
            let below = outgoing[node].filter { !isBack[$0] }.map { ranks[graph.edges[$0].to] }
            let above = graph.inputs[node].filter { !isBack[$0] }.count
            if let lowest = below.min(), below.count > above { ranks[node] = max(ranks[node], lowest - 1) }
        }
    }
}
