import Domain

/// The folders that the keys of a list lead through, from the top down to that of the last key.
struct FolderTrail: Sendable {
    struct Level {
        /// Where the folder's path ends in `path`, its slash included.
        let end: Int
        /// Its number in the listing, once a file in it has been found.
        var number: FileTable.Folder?
        /// Whether it, or one above it, is left out.
        let isSkipped: Bool
    }

    /// The relative path of the last key's folder, with a slash at its end unless it is empty.
    private(set) var path: [UInt8] = []
    /// The first is the listing's own folder.
    var levels = [Level(end: 0, isSkipped: false)]

    /// Goes to the folder of the next key, given with its slash. Returns the pattern by which a folder on the way is left out,
    /// if that was not known before.
    mutating func enter(_ folder: UnsafeBufferPointer<UInt8>, skipping rules: SkipRules) -> Int? {
        if path.count == folder.count, isEqual(folder) { return nil }
        var shared = 0
        while shared < min(path.count, folder.count), path[shared] == folder[shared] { shared += 1 }
        while levels[levels.count - 1].end > shared { levels.removeLast() }
        var start = levels[levels.count - 1].end
        path.removeSubrange(start...)
        var met: Int?
        for index in start..<folder.count where folder[index] == slash {
            var isSkipped = levels[levels.count - 1].isSkipped
            if !isSkipped, let pattern = rules.match(UnsafeBufferPointer(rebasing: folder[start..<index])) {
                (isSkipped, met) = (true, pattern)
            }
            start = index + 1
            levels.append(Level(end: start, isSkipped: isSkipped))
        }
        path.append(contentsOf: folder[path.count...])
        return met
    }

    private func isEqual(_ folder: UnsafeBufferPointer<UInt8>) -> Bool {
        path.withUnsafeBufferPointer { KeyOrder.compare($0, folder) == 0 }
    }

    /// Whether the last key's folder is left out.
    var isSkipped: Bool { levels[levels.count - 1].isSkipped }

    /// The path of a level without its slash.
    func path(of level: Int) -> [UInt8] { Array(path[..<max(0, levels[level].end - 1)]) }
}
