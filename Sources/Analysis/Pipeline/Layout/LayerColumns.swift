/// How far from the left each vertex stands: close to its neighbours above and below, in the order of its layer, without overlap.
struct LayerColumns {
    private let vertices: LayeredVertices
    private var centres: [Double]
    private static let gap = 28
    private static let rounds = 32

    init(_ vertices: LayeredVertices) {
        self.vertices = vertices
        centres = Array(repeating: 0, count: vertices.ranks.count)
        for layer in vertices.layers {
            for (vertex, offset) in zip(layer, offsets(layer)) { centres[vertex] = Double(offset) }
        }
    }

    /// The centres, the leftmost box at the margin, on the grid.
    consuming func settled() -> [Int] {
        for round in 0..<Self.rounds {
            let isLast = round >= Self.rounds - 20
            let layers = round.isMultiple(of: 2) ? Array(vertices.layers.indices) : vertices.layers.indices.reversed()
            for layer in layers {
                settle(vertices.layers[layer]) { vertex in
                    if isLast { return vertices.above[vertex] + vertices.below[vertex] }
                    return round.isMultiple(of: 2) ? vertices.above[vertex] : vertices.below[vertex]
                }
            }
        }
        let left = vertices.ranks.indices.map { centres[$0] - Double(vertices.widths[$0]) / 2 }.min() ?? 0
        return centres.map { Int((($0 - left) / 4).rounded()) * 4 + PipelineLayout.margin }
    }

    /// The places of a layer's vertices when packed from the left; widths and gaps are multiples of 8 and 4.
    private func offsets(_ layer: [Int]) -> [Int] {
        var offsets: [Int] = []
        for (index, vertex) in layer.enumerated() {
            let half = vertices.widths[vertex] / 2
            guard index > 0 else {
                offsets.append(half)
                continue
            }
            offsets.append(offsets[index - 1] + vertices.widths[layer[index - 1]] / 2 + Self.gap + half)
        }
        return offsets
    }

    /// Moves a layer to where its neighbours pull it with the least squares of distances, by pooling adjacent violators.
    private mutating func settle(_ layer: [Int], _ links: (Int) -> [LayeredVertices.Link]) {
        let offsets = offsets(layer)
        var blocks: [(sum: Double, weight: Double, count: Int)] = []
        for (vertex, offset) in zip(layer, offsets) {
            let pulls = links(vertex)
            let weight = pulls.reduce(0) { $0 + $1.weight }
            let wanted = pulls.reduce(0) { $0 + $1.weight * centres[$1.vertex] }
            var block = (
                sum: wanted + 0.01 * centres[vertex] - (weight + 0.01) * Double(offset), weight: weight + 0.01, count: 1
            )
            while let last = blocks.last, last.sum / last.weight > block.sum / block.weight {
                blocks.removeLast()
                block = (block.sum + last.sum, block.weight + last.weight, block.count + last.count)
            }
            blocks.append(block)
        }
        var index = 0
        for block in blocks {
            for _ in 0..<block.count {
                centres[layer[index]] = block.sum / block.weight + Double(offsets[index])
                index += 1
            }
        }
    }
}
