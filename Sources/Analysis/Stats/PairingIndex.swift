import Domain

/// The image and sidecar files of a listing, grouped by directory and stem.
struct PairingIndex {
    /// An image or a sidecar.
    struct Entry {
        let file: Int32
        /// Where its extension begins in its name.
        let stemEnd: Int32
        /// The next entry of the same (pairing directory, stem) and sort; -1 at the end.
        var next: Int32 = -1
        let kind: Int16
        /// Whether a sidecar of its full name belongs to it.
        var hasOwn = false
        /// Whether a sidecar of its stem belongs to it.
        var hasStem = false
    }

    let files: FileTable
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

    init(files: FileTable, extensions: ExtensionTable, acrossDirectories: Bool) {
        self.files = files
        self.extensions = extensions
        self.acrossDirectories = acrossDirectories
        for file in 0..<files.count {
            guard let (stemEnd, kind) = files.withName(file, { PairingIndex.parse($0, extensions) }) else { continue }
            entries.append(Entry(file: Int32(file), stemEnd: Int32(stemEnd), kind: kind))
            insert(Int32(entries.count - 1))
        }
    }

    /// Where the extension of a name begins, and which it is; nil for one that does not count.
    private static func parse(
        _ name: UnsafeBufferPointer<UInt8>, _ extensions: ExtensionTable
    ) -> (stemEnd: Int, kind: Int16)? {
        let stemEnd = FileName.stemEnd(name)
        guard stemEnd < name.count,
            let kind = extensions.index(UnsafeBufferPointer(rebasing: name[stemEnd...]))
        else { return nil }
        return (stemEnd, kind)
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

    /// The hash of an entry's name up to an offset, with the directory that pairing looks at.
    func keyHash(of entry: Entry, end: Int) -> Int {
        files.withName(Int(entry.file)) { name in
            NameComparison.hash(
                UnsafeBufferPointer(rebasing: name[..<end]),
                directory: acrossDirectories ? -1 : files.folder(Int(entry.file)))
        }
    }

    /// Whether another entry's stem is this entry's name up to an offset, where pairing looks.
    func hasKey(_ other: Int32, of entry: Entry, end: Int) -> Bool {
        let other = entries[Int(other)]
        guard acrossDirectories || files.folder(Int(other.file)) == files.folder(Int(entry.file)) else { return false }
        return files.withName(Int(other.file)) { left in
            files.withName(Int(entry.file)) { right in
                NameComparison.areEqual(
                    UnsafeBufferPointer(rebasing: left[..<Int(other.stemEnd)]),
                    UnsafeBufferPointer(rebasing: right[..<end]))
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
        let end = Int(sidecar.stemEnd)
        return files.withName(Int(sidecar.file)) { name in
            let start = FileName.stemEnd(UnsafeBufferPointer(rebasing: name[..<end]))
            guard start < end, let kind = extensions.index(UnsafeBufferPointer(rebasing: name[start..<end])),
                extensions.kinds[Int(kind)].isImage
            else { return nil }
            return (start, kind)
        }
    }
}
