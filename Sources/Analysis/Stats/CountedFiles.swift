import Domain

/// The image and sidecar files of a listing: what they amount to, and the rest of the work ordered by folder.
struct CountedFiles {
    /// An image or a sidecar: 16 bytes, so that a million need 16 MB.
    struct Entry {
        let file: Int32
        /// The next entry of the same group and sort; -1 at the end.
        var next: Int32 = -1
        let kind: Int16
        /// Where its extension begins in its name.
        let stemEnd: UInt16
        /// Whether a sidecar of its full name belongs to it.
        var hasOwn = false
        /// Whether a sidecar of its stem belongs to it.
        var hasStem = false
    }

    let files: FileTable
    let extensions: ExtensionTable
    private(set) var entries: [Entry] = []
    private(set) var counts: [Int]
    private(set) var sizes: [Int64]
    private(set) var empty: [Int32] = []
    private var newest: Timestamp?
    private var oldest: Timestamp?

    /// Goes through a listing once.
    init(_ files: FileTable, _ extensions: ExtensionTable) {
        self.files = files
        self.extensions = extensions
        counts = [Int](repeating: 0, count: extensions.kinds.count)
        sizes = [Int64](repeating: 0, count: extensions.kinds.count)
        // An array that doubles would hold its last two sizes at a time.
        entries.reserveCapacity(files.count)
        for file in 0..<files.count {
            guard let (stemEnd, kind) = files.withName(file, { CountedFiles.parse($0, extensions) }) else { continue }
            entries.append(Entry(file: Int32(file), kind: kind, stemEnd: stemEnd))
            count(file, Int(kind))
        }
    }

    /// Where the extension of a name begins, and which it is; nil for one that does not count.
    @inline(__always)
    static func parse(
        _ name: UnsafeBufferPointer<UInt8>, _ extensions: ExtensionTable
    ) -> (stemEnd: UInt16, kind: Int16)? {
        let stemEnd = FileName.stemEnd(name)
        guard stemEnd < name.count,
            let kind = extensions.index(UnsafeBufferPointer(rebasing: name[stemEnd...]))
        else { return nil }
        return (UInt16(stemEnd), kind)
    }

    private mutating func count(_ file: Int, _ kind: Int) {
        let (size, modified) = (files.size(file), files.modified(file))
        counts[kind] += 1
        sizes[kind] = CountedFiles.sum(sizes[kind], size)
        if size == 0 { empty.append(Int32(file)) }
        if newest.map({ modified > $0 }) ?? true { newest = modified }
        if oldest.map({ modified < $0 }) ?? true { oldest = modified }
    }

    /// The largest size that results say: beyond it JSON's numbers are not exact, and no collection's files are so large. Two files
    /// that are all holes can be.
    static let sizeLimit: Int64 = 9_007_199_254_740_991

    private static func sum(_ size: Int64, _ more: Int64) -> Int64 {
        let (sum, overflows) = size.addingReportingOverflow(more)
        return overflows ? sizeLimit : min(sum, sizeLimit)
    }

    /// Counts, sizes, empty files, the newest and the oldest file; of several of one time the one that results list first.
    func report(into result: inout PhotoStatsResult, _ order: inout FolderOrder, _ paths: inout ShownPaths) {
        for (index, kind) in extensions.kinds.enumerated() where counts[index] > 0 {
            result.fileCounts[kind.name] = counts[index]
            result.storageByType[kind.name] = sizes[index]
        }
        result.totalFiles = entries.count
        result.totalSize = sizes.reduce(0, CountedFiles.sum)
        result.emptyFiles = PairingFindings.list(empty, &order, &paths)
        if let newest, let file = first(at: newest) {
            result.newestFile = DatedFile(path: paths.path(file), modified: newest)
        }
        if let oldest, let file = first(at: oldest) {
            result.oldestFile = DatedFile(path: paths.path(file), modified: oldest)
        }
    }

    /// Paths are built only where the folder changes.
    private func first(at time: Timestamp) -> Int32? {
        var best: Int32?
        var bestFolder: [UInt8] = []
        for entry in entries where files.modified(Int(entry.file)) == time {
            guard let held = best else {
                (best, bestFolder) = (entry.file, files.path(of: files.folder(Int(entry.file))))
                continue
            }
            if files.folder(Int(held)) == files.folder(Int(entry.file)) {
                if precedesByName(entry.file, held) { best = entry.file }
            } else {
                let folder = files.path(of: files.folder(Int(entry.file)))
                if precedes(folder, bestFolder) { (best, bestFolder) = (entry.file, folder) }
            }
        }
        return best
    }

    private func precedesByName(_ left: Int32, _ right: Int32) -> Bool {
        files.withName(Int(left)) { left in files.withName(Int(right)) { right in precedes(left, right) } }
    }

    /// Gives the body the entries folder by folder, as a range each; it may change them. With `asOne` all entries are one range.
    mutating func forEachFolder(asOne: Bool, _ body: (UnsafeMutableBufferPointer<Entry>, Range<Int>) -> Void) {
        if !asOne { groupByFolder() }
        entries.withUnsafeMutableBufferPointer { entries in
            if asOne { return body(entries, 0..<entries.count) }
            var start = 0
            while start < entries.count {
                let folder = files.folder(Int(entries[start].file))
                var end = start + 1
                while end < entries.count, files.folder(Int(entries[end].file)) == folder { end += 1 }
                body(entries, start..<end)
                start = end
            }
        }
    }

    /// Brings the entries of each folder together, as listings do by themselves.
    private mutating func groupByFolder() {
        var isFinished = [Bool](repeating: false, count: files.folderCount)
        var last = -1
        var isGrouped = true
        for entry in entries {
            let folder = Int(files.folder(Int(entry.file)))
            guard folder != last else { continue }
            if isFinished[folder] { isGrouped = false }
            if last >= 0 { isFinished[last] = true }
            last = folder
        }
        if isGrouped { return }
        var starts = [Int](repeating: 0, count: files.folderCount + 1)
        for entry in entries { starts[Int(files.folder(Int(entry.file))) + 1] += 1 }
        for folder in 0..<files.folderCount { starts[folder + 1] += starts[folder] }
        let ungrouped = entries
        for entry in ungrouped {
            let folder = Int(files.folder(Int(entry.file)))
            entries[starts[folder]] = entry
            starts[folder] += 1
        }
    }
}
