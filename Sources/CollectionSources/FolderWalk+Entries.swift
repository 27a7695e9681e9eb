import Domain

extension FolderWalk {
    /// Room for so many files is asked for at once. What of it is not used takes no memory, only addresses.
    private static let usualFiles = 1 << 20

    /// Reads the folder that `path` names: its files into the part, its subfolders onto the last level.
    mutating func read() throws(Stop) -> FileSystem.Failure? {
        try work.check()
        number = nil
        let top = levels.count - 1
        guard var folder = levels[top].folder else { return nil }
        let unopened = folder.openStream()
        levels[top].folder = folder
        if let unopened { return unopened }
        let open = folder
        var unexamined: FileSystem.Failure?
        let failure = try open.read { (name, kind) throws(Stop) in
            if let failed = take(name, kind, in: open) { unexamined = failed }
            entries += 1
            if entries % 512 == 0 { try pause() }
        }
        return failure ?? unexamined
    }

    private mutating func pause() throws(Stop) {
        try work.check()
        if entries == 512 { part.files.reserve(files: Self.usualFiles, nameBytes: Self.usualFiles * 16) }
        if levels.contains(where: { !$0.pending.isEmpty }) { work.startOthers() }
        if work.shares.isWanted { share(keepingOne: false) }
    }

    private mutating func take(
        _ name: UnsafeBufferPointer<UInt8>, _ kind: OpenFolder.EntryKind, in folder: OpenFolder
    ) -> FileSystem.Failure? {
        if let pattern = work.rules.match(name) {
            part.skipCounts[pattern] += 1
            return nil
        }
        var kind = kind
        if kind == .file || kind == .unknown {
            do {
                let status = try folder.status(of: name)
                kind = OpenFolder.kind(of: status)
                if kind == .file {
                    append(name, size: Int64(status.st_size), modified: status.modifiedMilliseconds)
                }
            } catch {
                // A file that was removed since the folder was read is simply no part of it any more.
                return error.code == Codes.notThere ? nil : error
            }
        }
        switch kind {
        case .folder: levels[levels.count - 1].pending.append(Array(name))
        case .link: part.links += 1
        case .special: part.specials += 1
        case .file, .unknown: break
        }
        return nil
    }

    private mutating func append(_ name: UnsafeBufferPointer<UInt8>, size: Int64, modified: Int64) {
        let folder = number ?? numberFolder()
        part.files.append(name, in: folder, size: size, modified: modified)
        if part.files.count % 1000 == 0 { work.tell(1000, in: path.dropLast()) }
    }

    /// Numbers the folder that is being read and those above it which have no number yet; each costs its own name only.
    private mutating func numberFolder() -> FileTable.Folder {
        var parent: FileTable.Folder?
        let known = levels.lastIndex { $0.number != nil }
        if let known { parent = levels[known].number }
        for index in (known.map { $0 + 1 } ?? 0)..<levels.count {
            parent = part.files.addFolder(levels[index].name, in: parent)
            levels[index].number = parent
        }
        number = parent
        return parent ?? 0
    }
}
