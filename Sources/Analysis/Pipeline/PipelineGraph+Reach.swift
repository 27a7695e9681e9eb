extension PipelineGraph {
    /// The nodes that can be come to from some others, they included; hanging Files only where `includesHanging`.
    func reachable(from starts: some Sequence<Int>, includesHanging: Bool) -> Set<Int> {
        var found = Set(starts)
        var waiting = Array(found)
        while let node = waiting.popLast() {
            for edge in steps[node] + (includesHanging ? hanging[node] : []) where found.insert(edges[edge].to).inserted
            {
                waiting.append(edges[edge].to)
            }
        }
        return found
    }

    /// The nodes from which some others can be come to, they included.
    func reaching(_ ends: some Sequence<Int>) -> Set<Int> {
        var found = Set(ends)
        var waiting = Array(found)
        while let node = waiting.popLast() {
            for edge in inputs[node] where found.insert(edges[edge].from).inserted { waiting.append(edges[edge].from) }
        }
        return found
    }

    /// The indices of the nodes for which a kind fits.
    func indices(where fits: (PipelineNode.Kind) -> Bool) -> [Int] {
        nodes.indices.filter { fits(nodes[$0].kind) }
    }

    var captures: [Int] { indices { $0 == .capture } }
    var pairings: [Int] { indices { if case .pairing = $0 { true } else { false } } }
    var terminations: [Int] { indices { if case .termination = $0 { true } else { false } } }

    /// The nodes that lie on a cycle, each set of nodes on common cycles in definition order (Tarjan, without recursion).
    var cycles: [[Int]] {
        var components = StrongComponents(graph: self)
        return components.find().filter { component in
            component.count > 1 || steps[component[0]].contains { edges[$0].to == component[0] }
        }
    }

    /// The termination types in groups of alternatives (analysis.md, *Overall*), in definition order.
    ///
    /// Types that different outputs of one Branching lead to form a group; groups that share a type merge; every other type is
    /// a group of its own.
    public var terminationGroups: [[String]] {
        var types: [String] = []
        for node in terminations {
            if case .termination(let type) = nodes[node].kind, !types.contains(type) { types.append(type) }
        }
        var group = Dictionary(uniqueKeysWithValues: types.enumerated().map { ($1, $0) })
        for node in indices(where: { $0 == .branching }) where steps[node].count > 1 {
            let below = reachable(from: [node], includesHanging: false)
            let merged = Set(
                terminations.filter(below.contains).compactMap { end -> Int? in
                    guard case .termination(let type) = nodes[end].kind else { return nil }
                    return group[type]
                })
            guard let first = merged.min() else { continue }
            for (type, number) in group where merged.contains(number) { group[type] = first }
        }
        return types.indices.compactMap { number in
            let members = types.filter { group[$0] == number }
            return members.isEmpty ? nil : members
        }
    }
}

/// Tarjan's strongly connected components with a stack of its own: a thousand nodes in a row need no deep call stack.
private struct StrongComponents {
    let graph: PipelineGraph
    private var order: [Int]
    private var low: [Int]
    private var isOpen: [Bool]
    private var open: [Int] = []
    private var counter = 0
    private var found: [[Int]] = []

    init(graph: PipelineGraph) {
        self.graph = graph
        order = Array(repeating: -1, count: graph.nodes.count)
        low = order
        isOpen = Array(repeating: false, count: graph.nodes.count)
    }

    mutating func find() -> [[Int]] {
        for node in graph.nodes.indices where order[node] < 0 { visit(node) }
        return found.sorted { $0[0] < $1[0] }
    }

    private mutating func visit(_ root: Int) {
        var stack = [(node: root, next: 0)]
        enter(root)
        while let top = stack.last {
            let steps = graph.steps[top.node]
            if top.next < steps.count {
                stack[stack.count - 1].next += 1
                let next = graph.edges[steps[top.next]].to
                if order[next] < 0 {
                    enter(next)
                    stack.append((next, 0))
                } else if isOpen[next] {
                    low[top.node] = min(low[top.node], order[next])
                }
                continue
            }
            stack.removeLast()
            if let parent = stack.last?.node { low[parent] = min(low[parent], low[top.node]) }
            if low[top.node] == order[top.node] { close(top.node) }
        }
    }

    private mutating func enter(_ node: Int) {
        (order[node], low[node], isOpen[node]) = (counter, counter, true)
        counter += 1
        open.append(node)
    }

    private mutating func close(_ node: Int) {
        var component: [Int] = []
        while let last = open.popLast() {
            isOpen[last] = false
            component.append(last)
            if last == node { break }
        }
        found.append(component.sorted())
    }
}
