/// Sorts the layers so that few edges cross: each vertex to the median of its neighbours, down and up in turn, then swaps of
/// neighbours; the best order of all is kept. Source: Gansner et al., A Technique for Drawing Directed Graphs, §3.
struct LayerOrder {
    private var current: LayeredVertices
    private var positions: [Int]
    /// Swaps look at pairs of edges: only where there are few enough.
    private let mayUseSwaps: Bool
    private let rounds: Int

    init(_ vertices: LayeredVertices) {
        current = vertices
        positions = Array(repeating: 0, count: vertices.ranks.count)
        mayUseSwaps = vertices.ranks.count <= 600
        rounds = vertices.ranks.count <= 2_000 ? 16 : 6
        for layer in vertices.layers.indices { number(layer) }
    }

    /// Puts the best order found into the vertices.
    consuming func improve(_ vertices: inout LayeredVertices) {
        var best = current.layers
        var fewest = crossings()
        for round in 0..<rounds where fewest > 0 {
            sweep(isDown: round.isMultiple(of: 2))
            if mayUseSwaps { swapNeighbours() }
            let now = crossings()
            if now < fewest { (best, fewest) = (current.layers, now) }
        }
        vertices.layers = best
    }

    private mutating func number(_ layer: Int) {
        for (position, vertex) in current.layers[layer].enumerated() { positions[vertex] = position }
    }

    private mutating func sweep(isDown: Bool) {
        let layers = isDown ? Array(current.layers.indices) : current.layers.indices.reversed()
        for layer in layers {
            let medians = current.layers[layer].enumerated().map { position, vertex in
                median(isDown ? current.above[vertex] : current.below[vertex]) ?? Double(position)
            }
            let order = medians.indices.sorted { (medians[$0], $0) < (medians[$1], $1) }
            current.layers[layer] = order.map { current.layers[layer][$0] }
            number(layer)
        }
    }

    private func median(_ links: [LayeredVertices.Link]) -> Double? {
        guard !links.isEmpty else { return nil }
        let sorted = links.map { positions[$0.vertex] }.sorted()
        let middle = sorted.count / 2
        if sorted.count % 2 == 1 { return Double(sorted[middle]) }
        return Double(sorted[middle - 1] + sorted[middle]) / 2
    }

    private mutating func swapNeighbours() {
        for _ in 0..<4 {
            var hasSwapped = false
            for layer in current.layers.indices {
                for position in current.layers[layer].indices.dropLast() {
                    let (left, right) = (current.layers[layer][position], current.layers[layer][position + 1])
                    guard gain(left, right) > 0 else { continue }
                    current.layers[layer].swapAt(position, position + 1)
                    (positions[left], positions[right]) = (position + 1, position)
                    hasSwapped = true
                }
            }
            if !hasSwapped { return }
        }
    }

    /// How many crossings fewer there are with the two the other way round.
    private func gain(_ left: Int, _ right: Int) -> Int {
        var gain = 0
        for (mine, others) in [
            (current.above[left], current.above[right]), (current.below[left], current.below[right]),
        ] {
            guard mine.count * others.count <= 10_000 else { continue }
            for link in mine {
                for other in others { gain += (positions[link.vertex] - positions[other.vertex]).signum() }
            }
        }
        return gain
    }

    /// How many pairs of edges cross: for each layer, the inversions among its edges to the next.
    private func crossings() -> Int {
        var sum = 0
        for (layer, next) in zip(current.layers, current.layers.dropFirst()) {
            var tree = Array(repeating: 0, count: next.count + 1)
            var count = 0
            for vertex in layer {
                let ends = current.below[vertex].map { positions[$0.vertex] }
                for end in ends {
                    var index = end + 1
                    var before = 0
                    while index > 0 {
                        before += tree[index]
                        index &= index - 1
                    }
                    sum += count - before
                }
                for end in ends {
                    var index = end + 1
                    while index < tree.count {
                        tree[index] += 1
                        index += index & -index
                    }
                }
                count += ends.count
            }
        }
        return sum
    }
}
