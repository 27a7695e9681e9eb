import Domain

extension PairingIndex {
    /// Counts, sizes, empty files, the newest and the oldest file.
    func count(into result: inout PhotoStatsResult) {
        var counts = [Int](repeating: 0, count: extensions.kinds.count)
        var sizes = [Int64](repeating: 0, count: extensions.kinds.count)
        var empty: [Int32] = []
        var newest: Int?
        var oldest: Int?
        for (index, entry) in entries.enumerated() {
            let file = Int(entry.file)
            let size = files.size(file)
            counts[Int(entry.kind)] += 1
            sizes[Int(entry.kind)] += size
            if size == 0 { empty.append(Int32(index)) }
            newest = preferred(file, newest, isBetter: { $0 > $1 })
            oldest = preferred(file, oldest, isBetter: { $0 < $1 })
        }
        for (index, kind) in extensions.kinds.enumerated() where counts[index] > 0 {
            result.fileCounts[kind.name] = counts[index]
            result.storageByType[kind.name] = sizes[index]
        }
        result.totalFiles = entries.count
        result.totalSize = sizes.reduce(0, +)
        result.emptyFiles = paths(empty)
        result.newestFile = newest.map(dated)
        result.oldestFile = oldest.map(dated)
    }

    /// Of two files of one time the one whose path comes first, so that the order of the listing changes nothing.
    private func preferred(_ file: Int, _ best: Int?, isBetter: (Timestamp, Timestamp) -> Bool) -> Int? {
        guard let best else { return file }
        if files.modified(file) == files.modified(best) {
            return precedes(files.path(file), files.path(best)) ? file : best
        }
        return isBetter(files.modified(file), files.modified(best)) ? file : best
    }

    private func dated(_ file: Int) -> DatedFile {
        DatedFile(path: displayText(files.path(file)), modified: files.modified(file))
    }

    /// Pairs, orphans, shared and double sidecars, names that collide.
    func report(into result: inout PhotoStatsResult) {
        reportImages(into: &result)
        reportSidecars(into: &result)
        var collisions: [[Int32]] = []
        for table in [images, sidecars] {
            for head in table.heads { collect(collisionsFrom: head, into: &collisions) }
        }
        collisions.sort { precedes(path($0[0]), path($1[0])) }
        result.caseCollisions = CutList(of: collisions, show: collision)
    }

    private func reportImages(into result: inout PhotoStatsResult) {
        var orphans: [Int32] = []
        var doubles: [Int32] = []
        for head in images.heads {
            var isPaired = false
            forEach(from: head) { index in
                let entry = entries[Int(index)]
                if entry.hasOwn || entry.hasStem {
                    isPaired = true
                } else if extensions.kinds[Int(entry.kind)].needsSidecar {
                    orphans.append(index)
                }
                if entry.hasOwn && entry.hasStem { doubles.append(index) }
            }
            if isPaired { result.pairedCount += 1 }
        }
        result.orphanedImages = paths(orphans)
        sort(&doubles)
        result.doubleSidecars = CutList(of: doubles, show: doubleSidecar)
    }

    private func reportSidecars(into result: inout PhotoStatsResult) {
        var orphans: [Int32] = []
        var shared: [Int32] = []
        var sharers: [Int32: CutList<String>] = [:]
        for (group, head) in sidecars.heads.enumerated() {
            let images = imagesOf(group)
            if images.isEmpty {
                forEach(from: head) { orphans.append($0) }
            } else if images.count > 1 {
                let named = namedPaths(images)
                forEach(from: head) { index in
                    shared.append(index)
                    sharers[index] = named
                }
            }
        }
        result.orphanedSidecars = paths(orphans)
        sort(&shared)
        result.sharedSidecars = CutList(of: shared) {
            SharedSidecar(sidecar: displayText(path($0)), images: sharers[$0] ?? CutList())
        }
    }

    /// The images that a group of sidecars belongs to.
    private func imagesOf(_ group: Int) -> [Int32] {
        var found: [Int32] = []
        switch owners[group] {
        case .none: break
        case .stem(let images): forEach(from: self.images.heads[Int(images)]) { found.append($0) }
        case .fullName(let images, let kind):
            forEach(from: self.images.heads[Int(images)]) { if entries[Int($0)].kind == kind { found.append($0) } }
        }
        return found
    }

    private func doubleSidecar(_ image: Int32) -> DoubleSidecar {
        let entry = entries[Int(image)]
        let ends = [files.withName(Int(entry.file), \.count), Int(entry.stemEnd)]
        var found: [Int32] = []
        for end in ends {
            var ofSchool: [Int32] = []
            let group = sidecars.find(
                hash: keyHash(of: entry, end: end), isMember: { hasKey($0, of: entry, end: end) })
            if let group { forEach(from: sidecars.heads[group]) { ofSchool.append($0) } }
            sort(&ofSchool)
            found += ofSchool
        }
        let named = found.prefix(SharedSidecar.namedImages).map { displayText(path($0)) }
        return DoubleSidecar(image: displayText(path(image)), sidecars: CutList(named, total: found.count))
    }
}

extension PairingIndex {
    func path(_ index: Int32) -> [UInt8] { files.path(Int(entries[Int(index)].file)) }

    func sort(_ indices: inout [Int32]) {
        indices.sort { precedes(path($0), path($1)) }
    }

    /// The first paths of so many entries, as shown.
    private func paths(_ indices: [Int32]) -> CutList<String> {
        var sorted = indices
        sort(&sorted)
        return CutList(of: sorted) { displayText(path($0)) }
    }

    private func namedPaths(_ indices: [Int32]) -> CutList<String> {
        var sorted = indices
        sort(&sorted)
        return CutList(sorted.prefix(SharedSidecar.namedImages).map { displayText(path($0)) }, total: indices.count)
    }

    /// Entries of one stem, one directory and one extension can only differ in case or normalisation.
    private func collect(collisionsFrom head: Int32, into collisions: inout [[Int32]]) {
        guard entries[Int(head)].next >= 0 else { return }
        struct Key: Hashable {
            let directory: Int32
            let kind: Int16
        }
        var groups: [Key: [Int32]] = [:]
        forEach(from: head) { index in
            groups[
                Key(directory: files.folder(Int(entries[Int(index)].file)), kind: entries[Int(index)].kind), default: []
            ]
            .append(index)
        }
        for var group in groups.values where group.count > 1 {
            sort(&group)
            collisions.append(group)
        }
    }

    private func collision(_ group: [Int32]) -> NameCollision {
        let names = group.map { displayText(files.name(Int(entries[Int($0)].file))) }
        return NameCollision(
            directory: displayText(files.path(of: files.folder(Int(entries[Int(group[0])].file)))),
            names: CutList(Array(names.prefix(SharedSidecar.namedImages)), total: names.count),
            looksTheSame: Set(names).count < names.count)
    }
}

/// The order of raw bytes.
func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in left.lexicographicallyPrecedes(right) }
    }
}
