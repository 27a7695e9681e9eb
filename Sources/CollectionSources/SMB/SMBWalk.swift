import Domain

/// The listing of a share's folder: depth first, a folder at a time.
struct SMBWalk {
    /// A folder that has been read, with those of its subfolders that are still to be.
    private struct Level {
        let name: [UInt8]
        var identity: SMBEntry.Identity?
        var pending: [(name: [UInt8], identity: SMBEntry.Identity)] = []
        /// Its number in the listing, once a file in it or below it has been found.
        var number: FileTable.Folder?
        /// How long `path` is at this level, with its slash at the end.
        let pathLength: Int
    }

    /// So deep a tree goes at most: no path of a share that is longer can be opened.
    private static let deepest = 1000

    private let session: SMBSession
    private let rules: SkipRules
    private let progress: @Sendable (ListingProgress) -> Void
    private var part = ListingPart()
    private var levels: [Level] = []
    /// The relative path of the folder that is being read, with a slash at its end unless it is empty.
    private var path: [UInt8] = []
    private var entries = 0

    /// Lists everything below the folder of a session.
    static func list(
        _ session: SMBSession, _ rules: SkipRules, _ progress: @escaping @Sendable (ListingProgress) -> Void
    ) throws(SMBFailure) -> FileListing {
        var walk = SMBWalk(session, rules, progress)
        try walk.run()
        let listing = ListingPart.merged([walk.part], rules: rules)
        progress(ListingProgress(filesScanned: listing.files.count, currentFolder: []))
        return listing
    }

    private init(
        _ session: SMBSession, _ rules: SkipRules, _ progress: @escaping @Sendable (ListingProgress) -> Void
    ) {
        (self.session, self.rules, self.progress) = (session, rules, progress)
        part.skipCounts = [Int](repeating: 0, count: rules.patterns.count)
    }

    private mutating func run() throws(SMBFailure) {
        levels = [Level(name: [], pathLength: 0)]
        if let failure = try read() { throw session.failure(failure) }
        while levels.count > 1 || !levels[0].pending.isEmpty { try step() }
        // A server that went away leaves a list behind that is not the collection.
        if let failure = session.checkStillThere() { throw failure }
        if session.isCancelled() { throw .cancelled }
    }

    /// Goes into the next folder, or back up from one that is done.
    private mutating func step() throws(SMBFailure) {
        let top = levels.count - 1
        path.removeSubrange(levels[top].pathLength...)
        guard let next = levels[top].pending.popLast() else {
            levels.removeLast()
            return
        }
        path += next.name
        path.append(slash)
        levels.append(Level(name: next.name, identity: next.identity, pathLength: path.count))
        guard let failure = try read() else { return }
        if let gone = session.checkStillThere() { throw gone }
        warn(failure)
    }

    private mutating func read() throws(SMBFailure) -> FileSystem.Failure? {
        if session.isCancelled() { throw .cancelled }
        return try session.read(path.dropLast()) { (entry) throws(SMBFailure) in
            take(entry)
            entries += 1
            if entries % 512 == 0, session.isCancelled() { throw .cancelled }
        }
    }

    private mutating func take(_ entry: SMBEntry) {
        let top = levels.count - 1
        if entry.name.elementsEqual(".".utf8) {
            // Only for the root: those below have been told of already, in the folders that they are in.
            if levels[top].identity == nil { levels[top].identity = entry.identity }
            return
        }
        guard SMBPath.isPlain(entry.name) else { return warn(ofName: entry.name) }
        if let pattern = rules.match(entry.name) { return part.skipCounts[pattern] += 1 }
        switch entry.kind {
        case .link: part.links += 1
        case .file: append(entry)
        case .folder:
            let leadsBack = entry.identity.inode != 0 && levels.contains { $0.identity == entry.identity }
            if leadsBack || levels.count >= Self.deepest {
                part.links += 1
            } else {
                levels[top].pending.append((Array(entry.name), entry.identity))
            }
        }
    }

    private mutating func append(_ entry: SMBEntry) {
        let folder = levels[levels.count - 1].number ?? numberFolder()
        let modified = FileTime.milliseconds(
            seconds: entry.identity.modified.seconds, nanoseconds: entry.identity.modified.nanoseconds)
        part.files.append(entry.name, in: folder, size: entry.size, modified: modified)
        if part.files.count % 1000 == 0 {
            progress(ListingProgress(filesScanned: part.files.count, currentFolder: path.dropLast()))
        }
    }

    /// Numbers the folder that is being read and those above it which have no number yet; each costs its own name only.
    private mutating func numberFolder() -> FileTable.Folder {
        let known = levels.lastIndex { $0.number != nil }
        var number = known.flatMap { levels[$0].number }
        for index in (known.map { $0 + 1 } ?? 0)..<levels.count {
            number = part.files.addFolder(levels[index].name, in: number)
            levels[index].number = number
        }
        return number ?? 0
    }

    private mutating func warn(_ failure: FileSystem.Failure) {
        let shown = String(decoding: path.dropLast(), as: UTF8.self)
        let (type, text) =
            switch failure.code {
            case Codes.accessDenied, Codes.notPermitted:
                (
                    "permission_denied",
                    "may not be read; give \(session.place.account.name) read permission on the server"
                )
            case Codes.notThere: ("vanished", "was removed while the collection was being listed")
            case Codes.notADirectory:
                ("changed", "was replaced by something else while the collection was being listed")
            default: ("unreadable", "could not be read in full (\(failure.reason)); check the server")
            }
        part.warnings.append(
            ListingWarning(path: Array(path.dropLast()), message: "The folder \(shown) \(text).", errorType: type))
    }

    private mutating func warn(ofName name: UnsafeBufferPointer<UInt8>) {
        let shown = String(decoding: name.prefix(200), as: UTF8.self)
        part.warnings.append(
            ListingWarning(
                path: Array(path.dropLast()),
                message: "The server told of \u{201C}\(shown)\u{201D}, which is no name; it was left out.",
                errorType: "unreadable"))
    }
}
