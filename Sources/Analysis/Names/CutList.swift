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
    /// The most bytes of text in one list, so that all lists of a result stay under 50 MB together.
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

/// What knows how much text it is.
protocol Shown {
    var byteCount: Int { get }
}

extension String: Shown {
    var byteCount: Int { utf8.count }
}

extension SharedSidecar: Shown {
    var byteCount: Int { images.entries.reduce(sidecar.utf8.count) { $0 + $1.utf8.count } }
}

extension DoubleSidecar: Shown {
    var byteCount: Int { sidecars.entries.reduce(image.utf8.count) { $0 + $1.utf8.count } }
}

extension NameCollision: Shown {
    var byteCount: Int { names.entries.reduce(directory.utf8.count) { $0 + $1.utf8.count } }
}

extension BrokenSidecar: Shown {
    var byteCount: Int { path.utf8.count + reason.utf8.count }
}
