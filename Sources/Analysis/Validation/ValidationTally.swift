import Domain

/// Adds up what all images of a collection come to.
struct ValidationTally {
    let index: ValidationIndex
    private let walks: [PipelineWalk]
    private var judge: Judge
    private(set) var statusCounts = ValidationCounts()
    private(set) var byTermination: [ValidationCounts]
    private(set) var archivalReadyCount = 0
    private(set) var imagesOnEdges: [Int]
    /// For each set of names its overall status.
    private(set) var statuses: [ValidationStatus] = []
    /// For each walk of the pipeline, how many images have all and how many have some of its files, and no better walk.
    private var complete: [Int]
    private var partial: [Int]

    init(index: ValidationIndex, judge: Judge, walks: [PipelineWalk], edges: Int) {
        self.index = index
        self.judge = judge
        self.walks = walks
        byTermination = judge.table.terminations.map { _ in ValidationCounts() }
        imagesOnEdges = Array(repeating: 0, count: edges)
        complete = Array(repeating: 0, count: walks.count)
        partial = complete
        // For each edge the last set that was counted on it: an image counts once, however many of its walks take the edge.
        var lastSet = Array(repeating: -1, count: edges)
        statuses.reserveCapacity(index.sets.count)
        for set in 0..<index.sets.count { add(set, &lastSet) }
    }

    private mutating func add(_ set: Int, _ lastSet: inout [Int]) {
        let images = index.sets.occurrences[set]
        let verdict = judge.judge(index.sets[set])
        statuses.append(verdict.overall)
        statusCounts[verdict.overall] += images
        if verdict.isArchivalReady { archivalReadyCount += images }
        for (termination, status) in verdict.statuses.enumerated() {
            byTermination[termination][status] += images
            guard status != .inconsistent, let walk = judge.matcher.matches[termination].walk else { continue }
            let source = judge.table.terminations[termination].walks[walk].source
            guard status.isArchivalReady else {
                partial[source] += images
                continue
            }
            complete[source] += images
            for edge in walks[source].edges where lastSet[edge] != set {
                lastSet[edge] = set
                imagesOnEdges[edge] += images
            }
        }
    }

    /// The termination types, in the order of `byTermination`.
    var terminationTypes: [String] { judge.table.terminations.map(\.type) }

    /// The ways that images took, walks along the same nodes together: the most used first, then in the order of the walks.
    func paths(nodes: [PipelineNode]) -> CutList<PathUse> {
        var numbers: [[Int]: Int] = [:]
        var uses: [(nodes: [Int], complete: Int, partial: Int)] = []
        for (index, walk) in walks.enumerated() where complete[index] + partial[index] > 0 {
            if let number = numbers[walk.nodes] {
                uses[number].complete += complete[index]
                uses[number].partial += partial[index]
            } else {
                numbers[walk.nodes] = uses.count
                uses.append((walk.nodes, complete[index], partial[index]))
            }
        }
        let sorted = uses.indices.sorted { left, right in
            (uses[right].complete, uses[right].partial, left) < (uses[left].complete, uses[left].partial, right)
        }
        return CutList(of: sorted) { number in
            PathUse(
                path: uses[number].nodes.map { nodes[$0].id }, imageCount: uses[number].complete,
                partialCount: uses[number].partial)
        }
    }
}
