/// The course of a number as a line without axes, as inline SVG. The words beside it say what it shows.
public struct Sparkline: Sendable, Hashable {
    /// The numbers from left to right; at least two.
    public let values: [Int64]
    /// What the line shows, in words.
    public let label: String

    /// A line of its numbers.
    public init(values: [Int64], label: String) {
        self.values = values
        self.label = label
    }

    private static let width = 120
    private static let height = 24
    /// Keeps the line's own thickness inside of the drawing.
    private static let margin = 2

    /// The drawing: an `svg` of class `sparkline`, which takes the width that it is given.
    public var html: HTML {
        let points = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
        return """
            <svg class="sparkline" viewBox="0 0 \(Self.width) \(Self.height)" preserveAspectRatio="none" role="img" \
            aria-label="\(label)"><polyline points="\(points)" fill="none" vector-effect="non-scaling-stroke"></polyline></svg>
            """
    }

    /// The lowest number lies at the bottom, the highest at the top; one that never changes in the middle.
    private var points: [(x: Int, y: Int)] {
        guard values.count > 1, let low = values.min(), let high = values.max() else { return [] }
        let room = Double(Self.height - 2 * Self.margin)
        return values.enumerated().map { index, value in
            let share = high == low ? 0.5 : (Double(value) - Double(low)) / (Double(high) - Double(low))
            return (index * Self.width / (values.count - 1), Self.margin + Int((room * (1 - share)).rounded()))
        }
    }
}
