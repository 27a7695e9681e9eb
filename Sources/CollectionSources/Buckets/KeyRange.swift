import S3

/// A part of a bucket's list: the keys between two bounds, and how far they have been read.
struct KeyRange: Sendable {
    /// A part is left alone for so many pages; before that, taking it apart costs more than it saves.
    static let usualPatience = 3

    /// Where the next page begins.
    private(set) var start: ObjectQuery.Start
    /// Where pages have begun so far, while the keys' order does not tell.
    private var pastStarts: Set<ObjectQuery.Start> = []
    /// The last key that was read, or behind which the part begins; all up to it are done.
    var last: [UInt8]
    /// The first key that belongs to another part; nil where there is none.
    var end: [UInt8]?
    /// Folders of one level that are known to be in what is still to be read, ascending.
    private var folders: ArraySlice<[UInt8]> = []
    /// Whether that level has no others in this part.
    private var areAllKnown = false
    /// The folders of the last key.
    var trail = FolderTrail()
    /// So many pages are still read before it may be taken apart.
    var patience = usualPatience
    /// How many pages that was the last time.
    var lastPatience = usualPatience
    /// The length of the deepest folder above the last key that has no further folders in this part; -1 where none is known.
    var exhausted = -1

    /// The whole list.
    init() {
        (start, last) = (.beginning, [])
    }

    private init(after key: [UInt8], before end: [UInt8]?, folders: ArraySlice<[UInt8]>, areAllKnown: Bool) {
        (start, last) = (.after(key), key)
        (self.end, self.folders, self.areAllKnown) = (end, folders, areAllKnown)
        if areAllKnown { exhausted = Self.lengthAbove(key) }
    }

    /// The length of the folder that a folder is in.
    private static func lengthAbove(_ folder: [UInt8]) -> Int {
        folder.dropLast().lastIndex(of: slash).map { $0 + 1 } ?? 0
    }

    /// Notes the folders of one level that were found in what is still to be read.
    mutating func expect(_ found: [[UInt8]], areAll: Bool) {
        (folders, areAllKnown) = (found[...], areAll)
    }

    /// Whether a key lies in what is still to be read.
    func holds(_ key: [UInt8]) -> Bool {
        guard last.lexicographicallyPrecedes(key) else { return false }
        guard let end else { return true }
        return key.lexicographicallyPrecedes(end)
    }

    /// Takes the rest apart at some of its known folders, so that up to `count` new parts come of it; this one ends at the first.
    mutating func split(into count: Int) -> [KeyRange] {
        folders = folders.drop { !holds($0) }
        let cuts = min(count, folders.count)
        guard cuts > 0 else { return [] }
        let known = folders
        let places = (1...cuts).map { known.startIndex + $0 * known.count / (cuts + 1) }
        let parts = places.enumerated().map { index, place in
            let isLast = index + 1 == cuts
            let next = isLast ? known.endIndex : places[index + 1]
            return KeyRange(
                after: known[place], before: isLast ? end : known[next], folders: known[(place + 1)..<next],
                areAllKnown: areAllKnown || !isLast)
        }
        exhausted = max(exhausted, Self.lengthAbove(known[places[0]]))
        areAllKnown = true
        end = known[places[0]]
        folders = known[..<places[0]]
        beginPatience(Self.usualPatience)
        return parts
    }

    /// Goes on to the next page. Returns false for a list that does not go on but round: back to where it was, or, in no order,
    /// to a key.
    mutating func goOn(to next: ObjectQuery.Start, isUnordered: Bool) -> Bool {
        guard next != start else { return false }
        if isUnordered {
            guard case .token = next, pastStarts.insert(next).inserted else { return false }
        }
        start = next
        patience -= 1
        return true
    }

    /// Leaves the part alone for twice as long as the last time: it could not be taken apart.
    mutating func waitLonger() { beginPatience(2 * lastPatience) }

    private mutating func beginPatience(_ pages: Int) { (patience, lastPatience) = (pages, pages) }

    /// The folders, from the top down, whose own folders may lie in what is still to be read: those above the last key, as far up
    /// as the part reaches.
    func levels(below prefix: [UInt8]) -> [[UInt8]] {
        var top = prefix.count
        if let end {
            let shared = zip(last, end).prefix { $0 == $1 }.count
            top = max(top, last[..<shared].lastIndex(of: slash).map { $0 + 1 } ?? 0)
        }
        guard top <= last.count else { return [] }
        let deeper = last.indices.filter { $0 >= top && last[$0] == slash }.map { $0 + 1 }
        return ([top] + deeper).filter { $0 > exhausted }.map { Array(last[..<$0]) }
    }
}
