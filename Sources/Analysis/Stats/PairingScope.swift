import Domain

/// Pairs the images and sidecars of one folder, or of the whole tree, and notes what lacks the other (analysis.md, *PhotoStats*).
struct PairingScope {
    typealias Entry = CountedFiles.Entry
    typealias Entries = UnsafeMutableBufferPointer<Entry>

    let files: FileTable
    let extensions: ExtensionTable
    private var table = StemTable()
    private(set) var findings = PairingFindings()
    /// Sorts the few files that are named together.
    private(set) var order: FolderOrder
    /// For every group its sidecars' owners.
    private var owners: [Owners] = []

    init(_ files: FileTable, _ extensions: ExtensionTable, order: FolderOrder) {
        self.files = files
        self.extensions = extensions
        self.order = order
    }

    /// What a group of sidecars belongs to.
    private enum Owners {
        case none
        /// Images whose full name is the sidecars' stem: those of this kind in the group.
        case fullName(group: Int32, kind: Int16)
        /// The images of the same stem.
        case stem
    }

    /// Pairs the entries of a range.
    mutating func pair(_ entries: Entries, _ range: Range<Int>) {
        table.reset(capacity: range.count)
        for index in range { insert(Int32(index), entries) }
        owners.removeAll(keepingCapacity: true)
        owners.reserveCapacity(table.groups.count)
        for group in table.groups.indices { owners.append(findOwners(of: group, entries)) }
        for group in table.groups.indices {
            noteImages(group, entries)
            noteSidecars(group, entries)
            noteCollisions(table.groups[group].images, entries)
            noteCollisions(table.groups[group].sidecars, entries)
        }
    }
}

// Finding groups.
extension PairingScope {
    private mutating func insert(_ index: Int32, _ entries: Entries) {
        let files = self.files
        let entry = entries[Int(index)]
        let end = Int(entry.stemEnd)
        let group = files.withName(Int(entry.file)) { name in
            let stem = UnsafeBufferPointer(rebasing: name[..<end])
            return table.findOrAdd(hash: NameComparison.hash(stem)) { Self.isStem($0, stem, files, entries) }
        }
        entries[Int(index)].next = table.put(index, isImage: extensions.kinds[Int(entry.kind)].isImage, in: group)
    }

    @inline(__always)
    private static func isStem(
        _ other: Int32, _ stem: UnsafeBufferPointer<UInt8>, _ files: FileTable, _ entries: Entries
    ) -> Bool {
        let other = entries[Int(other)]
        return files.withName(Int(other.file)) {
            NameComparison.areEqual(UnsafeBufferPointer(rebasing: $0[..<Int(other.stemEnd)]), stem)
        }
    }

    /// The group of a file's name up to an offset.
    private func group(of file: Int32, upTo end: Int, _ entries: Entries) -> Int? {
        files.withName(Int(file)) { name in
            let stem = UnsafeBufferPointer(rebasing: name[..<end])
            return table.find(hash: NameComparison.hash(stem)) { Self.isStem($0, stem, files, entries) }
        }
    }

    /// What the sidecars of a group belong to; marks the images as having them.
    private func findOwners(of group: Int, _ entries: Entries) -> Owners {
        guard table.groups[group].sidecars >= 0 else { return .none }
        let sidecar = entries[Int(table.groups[group].sidecars)]
        if let inner = innerExtension(of: sidecar),
            let images = self.group(of: sidecar.file, upTo: inner.start, entries)
        {
            var found = false
            forEach(table.groups[images].images, entries) { index in
                guard entries[index].kind == inner.kind else { return }
                entries[index].hasOwn = true
                found = true
            }
            if found { return .fullName(group: Int32(images), kind: inner.kind) }
        }
        guard table.groups[group].images >= 0 else { return .none }
        forEach(table.groups[group].images, entries) { entries[$0].hasStem = true }
        return .stem
    }

    /// Where a sidecar's stem has an image extension of its own (`NAME.EXT.xmp`): its start and kind.
    private func innerExtension(of sidecar: Entry) -> (start: Int, kind: Int16)? {
        files.withName(Int(sidecar.file)) { name in
            let stem = UnsafeBufferPointer(rebasing: name[..<Int(sidecar.stemEnd)])
            let start = FileName.stemEnd(stem)
            guard start < stem.count, let kind = extensions.index(UnsafeBufferPointer(rebasing: stem[start...])),
                extensions.kinds[Int(kind)].isImage
            else { return nil }
            return (start, kind)
        }
    }

    @inline(__always)
    private func forEach(_ head: Int32, _ entries: Entries, _ body: (Int) -> Void) {
        var index = Int(head)
        while index >= 0 {
            body(index)
            index = Int(entries[index].next)
        }
    }

    /// The files of the entries from a head on, of one kind or of all.
    private func list(_ head: Int32, kind: Int16? = nil, _ entries: Entries) -> [Int32] {
        var found: [Int32] = []
        forEach(head, entries) {
            if kind == nil || entries[$0].kind == kind { found.append(entries[$0].file) }
        }
        return found
    }

    private mutating func sortedList(_ head: Int32, kind: Int16? = nil, _ entries: Entries) -> [Int32] {
        var found = list(head, kind: kind, entries)
        order.sort(&found)
        return found
    }
}

// Noting what was found.
extension PairingScope {
    private mutating func noteImages(_ group: Int, _ entries: Entries) {
        var isPaired = false
        var doubles: [Int16: (start: Int32, count: Int32)] = [:]
        var index = table.groups[group].images
        while index >= 0 {
            let entry = entries[Int(index)]
            index = entry.next
            if entry.hasOwn || entry.hasStem {
                isPaired = true
            } else if extensions.kinds[Int(entry.kind)].needsSidecar {
                findings.orphanedImages.append(entry.file)
            }
            guard entry.hasOwn && entry.hasStem else { continue }
            // All images of one stem and kind have the same sidecars.
            let sidecars = doubles[entry.kind] ?? findings.note(sidecarsOfBothSchools(entry, group, entries))
            doubles[entry.kind] = sidecars
            findings.doubles.append(.init(file: entry.file, start: sidecars.start, count: sidecars.count))
        }
        if isPaired { findings.pairedCount += 1 }
    }

    private mutating func sidecarsOfBothSchools(_ image: Entry, _ group: Int, _ entries: Entries) -> [Int32] {
        let length = files.withName(Int(image.file)) { $0.count }
        let own = self.group(of: image.file, upTo: length, entries).map { table.groups[$0].sidecars } ?? -1
        return sortedList(own, entries) + sortedList(table.groups[group].sidecars, entries)
    }

    /// Sidecars without an image, and those with several.
    private mutating func noteSidecars(_ group: Int, _ entries: Entries) {
        let sidecars = table.groups[group].sidecars
        guard sidecars >= 0 else { return }
        let head: Int32
        var wanted: Int16?
        switch owners[group] {
        case .none: return forEach(sidecars, entries) { findings.orphanedSidecars.append(entries[$0].file) }
        case .stem: head = table.groups[group].images
        case .fullName(let images, let kind): (head, wanted) = (table.groups[Int(images)].images, kind)
        }
        var count = 0
        forEach(head, entries) { if wanted == nil || entries[$0].kind == wanted { count += 1 } }
        guard count > 1 else { return }
        let images = findings.note(sortedList(head, kind: wanted, entries))
        forEach(sidecars, entries) {
            findings.shared.append(.init(file: entries[$0].file, start: images.start, count: images.count))
        }
    }

    /// Entries of one stem, one folder and one extension can only differ in case or normalisation.
    private mutating func noteCollisions(_ head: Int32, _ entries: Entries) {
        guard head >= 0, entries[Int(head)].next >= 0, mayCollide(head, entries) else { return }
        let found = sortedList(head, entries)
        var start = 0
        while start < found.count {
            let folder = files.folder(Int(found[start]))
            var end = start + 1
            while end < found.count, files.folder(Int(found[end])) == folder { end += 1 }
            noteCollisions(inFolder: found[start..<end])
            start = end
        }
    }

    /// Most stems have their images in different formats, and then nothing needs to be sorted.
    private func mayCollide(_ head: Int32, _ entries: Entries) -> Bool {
        let first = entries[Int(head)]
        let second = entries[Int(first.next)]
        return second.next >= 0
            || first.kind == second.kind && files.folder(Int(first.file)) == files.folder(Int(second.file))
    }

    /// Files of one stem in one folder, in order.
    private mutating func noteCollisions(inFolder found: ArraySlice<Int32>) {
        guard found.count > 1 else { return }
        var byKind: [Int16: [Int32]] = [:]
        for file in found {
            let kind = files.withName(Int(file)) { CountedFiles.parse($0, extensions)?.kind }
            byKind[kind ?? -1, default: []].append(file)
        }
        for group in byKind.values where group.count > 1 {
            let noted = findings.note(group)
            findings.collisions.append(.init(file: group[0], start: noted.start, count: noted.count))
        }
    }
}
