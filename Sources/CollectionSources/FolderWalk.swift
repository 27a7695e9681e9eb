import Domain

/// One thread's part of a listing: depth first over folders, on a stack of its own, with a bounded number of open descriptors.
///
/// Between two folders, and every 512 entries of a large one, it leaves some of its waiting folders to a thread that has none.
struct FolderWalk {
    enum Stop: Error {
        case cancelled
        case startUnreadable(FileSystem.Failure)
    }

    /// A folder that has been read, with those of its subfolders that are still to be.
    struct Level {
        let name: [UInt8]
        /// Nil while it is closed, to be opened again from above.
        var folder: OpenFolder?
        var pending: [[UInt8]] = []
        /// Its number in the listing, once a file in it or below it has been found.
        var number: FileTable.Folder?
        /// How long `path` is at this level, with its slash at the end.
        let pathLength: Int
    }

    /// So many levels stay open; those further up, the first aside, are opened again when they are needed.
    static let openLevels = 32

    /// What has been found so far.
    var part = ListingPart()
    var levels: [Level] = []
    /// The relative path of the folder that is being read, with a slash at its end unless it is empty.
    var path: [UInt8] = []
    /// The number of the folder that is being read, once it has a file.
    var number: FileTable.Folder?
    var entries = 0
    let work: ListingWork

    /// A walk that has nothing to do yet.
    init(_ work: ListingWork) {
        self.work = work
        part.skipCounts = [Int](repeating: 0, count: work.rules.patterns.count)
    }

    /// Lists everything below an open folder, which it closes.
    mutating func run(from start: Int32) throws(Stop) {
        levels = [Level(name: [], folder: OpenFolder(descriptor: start), pathLength: 0)]
        defer { closeAll() }
        if let failure = try read() { throw .startUnreadable(failure) }
        try runLevels()
    }

    /// Lists everything below the folders of a share, which it closes.
    mutating func run(_ share: FolderShare) throws(Stop) {
        path = share.path
        levels = [
            Level(
                name: Array(path.dropLast()), folder: OpenFolder(descriptor: share.folder), pending: share.names,
                pathLength: path.count)
        ]
        defer { closeAll() }
        try runLevels()
    }

    private mutating func runLevels() throws(Stop) {
        while levels.count > 1 || !levels[0].pending.isEmpty {
            if work.shares.isWanted { share(keepingOne: true) }
            try step()
        }
    }

    private mutating func closeAll() {
        for level in levels { level.folder?.close() }
        levels = []
    }

    /// Goes into the next folder, or back up from one that is done.
    private mutating func step() throws(Stop) {
        let top = levels.count - 1
        path.removeSubrange(levels[top].pathLength...)
        guard let name = levels[top].pending.popLast() else {
            levels.removeLast().folder?.close()
            return
        }
        let length = path.count
        path += name
        path.append(slash)
        do {
            let folder = try FileSystem.openFolder(name, in: try reopen(top))
            levels.append(
                Level(name: name, folder: OpenFolder(descriptor: folder), pathLength: length + name.count + 1))
        } catch {
            warn(error)
            return
        }
        if let failure = try read() { warn(failure) }
        closeLevel(levels.count - 1 - Self.openLevels)
    }

    /// The descriptor of a level; one that was closed is opened again, step by step from the nearest open one above it.
    private mutating func reopen(_ index: Int) throws(FileSystem.Failure) -> Int32 {
        var nearest = index
        while levels[nearest].folder == nil { nearest -= 1 }
        var descriptor = levels[nearest].folder?.descriptor ?? -1
        while nearest < index {
            nearest += 1
            descriptor = try FileSystem.openFolder(levels[nearest].name, in: descriptor)
            levels[nearest].folder = OpenFolder(descriptor: descriptor)
            closeLevel(nearest - Self.openLevels)
        }
        return descriptor
    }

    private mutating func closeLevel(_ index: Int) {
        guard index > 0 else { return }
        levels[index].folder?.close()
        levels[index].folder = nil
    }

    /// Leaves half of the waiting folders of the highest level that is open to whoever waits for work.
    ///
    /// Between two folders the last waiting one is kept, or the two threads would hand it to and fro.
    mutating func share(keepingOne: Bool) {
        guard let giver = levels.firstIndex(where: { !$0.pending.isEmpty && $0.folder != nil }) else { return }
        let waiting = levels[giver].pending.count
        let hasMore = waiting > 1 || levels[(giver + 1)...].contains { !$0.pending.isEmpty }
        guard hasMore || !keepingOne, let folder = levels[giver].folder,
            let descriptor = FileSystem.duplicate(folder.descriptor)
        else { return }
        let count = (waiting + 1) / 2
        work.shares.offer(
            FolderShare(
                folder: descriptor, path: Array(path[..<levels[giver].pathLength]),
                names: Array(levels[giver].pending[..<count])))
        levels[giver].pending.removeFirst(count)
    }

    private mutating func warn(_ failure: FileSystem.Failure) {
        part.warnings.append(ListingWarning(path: path.dropLast(path.last == slash ? 1 : 0), failure: failure))
    }
}
