/// Horizontal bars with a label and a value each, as inline SVG. Labels and values stay text, so that they keep their size on a
/// phone, can be copied, and are read aloud; the drawn bars are an addition to them.
public struct BarChart: Sendable, Hashable {
    /// A bar.
    public struct Bar: Sendable, Hashable {
        /// What it stands for.
        public let label: String
        /// How long it is, ≥ 0, in any unit that all bars share.
        public let value: Int64
        /// The value as it is shown.
        public let shown: String

        /// A bar of a label, a value and the value's shown form.
        public init(label: String, value: Int64, shown: String) {
            self.label = label
            self.value = value
            self.shown = shown
        }
    }

    /// What the chart shows.
    public let title: String
    /// The bars from top to bottom.
    public let bars: [Bar]
    /// Whether the labels are names that need a line of their own above their bar.
    public let hasLongLabels: Bool

    /// A chart of its bars.
    public init(title: String, bars: [Bar], hasLongLabels: Bool = false) {
        self.title = title
        self.bars = bars
        self.hasLongLabels = hasLongLabels
    }

    /// The longest bars, and one more that sums up the rest under a label; `shown` writes the rest's value.
    public func cut(to count: Int, rest label: String, shown: (Int64) -> String) -> BarChart {
        guard bars.count > count, count > 0 else { return self }
        let sorted = bars.sorted { ($1.value, $0.label) < ($0.value, $1.label) }
        let rest = sorted.dropFirst(count).reduce(0) { $0 + $1.value }
        return BarChart(
            title: title, bars: sorted.prefix(count) + [Bar(label: label, value: rest, shown: shown(rest))],
            hasLongLabels: hasLongLabels)
    }

    /// The chart: a `figure` of class `chart`, with long labels also `named`, with a caption and one row a bar.
    public var html: HTML {
        let longest = max(1, bars.map(\.value).max() ?? 1)
        return """
            <figure class="\(hasLongLabels ? "chart named" : "chart")"><figcaption>\(title)</figcaption><dl>\
            \(bars.map { row($0, longest) })</dl></figure>
            """
    }

    /// A bar that is not nothing is at least visible.
    private func row(_ bar: Bar, _ longest: Int64) -> HTML {
        let share = Double(max(0, bar.value)) / Double(longest)
        let width = bar.value > 0 ? max(4, Int((share * 1000).rounded())) : 0
        return """
            <div class="bar"><dt><bdi>\(bar.label)</bdi></dt><dd><svg viewBox="0 0 1000 12" preserveAspectRatio="none" \
            role="img" aria-label="\(bar.label): \(bar.shown)"><rect class="track" width="1000" height="12"></rect>\
            <rect class="fill" width="\(width)" height="12"></rect></svg><span>\(bar.shown)</span></dd></div>
            """
    }
}
