/// Turns layers and columns into boxes and the ways of edges.
struct LayoutRoutes {
    let graph: PipelineGraph
    let ranks: LayerRanks
    let layers: LayeredVertices
    let centres: [Int]

    private typealias Point = PipelineLayout.Point

    func layout() -> PipelineLayout {
        let boxes = graph.nodes.indices.map(box)
        let ports = Ports(self)
        let ways = graph.edges.indices.map { route($0, ports) }
        let routes = zip(ways, LabelPlaces.settled(ways)).map { way, label in
            PipelineLayout.Route(points: way.points, isBack: way.isBack, label: label)
        }
        let right = boxes.map { $0.x + $0.width } + routes.flatMap { $0.points.map(\.x) + [$0.label.x] }
        let rows = layers.layers.count
        let height = rows * PipelineLayout.boxHeight + max(0, rows - 1) * PipelineLayout.layerGap
        return PipelineLayout(
            width: (right.max() ?? 0) + PipelineLayout.margin + LayeredVertices.bendWidth / 2,
            height: height + 2 * PipelineLayout.margin, boxes: boxes, routes: routes)
    }

    private func top(_ rank: Int) -> Int {
        PipelineLayout.margin + rank * (PipelineLayout.boxHeight + PipelineLayout.layerGap)
    }

    private func box(_ node: Int) -> PipelineLayout.Box {
        PipelineLayout.Box(
            x: centres[node] - layers.widths[node] / 2, y: top(layers.ranks[node]), width: layers.widths[node],
            height: PipelineLayout.boxHeight)
    }

    private func route(_ edge: Int, _ ports: Ports) -> PipelineLayout.Route {
        let ends = graph.edges[edge]
        if ends.from == ends.to { return loop(ends.from) }
        let (upper, lower) = LayeredVertices.ends(ends, ranks, edge)
        let start = Point(x: ports.lower[edge], y: top(layers.ranks[upper]) + PipelineLayout.boxHeight)
        let end = Point(x: ports.upper[edge], y: top(layers.ranks[lower]))
        var points = [start]
        for bend in layers.bends[edge] {
            let y = top(layers.ranks[bend])
            points += [Point(x: centres[bend], y: y), Point(x: centres[bend], y: y + PipelineLayout.boxHeight)]
        }
        points.append(end)
        // A bend has room for a number; a short edge has its own middle.
        let label: Point
        if let bend = layers.bends[edge].first {
            label = Point(x: centres[bend], y: top(layers.ranks[bend]) + PipelineLayout.boxHeight / 2)
        } else {
            label = Point(x: (start.x + end.x) / 2, y: (start.y + end.y) / 2)
        }
        let isBack = ranks.isBack[edge]
        return PipelineLayout.Route(points: isBack ? points.reversed() : points, isBack: isBack, label: label)
    }

    /// From the right border around and back to it.
    private func loop(_ node: Int) -> PipelineLayout.Route {
        let box = box(node)
        let right = box.x + box.width
        return PipelineLayout.Route(
            points: [Point(x: right, y: box.y + 12), Point(x: right, y: box.y + box.height - 12)], isBack: true,
            label: Point(x: right + 4, y: box.y + box.height + 8))
    }

    /// Where edges touch boxes: spread along the border in the order of where they come from, so that they do not cross there.
    private struct Ports {
        /// For each edge, from the left: where it touches the lower border of its upper node.
        private(set) var lower: [Int]
        /// For each edge, from the left: where it touches the upper border of its lower node.
        private(set) var upper: [Int]

        init(_ routes: LayoutRoutes) {
            let (graph, layers, centres) = (routes.graph, routes.layers, routes.centres)
            lower = Array(repeating: 0, count: graph.edges.count)
            upper = lower
            var down: [[(edge: Int, next: Int)]] = Array(repeating: [], count: graph.nodes.count)
            var up = down
            for (index, edge) in graph.edges.enumerated() where edge.from != edge.to {
                let (top, bottom) = LayeredVertices.ends(edge, routes.ranks, index)
                down[top].append((index, centres[layers.bends[index].first ?? bottom]))
                up[bottom].append((index, centres[layers.bends[index].last ?? top]))
            }
            for node in graph.nodes.indices {
                Self.spread(down[node], centres[node], layers.widths[node]) { lower[$0] = $1 }
                Self.spread(up[node], centres[node], layers.widths[node]) { upper[$0] = $1 }
            }
        }

        private static func spread(
            _ edges: [(edge: Int, next: Int)], _ centre: Int, _ width: Int, _ set: (Int, Int) -> Void
        ) {
            let sorted = edges.sorted { ($0.next, $0.edge) < ($1.next, $1.edge) }
            let room = min(20, (width - 32) / max(1, sorted.count - 1))
            for (index, entry) in sorted.enumerated() {
                set(entry.edge, centre + (2 * index - sorted.count + 1) * room / 2)
            }
        }
    }
}
