import Domain
import S3

/// What the pages of a bucket's list hold, put into one table as they come, from whichever part of the list.
struct BucketFiles: Sendable {
    /// The list is not in the order of its keys, and was already taken apart as if it were.
    struct Disorder: Error {}

    private(set) var table = FileTable()
    private(set) var skipCounts: [Int]
    /// Whether the store listed any key, be it one that is left out.
    private(set) var hasKeys = false
    /// Whether keys are taken in any order; their folders are then all in `shared`.
    private(set) var isUnordered: Bool
    /// Whether several parts are being read.
    private var isSplit = false
    /// Folders that may have files in several parts, by their paths, with their numbers; -1 while they have no file.
    private var shared: [[UInt8]: FileTable.Folder] = [:]
    private let prefix: [UInt8]
    private let rules: SkipRules

    /// Nothing yet of the folder with a prefix.
    init(prefix: [UInt8], rules: SkipRules, isUnordered: Bool) {
        (self.prefix, self.rules, self.isUnordered) = (prefix, rules, isUnordered)
        skipCounts = [Int](repeating: 0, count: rules.patterns.count)
    }

    /// Takes a page of a part of the list. Returns whether the part ends in it.
    /// - Throws: `PlaceFailure` for a list that makes no sense, `Disorder`.
    mutating func take(_ page: ObjectPage, of range: inout KeyRange) throws -> Bool {
        let begin = range.last
        let mayRepeat = if case .after = range.start { true } else { false }
        var last: UnsafeBufferPointer<UInt8>?
        var reachesEnd = false
        try page.forEach { key, size, modified in
            guard key.count <= UInt16.max, key.starts(with: prefix) else { throw unexpected(key) }
            if !isUnordered {
                let order = last.map { KeyOrder.compare($0, key) } ?? compare(begin, key)
                // A store that does not know where to begin lists again what is done already.
                if order == 0 || (order > 0 && last == nil && mayRepeat) { return }
                if order > 0 { try giveUpOrder() }
                if let end = range.end, compare(end, key) <= 0 { return reachesEnd = true }
            }
            last = key
            hasKeys = true
            append(UnsafeBufferPointer(rebasing: key[prefix.count...]), size, modified, &range.trail)
        }
        if let last { range.last = Array(last) }
        return reachesEnd
    }

    private func compare(_ bytes: [UInt8], _ key: UnsafeBufferPointer<UInt8>) -> Int {
        bytes.withUnsafeBufferPointer { KeyOrder.compare($0, key) }
    }

    private func unexpected(_ key: UnsafeBufferPointer<UInt8>) -> PlaceFailure {
        let shown = String(decoding: key.prefix(200), as: UTF8.self)
        return PlaceFailure(
            .refused,
            "The store listed \u{201C}\(shown)\u{201D}, which was not asked for. Check that the endpoint is right.")
    }

    private mutating func giveUpOrder() throws(Disorder) {
        guard !isSplit else { throw Disorder() }
        isUnordered = true
        for folder in 0..<table.folderCount {
            shared[table.path(of: FileTable.Folder(folder))] = FileTable.Folder(folder)
        }
    }

    private mutating func append(
        _ key: UnsafeBufferPointer<UInt8>, _ size: Int64, _ modified: Int64, _ trail: inout FolderTrail
    ) {
        var nameStart = key.count
        while nameStart > 0, key[nameStart - 1] != slash { nameStart -= 1 }
        if let pattern = trail.enter(UnsafeBufferPointer(rebasing: key[..<nameStart]), skipping: rules) {
            skipCounts[pattern] += 1
        }
        // A key with a slash at its end is no file: programs write it so that an empty folder is seen.
        guard !trail.isSkipped, nameStart < key.count else { return }
        let name = UnsafeBufferPointer(rebasing: key[nameStart...])
        if let pattern = rules.match(name) { return skipCounts[pattern] += 1 }
        if nameStart == 1 {
            // A slash at the very beginning leads into no folder that a path could name: it stays with the name.
            table.append(key, in: number(of: 0, in: &trail), size: size, modified: modified)
        } else {
            let folder = number(of: trail.levels.count - 1, in: &trail)
            table.append(name, in: folder, size: size, modified: modified)
        }
    }

    private mutating func number(of level: Int, in trail: inout FolderTrail) -> FileTable.Folder {
        if let number = trail.levels[level].number { return number }
        let path = trail.path(of: level)
        var number = shared[path] ?? -1
        let isShared = isUnordered || (!shared.isEmpty && shared[path] != nil)
        if number < 0 {
            number = table.addFolder(path)
            if isShared { shared[path] = number }
        }
        trail.levels[level].number = number
        return number
    }

    /// Notes that the folders above a key have files on both sides of it, when a part of the list is taken apart there.
    mutating func share(foldersAbove key: [UInt8], _ trail: FolderTrail) {
        isSplit = true
        let path = key.dropFirst(prefix.count)
        share([], trail.levels[0].number)
        for index in path.indices.dropLast() where path[index] == slash {
            let folder = Array(path[..<index])
            let level = trail.levels.firstIndex { $0.end == folder.count + 1 }
            let isOnTrail = level != nil && trail.path.starts(with: path[...index])
            share(folder, isOnTrail ? level.flatMap { trail.levels[$0].number } : nil)
        }
    }

    private mutating func share(_ folder: [UInt8], _ number: FileTable.Folder?) {
        if let number {
            shared[folder] = number
        } else if shared[folder] == nil {
            shared[folder] = -1
        }
    }

    /// Whether a folder, or one above it, is left out of the listing.
    func isSkipped(_ folder: [UInt8]) -> Bool {
        folder.dropFirst(prefix.count).split(separator: slash).contains { name in
            Array(name).withUnsafeBufferPointer { rules.match($0) != nil }
        }
    }
}
