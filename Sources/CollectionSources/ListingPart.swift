import Domain

/// What one thread found; parts are put together when all are done.
struct ListingPart: Sendable {
    var files = FileTable()
    var warnings: [ListingWarning] = []
    /// How often each of the rules' patterns met, by its index.
    var skipCounts: [Int] = []
    var links = 0
    var specials = 0

    /// The listing that several parts make up. Warnings are sorted by path, whoever came upon them.
    static func merged(_ parts: consuming [ListingPart], rules: SkipRules) -> FileListing {
        var listing = FileListing()
        // The largest first: it is taken over as it is, and the others are copied behind it.
        parts.sort { $0.files.count > $1.files.count }
        while !parts.isEmpty {
            let part = parts.removeFirst()
            listing.files.append(part.files)
            listing.warnings += part.warnings
            listing.count(part.links, as: "symbolic links")
            listing.count(part.specials, as: "special files")
            for (pattern, count) in zip(rules.patterns, part.skipCounts) { listing.count(count, as: pattern) }
        }
        listing.warnings.sort { $0.path.lexicographicallyPrecedes($1.path) }
        return listing
    }
}

extension FileListing {
    fileprivate mutating func count(_ count: Int, as name: String) {
        if count > 0 { skipped[name, default: 0] += count }
    }
}
