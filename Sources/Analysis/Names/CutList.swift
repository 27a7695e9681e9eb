/// A list that may have been cut, with how long it really is.
public struct CutList<Element: Hashable & Sendable>: Hashable, Sendable {
    /// The first entries.
    public let entries: [Element]
    /// How many there are in all.
    public let total: Int

    /// A list of the first entries of so many.
    public init(_ entries: [Element] = [], total: Int? = nil) {
        self.entries = entries
        self.total = total ?? entries.count
    }
}

extension CutList where Element: Shown {
    /// The most bytes of one list as JSON, so that all lists of a result stay under 50 MB together.
    static var byteLimit: Int { 5_000_000 }

    /// Shows elements one by one until there are `PhotoStatsResult.listLimit` of them or their text is long enough.
    init<Source>(of elements: [Source], show: (Source) -> Element) {
        var entries: [Element] = []
        var bytes = 0
        for element in elements.prefix(PhotoStatsResult.listLimit) {
            let shown = show(element)
            bytes += shown.byteCount
            if bytes > Self.byteLimit { break }
            entries.append(shown)
        }
        self.init(entries, total: elements.count)
    }
}

/// What knows how long it is as JSON: hostile names are all quotes and control characters.
protocol Shown {
    var byteCount: Int { get }
}

extension String: Shown {
    var byteCount: Int { jsonByteCount(self) + 3 }
}

extension CutList where Element == String {
    /// How long the entries are as JSON.
    var entriesByteCount: Int { entries.reduce(0) { $0 + $1.byteCount } }
}

extension SharedSidecar: Shown {
    var byteCount: Int { images.entriesByteCount + sidecar.byteCount + 48 }
}

extension DoubleSidecar: Shown {
    var byteCount: Int { sidecars.entriesByteCount + image.byteCount + 48 }
}

extension NameCollision: Shown {
    var byteCount: Int { names.entriesByteCount + directory.byteCount + 48 }
}

extension BrokenSidecar: Shown {
    var byteCount: Int { path.byteCount + reason.byteCount + 64 }
}
