/// One bar that is divided into the shares of a whole, as inline SVG with a legend that says the same in words.
public struct ShareChart: Sendable, Hashable {
    /// How a share is coloured.
    public enum Tone: String, Sendable {
        /// As it should be.
        case good
        /// Worth a look.
        case attention
        /// Wrong.
        case bad
        /// Neither.
        case neutral
    }

    /// A part of the whole.
    public struct Share: Sendable, Hashable {
        /// What it is.
        public let label: String
        /// How much of the whole, ≥ 0.
        public let value: Int64
        /// The value as it is shown.
        public let shown: String
        /// Its colour.
        public let tone: Tone

        /// A share of a label, a value, its shown form and a tone.
        public init(label: String, value: Int64, shown: String, tone: Tone) {
            self.label = label
            self.value = value
            self.shown = shown
            self.tone = tone
        }
    }

    /// What the chart shows.
    public let title: String
    /// The shares from left to right; those of nothing are left out of the drawing.
    public let shares: [Share]

    /// A chart of its shares.
    public init(title: String, shares: [Share]) {
        self.title = title
        self.shares = shares
    }

    /// The chart: a `figure` of class `shares` with a caption, the bar and the legend.
    public var html: HTML {
        let text = shares.map { "\($0.label): \($0.shown)" }.joined(separator: ", ")
        return """
            <figure class="shares"><figcaption>\(title)</figcaption>\
            <svg viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label="\(title). \(text)">\(segments)\
            </svg><ul>\(shares.map(legend))</ul></figure>
            """
    }

    /// Segments that meet exactly: each ends where the sum up to it is, so that rounding never adds up.
    private var segments: [HTML] {
        let whole = max(1, shares.reduce(0) { $0 + max(0, $1.value) })
        var sum: Int64 = 0
        var start = 0
        return shares.compactMap { share in
            guard share.value > 0 else { return nil }
            sum += share.value
            let end = Int((Double(sum) / Double(whole) * 1000).rounded())
            defer { start = end }
            let name = HTML(text: share.tone.rawValue)
            return "<rect class=\"\(name)\" x=\"\(start)\" width=\"\(max(2, end - start))\" height=\"20\"></rect>"
        }
    }

    private func legend(_ share: Share) -> HTML {
        "<li><i class=\"\(share.tone.rawValue)\"></i>\(share.label) <b>\(share.shown)</b></li>"
    }
}
