extension PipelineGraph {
    /// The most walks that a pipeline may have (analysis.md, *Walks*).
    public static let walkLimit = 100_000
    /// How often a File, Process or Branching node occurs in a walk at most (analysis.md, *Walks*).
    public static let visitLimit = 5
    /// The most steps, edges and files that are kept for all walks together: some hundred MB at worst.
    static let walkSizeLimit = 10_000_000

    /// Every walk from a Capture to a Termination, in the order in which they are found: those without a Pairing first, by the
    /// order of Captures, outputs and methods; then those through each Pairing, earlier Pairings first, the first input's walks
    /// outside. Truncated walks stand among them.
    ///
    /// Takes time: call it once. Throws `PipelineError` for the first error of `findings` and where the walks are too many.
    public func walks() throws(PipelineError) -> [PipelineWalk] {
        try walks(limit: Self.walkLimit, sizeLimit: Self.walkSizeLimit)
    }

    func walks(limit: Int, sizeLimit: Int) throws(PipelineError) -> [PipelineWalk] {
        if let error = firstError { throw PipelineError(error.message, nodes: error.nodes, place: error.place) }
        var enumeration = WalkEnumeration(graph: self, limit: limit, sizeLimit: sizeLimit)
        return try enumeration.run()
    }

    /// The Pairings, each behind those that lead to it.
    var pairingsInOrder: [Int] {
        let pairings = self.pairings
        var before = Array(repeating: 0, count: nodes.count)
        for pairing in pairings {
            let below = reachable(from: [pairing], includesHanging: false)
            for other in pairings where other != pairing && below.contains(other) { before[other] += 1 }
        }
        return pairings.sorted { (before[$0], $0) < (before[$1], $1) }
    }
}

/// Goes all ways depth first, without recursion; a Pairing collects what arrives at its two inputs and goes on with each pair.
private struct WalkEnumeration {
    private let graph: PipelineGraph
    private let limit: Int
    private let entries: [[Int32]]
    private var vocabulary: WalkVocabulary
    private var budget: WalkBudget
    private var arrivals: [Int: (first: [WalkPrefix], second: [WalkPrefix])] = [:]
    private var walks: [PipelineWalk] = []
    private var visits: [Int]
    /// The way so far, and for each node on it since the start where its choices stand.
    private var path = WalkPrefix()
    private var frames: [Frame] = []
    private var seenEdges: WalkStamps

    private struct Frame {
        let node: Int
        /// What the path was before the node.
        let before: WalkPrefix.Mark
        var step = 0
        var entry = 0
    }

    init(graph: PipelineGraph, limit: Int, sizeLimit: Int) {
        self.graph = graph
        self.limit = limit
        var vocabulary = WalkVocabulary()
        entries = graph.nodes.map { node in
            guard case .process(let methods) = node.kind, !methods.isEmpty else { return [WalkVocabulary.noMethod] }
            var ids: [Int32] = []
            for id in methods.map({ vocabulary.method($0) }) where !ids.contains(id) { ids.append(id) }
            return ids
        }
        self.vocabulary = vocabulary
        budget = WalkBudget(walks: limit, size: sizeLimit)
        visits = Array(repeating: 0, count: graph.nodes.count)
        seenEdges = WalkStamps(count: graph.edges.count)
    }

    mutating func run() throws(PipelineError) -> [PipelineWalk] {
        for capture in graph.captures {
            path = WalkPrefix()
            try go(from: capture)
        }
        for pairing in graph.pairingsInOrder {
            guard let (first, second) = arrivals.removeValue(forKey: pairing) else { continue }
            let (pairs, overflows) = first.count.multipliedReportingOverflow(by: second.count)
            guard !overflows, pairs <= limit - walks.count else { throw budget.tooManyWalks }
            for left in first {
                for right in second {
                    path = try merged(left, right)
                    try go(from: pairing)
                }
            }
        }
        return walks
    }

    /// All ways on from a node, behind the path so far.
    private mutating func go(from start: Int) throws(PipelineError) {
        try push(start, edge: nil, method: WalkVocabulary.noMethod)
        while let frame = frames.last {
            let steps = graph.steps[frame.node]
            guard frame.step < steps.count else {
                pop()
                continue
            }
            let edge = steps[frame.step]
            let methods = entries[graph.edges[edge].to]
            let isFull = visits[graph.edges[edge].to] >= PipelineGraph.visitLimit
            let isLast = frame.entry + 1 >= methods.count || isFull
            frames[frames.count - 1].step += isLast ? 1 : 0
            frames[frames.count - 1].entry = isLast ? 0 : frame.entry + 1
            try enter(edge, method: methods[frame.entry], isFull: isFull)
        }
    }

    private mutating func enter(_ edge: Int, method: Int32, isFull: Bool) throws(PipelineError) {
        let node = graph.edges[edge].to
        switch graph.nodes[node].kind {
        case .pairing:
            path.edges.append(Int32(edge))
            try arrive(at: node, from: graph.edges[edge].from)
            path.edges.removeLast()
        case .termination(let type):
            path.nodes.append(Int32(node))
            path.edges.append(Int32(edge))
            try finish(as: type)
            path.nodes.removeLast()
            path.edges.removeLast()
        case .capture, .file, .process, .branching:
            if isFull { try finish(as: nil) } else { try push(node, edge: edge, method: method) }
        }
    }

    private mutating func push(_ node: Int, edge: Int?, method: Int32) throws(PipelineError) {
        let before = path.mark
        path.nodes.append(Int32(node))
        if let edge { path.edges.append(Int32(edge)) }
        path.methods = vocabulary.list(path.methods, appending: method)
        if case .file(let ending, let isOptional) = graph.nodes[node].kind { expect(ending, isOptional) }
        for edge in graph.hanging[node] {
            path.edges.append(Int32(edge))
            guard case .file(let ending, let isOptional) = graph.nodes[graph.edges[edge].to].kind else { continue }
            expect(ending, isOptional)
        }
        if graph.nodes[node].isCounted { visits[node] += 1 }
        frames.append(Frame(node: node, before: before))
        try budget.spend(1 + path.edges.count - before.edges + path.files.count - before.files)
    }

    private mutating func pop() {
        let frame = frames.removeLast()
        if graph.nodes[frame.node].isCounted { visits[frame.node] -= 1 }
        path.cut(to: frame.before)
    }

    private mutating func expect(_ ending: String, _ isOptional: Bool) {
        path.files.append(vocabulary.file(path.methods, ending, isOptional: isOptional))
    }

    private mutating func arrive(at pairing: Int, from node: Int) throws(PipelineError) {
        let firstInput = graph.inputs[pairing].map { graph.edges[$0].from }.min()
        try budget.spend(path.size)
        var here = arrivals[pairing] ?? ([], [])
        arrivals[pairing] = nil
        if node == firstInput { here.first.append(path) } else { here.second.append(path) }
        guard max(here.first.count, here.second.count) <= limit - walks.count else { throw budget.tooManyWalks }
        arrivals[pairing] = here
    }

    /// A walk of the path; nil for one that is truncated.
    private mutating func finish(as type: String?) throws(PipelineError) {
        guard walks.count < limit else { throw budget.tooManyWalks }
        try budget.spend(path.size)
        seenEdges.clear()
        let edges = path.edges.filter { seenEdges.insert(Int($0)) }.map(Int.init).sorted()
        walks.append(
            PipelineWalk(
                nodes: path.nodes.map(Int.init), edges: edges, terminationType: type ?? "", isTruncated: type == nil,
                expected: type == nil ? [] : try vocabulary.expected(path.files, &budget)))
    }

    /// Two ways as one: the nodes of the first, then those of the second that the first lacks; each names its own files, and the
    /// methods that both began with go on.
    private mutating func merged(_ left: WalkPrefix, _ right: WalkPrefix) throws(PipelineError) -> WalkPrefix {
        try budget.spend(left.size + right.size)
        let known = Set(left.nodes)
        return WalkPrefix(
            nodes: left.nodes + right.nodes.filter { !known.contains($0) }, edges: left.edges + right.edges,
            files: left.files + right.files, methods: vocabulary.commonBeginning(left.methods, right.methods))
    }
}
