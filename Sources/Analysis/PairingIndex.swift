import Domain

/// The image and sidecar files of a listing, grouped by directory and stem.
struct PairingIndex {
    /// An image or a sidecar.
    struct Entry {
        let file: Int32
        /// The directory it really stands in.
        let directory: Int32
        let nameStart: Int32
        let stemEnd: Int32
        /// The next entry of the same (pairing directory, stem) and sort; -1 at the end.
        var next: Int32 = -1
        let kind: Int16
        /// Whether a sidecar of its full name belongs to it.
        var hasOwn = false
        /// Whether a sidecar of its stem belongs to it.
        var hasStem = false
    }

    let files: [FileRecord]
    let extensions: ExtensionTable
    let acrossDirectories: Bool
    var entries: [Entry] = []
    var images = NameTable()
    var sidecars = NameTable()
    /// For each group of sidecars, the images that it belongs to.
    var owners: [Owners] = []

    /// What a group of sidecars of one stem belongs to.
    enum Owners {
        case none
        /// Images whose full name is the stem; they are those of this kind in the group.
        case fullName(imageGroup: Int32, kind: Int16)
        /// Images whose stem it is.
        case stem(imageGroup: Int32)
    }

    init(files: [FileRecord], extensions: ExtensionTable, acrossDirectories: Bool) {
        self.files = files
        self.extensions = extensions
        self.acrossDirectories = acrossDirectories
        var directories = DirectoryNumbers()
        for (index, file) in files.enumerated() {
            let name = FileName(file.path)
            guard name.stemEnd < file.path.count,
                let kind = file.path.withUnsafeBufferPointer({ extensions.index(.init(rebasing: $0[name.stemEnd...])) })
            else { continue }
            entries.append(
                Entry(
                    file: Int32(index), directory: directories.number(of: file.path, end: name.directoryEnd),
                    nameStart: Int32(name.nameStart), stemEnd: Int32(name.stemEnd), kind: kind))
            insert(Int32(entries.count - 1))
        }
    }

    private mutating func insert(_ index: Int32) {
        let entry = entries[Int(index)]
        let end = Int(entry.stemEnd)
        let hash = keyHash(of: entry, end: end)
        let previous: Int32
        if extensions.kinds[Int(entry.kind)].isImage {
            let group = images.find(hash: hash) { hasKey($0, of: entry, end: end) }
            previous = images.insert(index, hash: hash, group: group)
        } else {
            let group = sidecars.find(hash: hash) { hasKey($0, of: entry, end: end) }
            previous = sidecars.insert(index, hash: hash, group: group)
        }
        entries[Int(index)].next = previous
    }

    /// The hash of an entry's name up to an offset of its path, with the directory that pairing looks at.
    func keyHash(of entry: Entry, end: Int) -> Int {
        files[Int(entry.file)].path.withUnsafeBufferPointer { path in
            NameComparison.hash(
                UnsafeBufferPointer(rebasing: path[Int(entry.nameStart)..<end]),
                directory: acrossDirectories ? -1 : entry.directory)
        }
    }

    /// Whether another entry's stem is this entry's name up to an offset, where pairing looks.
    func hasKey(_ other: Int32, of entry: Entry, end: Int) -> Bool {
        let other = entries[Int(other)]
        guard acrossDirectories || other.directory == entry.directory else { return false }
        return files[Int(other.file)].path.withUnsafeBufferPointer { left in
            files[Int(entry.file)].path.withUnsafeBufferPointer { right in
                NameComparison.areEqual(
                    UnsafeBufferPointer(rebasing: left[Int(other.nameStart)..<Int(other.stemEnd)]),
                    UnsafeBufferPointer(rebasing: right[Int(entry.nameStart)..<end]))
            }
        }
    }

    /// Goes through a group of images or sidecars.
    func forEach(from head: Int32, _ body: (Int32) -> Void) {
        var index = head
        while index >= 0 {
            body(index)
            index = entries[Int(index)].next
        }
    }

    /// Finds for every group of sidecars the images that it belongs to, and marks those.
    mutating func pair() {
        owners.reserveCapacity(sidecars.heads.count)
        for head in sidecars.heads {
            let owner = owner(of: entries[Int(head)])
            owners.append(owner)
            switch owner {
            case .none: break
            case .fullName(let group, let kind): mark(group) { if $0.kind == kind { $0.hasOwn = true } }
            case .stem(let group): mark(group) { $0.hasStem = true }
            }
        }
    }

    private mutating func mark(_ group: Int32, _ change: (inout Entry) -> Void) {
        var index = images.heads[Int(group)]
        while index >= 0 {
            change(&entries[Int(index)])
            index = entries[Int(index)].next
        }
    }

    private func owner(of sidecar: Entry) -> Owners {
        let end = Int(sidecar.stemEnd)
        if let inner = innerExtension(of: sidecar),
            let group = images.find(
                hash: keyHash(of: sidecar, end: inner.start), isMember: { hasKey($0, of: sidecar, end: inner.start) })
        {
            var found = false
            forEach(from: images.heads[group]) { if entries[Int($0)].kind == inner.kind { found = true } }
            if found { return .fullName(imageGroup: Int32(group), kind: inner.kind) }
        }
        if let group = images.find(
            hash: keyHash(of: sidecar, end: end), isMember: { hasKey($0, of: sidecar, end: end) })
        {
            return .stem(imageGroup: Int32(group))
        }
        return .none
    }

    /// Where a sidecar's stem has an image extension of its own (`NAME.EXT.xmp`): its start and kind.
    private func innerExtension(of sidecar: Entry) -> (start: Int, kind: Int16)? {
        let (nameStart, end) = (Int(sidecar.nameStart), Int(sidecar.stemEnd))
        return files[Int(sidecar.file)].path.withUnsafeBufferPointer { path in
            let dot = path[nameStart..<end].lastIndex(of: UInt8(ascii: "."))
            let start = FileName.extensionStart(dot, from: nameStart, to: end)
            guard start < end, let kind = extensions.index(UnsafeBufferPointer(rebasing: path[start..<end])),
                extensions.kinds[Int(kind)].isImage
            else { return nil }
            return (start, kind)
        }
    }
}

/// Numbers directories by their raw bytes. Files of one directory mostly come one after another.
private struct DirectoryNumbers {
    private var numbers: [ArraySlice<UInt8>: Int32] = [:]
    private var last: (path: ArraySlice<UInt8>, number: Int32)?

    mutating func number(of path: [UInt8], end: Int) -> Int32 {
        let directory = path[..<end]
        if let last, last.path == directory { return last.number }
        let number = numbers[directory] ?? Int32(numbers.count)
        numbers[directory] = number
        last = (directory, number)
        return number
    }
}
