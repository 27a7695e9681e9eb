/// Finds places for the numbers on edges that cross: two edges that change sides meet in their middles, where their numbers
/// would stand.
struct LabelPlaces {
    private typealias Point = PipelineLayout.Point

    /// What a number takes up, from the middle of one to that of the next.
    static let width = 44
    static let height = 16
    /// Where on its way a number may stand instead of the middle, the best first.
    private static let steps = [0.3, 0.7, 0.2, 0.8, 0.5]

    /// The labels of routes, those moved that would stand on each other. Routes with bends keep theirs, which have room of their
    /// own there.
    static func settled(_ routes: [PipelineLayout.Route]) -> [PipelineLayout.Point] {
        var labels = routes.map(\.label)
        let short = routes.indices.filter { routes[$0].points.count == 2 && !routes[$0].isLoop }
        for row in Dictionary(grouping: short, by: { labels[$0].y }).values { settle(row, routes, &labels) }
        return labels
    }

    /// Those that stand alone stay; the others look for a place beside all that are placed already.
    private static func settle(_ row: [Int], _ routes: [PipelineLayout.Route], _ labels: inout [PipelineLayout.Point]) {
        let crowded = row.filter { one in row.contains { $0 != one && overlap(labels[$0], labels[one]) } }
        let isCrowded = Set(crowded)
        var placed = row.filter { !isCrowded.contains($0) }.map { labels[$0] }
        for route in crowded {
            let places = steps.map { place($0, on: routes[route]) }
            labels[route] = places.first { place in !placed.contains { overlap($0, place) } } ?? labels[route]
            placed.append(labels[route])
        }
    }

    private static func overlap(_ one: Point, _ other: Point) -> Bool {
        abs(one.x - other.x) < width && abs(one.y - other.y) < height
    }

    /// A point of the curve that leaves both ends upright, as it is drawn.
    private static func place(_ step: Double, on route: PipelineLayout.Route) -> Point {
        let (start, end) = (route.points[0], route.points[1])
        let rest = 1 - step
        let across = step * step * (3 - 2 * step)
        let down = 1.5 * step * rest + step * step * step
        return Point(
            x: start.x + Int((Double(end.x - start.x) * across).rounded()),
            y: start.y + Int((Double(end.y - start.y) * down).rounded()))
    }
}

extension PipelineLayout.Route {
    /// Whether it leads to the node that it comes from.
    fileprivate var isLoop: Bool { points.first?.x == points.last?.x && label.x > points[0].x }
}
