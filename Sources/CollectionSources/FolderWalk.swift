import Domain

/// One listing on its way: depth first over folders, on a stack of its own, with a bounded number of open descriptors.
struct FolderWalk {
    enum Stop: Error {
        case cancelled
        case startUnreadable(FileSystem.Failure)
    }

    /// A folder that has been read, with those of its subfolders that are still to be.
    private struct Level {
        let name: [UInt8]
        /// Nil while it is closed, to be opened again from above.
        var folder: OpenFolder?
        var pending: [[UInt8]]
        /// Its number in the listing, once it has a file.
        var number: FileTable.Folder?
        /// How long `path` is at this level, with its slash at the end.
        let pathLength: Int
    }

    /// So many levels stay open; those further up, the first aside, are opened again when they are needed.
    static let openLevels = 32

    private(set) var listing = FileListing()
    private(set) var startIdentity: FileSystem.Identity?
    private let rules: SkipRules
    private let isCancelled: @Sendable () -> Bool
    private let progress: @Sendable (ListingProgress) -> Void
    private var levels: [Level] = []
    /// The relative path of the folder that is being read, with a slash at its end unless it is empty.
    private var path: [UInt8] = []
    private var skipCounts: [Int]
    private var links = 0
    private var specials = 0
    private var entries = 0

    /// A walk that begins at an open folder, whose descriptor it takes over.
    init(
        start: Int32, rules: SkipRules, isCancelled: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (ListingProgress) -> Void
    ) {
        self.rules = rules
        self.isCancelled = isCancelled
        self.progress = progress
        skipCounts = [Int](repeating: 0, count: rules.patterns.count)
        levels = [Level(name: [], folder: OpenFolder(descriptor: start), pending: [], number: nil, pathLength: 0)]
    }

    /// Closes what is open; to be called once, at the end.
    mutating func closeAll() {
        for level in levels { level.folder?.close() }
        levels = []
    }

    mutating func run() throws(Stop) {
        guard var folder = levels[0].folder else { return }
        do {
            startIdentity = try FileSystem.identity(of: folder.descriptor)
        } catch {
            throw .startUnreadable(error)
        }
        defer { levels[0].folder = folder }
        if let failure = try read(&folder) { throw .startUnreadable(failure) }
        while levels.count > 1 || !levels[0].pending.isEmpty { try step() }
        finish()
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
            try reopen(top)
            guard let parent = levels[top].folder else { return }
            var folder = OpenFolder(descriptor: try FileSystem.openFolder(name, in: parent.descriptor))
            levels.append(
                Level(name: name, folder: folder, pending: [], number: nil, pathLength: length + name.count + 1))
            defer { levels[top + 1].folder = folder }
            if let failure = try read(&folder) { warn(failure) }
        } catch let failure as FileSystem.Failure {
            warn(failure)
            return
        } catch let stop as Stop {
            throw stop
        } catch {
            return
        }
        closeLevel(levels.count - 1 - Self.openLevels)
    }

    /// Opens a level that was closed, step by step from the nearest open one above it.
    private mutating func reopen(_ index: Int) throws(FileSystem.Failure) {
        var nearest = index
        while levels[nearest].folder == nil { nearest -= 1 }
        for next in (nearest + 1)..<max(index + 1, nearest + 1) {
            guard let parent = levels[next - 1].folder else { return }
            let descriptor = try FileSystem.openFolder(levels[next].name, in: parent.descriptor)
            levels[next].folder = OpenFolder(descriptor: descriptor)
            closeLevel(next - Self.openLevels)
        }
    }

    private mutating func closeLevel(_ index: Int) {
        guard index > 0 else { return }
        levels[index].folder?.close()
        levels[index].folder = nil
    }

    private mutating func warn(_ failure: FileSystem.Failure) {
        listing.warnings.append(ListingWarning(path: path.dropLast(path.last == slash ? 1 : 0), failure: failure))
    }
}

extension FolderWalk {
    /// Reads the folder that `path` names: its files into the listing, its subfolders onto the last level.
    private mutating func read(_ folder: inout OpenFolder) throws(Stop) -> FileSystem.Failure? {
        if isCancelled() { throw .cancelled }
        let opened = folder
        var unexamined: FileSystem.Failure?
        let failure = try folder.read { (name, kind) throws(Stop) in
            if let failed = take(name, kind, in: opened) { unexamined = failed }
            entries += 1
            if entries % 512 == 0, isCancelled() { throw .cancelled }
        }
        return failure ?? unexamined
    }

    private mutating func take(
        _ name: UnsafePointer<CChar>, _ kind: OpenFolder.EntryKind, in folder: OpenFolder
    ) -> FileSystem.Failure? {
        var kind = kind
        var length = 0
        while name[length] != 0 { length += 1 }
        let bytes = UnsafeRawBufferPointer(start: name, count: length).bindMemory(to: UInt8.self)
        if let pattern = rules.match(bytes) {
            skipCounts[pattern] += 1
            return nil
        }
        if kind == .file || kind == .unknown {
            do {
                let status = try folder.status(of: name)
                kind = OpenFolder.kind(of: status)
                if kind == .file {
                    append(bytes, size: Int64(status.st_size), modified: status.modifiedMilliseconds)
                }
            } catch {
                // A file that was removed since the folder was read is simply no part of it any more.
                return error.code == Codes.notThere ? nil : error
            }
        }
        switch kind {
        case .folder: levels[levels.count - 1].pending.append(Array(bytes))
        case .link: links += 1
        case .special: specials += 1
        case .file, .unknown: break
        }
        return nil
    }

    private mutating func append(_ name: UnsafeBufferPointer<UInt8>, size: Int64, modified: Int64) {
        let folder = levels[levels.count - 1].number ?? listing.files.addFolder(path.dropLast())
        levels[levels.count - 1].number = folder
        listing.files.append(name, in: folder, size: size, modified: modified)
        if listing.files.count % 1000 == 0 {
            progress(ListingProgress(filesScanned: listing.files.count, currentFolder: currentFolder))
        }
    }

    private var currentFolder: [UInt8] { Array(path.dropLast()) }

    private mutating func finish() {
        for (index, count) in skipCounts.enumerated() where count > 0 {
            listing.skipped[rules.patterns[index]] = count
        }
        if links > 0 { listing.skipped["symbolic links"] = links }
        if specials > 0 { listing.skipped["special files"] = specials }
        progress(ListingProgress(filesScanned: listing.files.count, currentFolder: []))
    }
}

extension ListingWarning {
    init(path: ArraySlice<UInt8>, failure: FileSystem.Failure) {
        let shown = String(decoding: path, as: UTF8.self)
        let (type, text) =
            switch failure.code {
            case Codes.accessDenied, Codes.notPermitted:
                ("permission_denied", "may not be read; give the user that the agent runs as read permission")
            case Codes.notThere:
                ("vanished", "was removed while the collection was being listed")
            case Codes.isALink, Codes.notADirectory:
                ("changed", "was replaced by something else while the collection was being listed")
            default:
                ("unreadable", "could not be read in full (\(failure.reason)); check the disk")
            }
        self.init(path: Array(path), message: "The folder \(shown) \(text).", errorType: type)
    }
}
