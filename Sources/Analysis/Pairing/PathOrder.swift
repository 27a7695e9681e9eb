import Domain

/// The order of a table's files by their raw paths, found without building a path a comparison.
///
/// Folders are ranked once by their paths with a `/` behind each. Two files of one folder are then ordered by their names; those of
/// folders that do not hold each other by the folders' ranks; only a file beside the other's folder needs a look at both texts.
struct PathOrder {
    private let files: FileTable
    /// Folder → its place in the order of paths.
    private var ranks: [Int32]
    /// Place → the last place that this place's folder holds.
    private var lastWithin: [Int32]
    private var folderPaths: [[UInt8]]

    /// Ranks the folders of a table.
    init(_ files: FileTable) {
        self.files = files
        let paths = (0..<files.folderCount).map { number -> [UInt8] in
            let path = files.path(of: FileTable.Folder(number))
            return path.isEmpty ? [] : path + [UInt8(ascii: "/")]
        }
        let order = paths.indices.sorted { Analysis.precedes(paths[$0], paths[$1]) }
        ranks = [Int32](repeating: 0, count: paths.count)
        lastWithin = (0..<Int32(paths.count)).map { $0 }
        var open: [Int] = []
        for (rank, folder) in order.enumerated() {
            ranks[folder] = Int32(rank)
            while let last = open.last, !paths[folder].starts(with: paths[order[last]]) { open.removeLast() }
            for outer in open { lastWithin[outer] = Int32(rank) }
            open.append(rank)
        }
        folderPaths = paths
    }

    /// Whether a file's path comes before another's.
    func precedes(_ left: Int32, _ right: Int32) -> Bool {
        let (leftFolder, rightFolder) = (files.folder(Int(left)), files.folder(Int(right)))
        if leftFolder == rightFolder { return compare(left, in: leftFolder, right, in: rightFolder, from: nil) }
        let (leftRank, rightRank) = (ranks[Int(leftFolder)], ranks[Int(rightFolder)])
        if leftRank < rightRank {
            guard lastWithin[Int(leftRank)] >= rightRank else { return true }
        } else {
            guard lastWithin[Int(rightRank)] >= leftRank else { return false }
        }
        let start = min(folderPaths[Int(leftFolder)].count, folderPaths[Int(rightFolder)].count)
        return compare(left, in: leftFolder, right, in: rightFolder, from: start)
    }

    /// Compares names, or, from a place in both folders' paths on, what is left of the paths.
    private func compare(
        _ left: Int32, in leftFolder: FileTable.Folder, _ right: Int32, in rightFolder: FileTable.Folder,
        from start: Int?
    ) -> Bool {
        files.withName(Int(left)) { leftName in
            files.withName(Int(right)) { rightName in
                guard let start else { return leftName.lexicographicallyPrecedes(rightName) }
                let leftRest = folderPaths[Int(leftFolder)][start...]
                let rightRest = folderPaths[Int(rightFolder)][start...]
                return leftRest.isEmpty
                    ? precedes(leftName, rightRest, rightName) : !precedes(rightName, leftRest, leftName)
            }
        }
    }

    /// Whether a name comes before a folder's remaining path with a name behind it; the two are never equal.
    private func precedes(
        _ name: UnsafeBufferPointer<UInt8>, _ rest: ArraySlice<UInt8>, _ other: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        for (offset, byte) in name.enumerated() {
            let against: UInt8
            if offset < rest.count {
                against = rest[rest.startIndex + offset]
            } else if offset - rest.count < other.count {
                against = other[offset - rest.count]
            } else {
                return false
            }
            if byte != against { return byte < against }
        }
        return true
    }
}
