import Domain

/// The order in which results list files: by the raw path of their folder, then by their raw name.
///
/// Folders are ranked when the first files are to be sorted; a listing without findings never needs it.
struct FolderOrder {
    private let files: FileTable
    private var ranks: [Int32]?

    /// The order of a table's files.
    init(_ files: FileTable) {
        self.files = files
    }

    /// Sorts files by their numbers.
    mutating func sort(_ numbers: inout [Int32]) {
        guard numbers.count > 1 else { return }
        if numbers.count < 9 { return sortFew(&numbers) }
        let ranks = self.ranks ?? FolderOrder.rank(files)
        self.ranks = ranks
        let files = self.files
        numbers = ByteOrder.sorted(
            numbers, group: { ranks[Int(files.folder(Int($0)))] },
            withText: { file, body in files.withName(Int(file), body) },
            precedes: { left, right in
                files.withName(Int(left)) { left in
                    files.withName(Int(right)) { right in Analysis.precedes(left, right) }
                }
            })
    }

    /// By insertion, with nothing prepared: this is asked for once a stem.
    private mutating func sortFew(_ numbers: inout [Int32]) {
        for end in 1..<numbers.count {
            var place = end
            while place > 0, precedes(numbers[place], numbers[place - 1]) {
                numbers.swapAt(place, place - 1)
                place -= 1
            }
        }
    }

    private mutating func precedes(_ left: Int32, _ right: Int32) -> Bool {
        let (leftFolder, rightFolder) = (files.folder(Int(left)), files.folder(Int(right)))
        guard leftFolder == rightFolder else {
            let ranks = self.ranks ?? FolderOrder.rank(files)
            self.ranks = ranks
            return ranks[Int(leftFolder)] < ranks[Int(rightFolder)]
        }
        return files.withName(Int(left)) { left in
            files.withName(Int(right)) { right in Analysis.precedes(left, right) }
        }
    }

    /// Each folder's place in the order of raw paths.
    private static func rank(_ files: FileTable) -> [Int32] {
        var bytes: [UInt8] = []
        var ends: [Int] = [0]
        ends.reserveCapacity(files.folderCount + 1)
        for folder in 0..<files.folderCount {
            bytes += files.path(of: FileTable.Folder(folder))
            ends.append(bytes.count)
        }
        return bytes.withUnsafeBufferPointer { all in
            func path(_ folder: Int32) -> UnsafeBufferPointer<UInt8> {
                UnsafeBufferPointer(rebasing: all[ends[Int(folder)]..<ends[Int(folder) + 1]])
            }
            let sorted = ByteOrder.sorted(
                (0..<Int32(files.folderCount)).map { $0 }, withText: { $1(path($0)) },
                precedes: { Analysis.precedes(path($0), path($1)) })
            var ranks = [Int32](repeating: 0, count: sorted.count)
            for (rank, folder) in sorted.enumerated() { ranks[Int(folder)] = Int32(rank) }
            return ranks
        }
    }
}

/// Shows paths of files one after the other; what stands in one folder shares its text.
struct ShownPaths {
    private let files: FileTable
    private var folder: FileTable.Folder = -1
    private var prefix = ""

    /// Shows the files of a table.
    init(_ files: FileTable) {
        self.files = files
    }

    /// A file's path, as shown.
    mutating func path(_ file: Int32) -> String {
        if files.folder(Int(file)) != folder {
            folder = files.folder(Int(file))
            let path = displayText(files.path(of: folder))
            prefix = path.isEmpty ? "" : path + "/"
        }
        return prefix + files.withName(Int(file)) { displayText($0) }
    }
}
