import Domain

/// What pairing found, as numbers of files; sorted and shown once all folders are done.
struct PairingFindings {
    /// A file with others that are named beside it: a stretch of `others`.
    struct Linked {
        let file: Int32
        let start: Int32
        let count: Int32
    }

    var pairedCount = 0
    var orphanedImages: [Int32] = []
    var orphanedSidecars: [Int32] = []
    /// Sidecars with the images that share them.
    var shared: [Linked] = []
    /// Images with their sidecars of both schools, those of the full name first.
    var doubles: [Linked] = []
    /// The first file of each collision with all files in it.
    var collisions: [Linked] = []
    var others: [Int32] = []

    /// Writes down files to be named, in order, and gives their place.
    mutating func note(_ files: [Int32]) -> (start: Int32, count: Int32) {
        let start = Int32(others.count)
        others += files
        return (start, Int32(files.count))
    }

    /// Sorts and shows everything.
    func show(into result: inout PhotoStatsResult, _ files: FileTable, _ order: inout FolderOrder) {
        var paths = ShownPaths(files)
        result.pairedCount = pairedCount
        result.orphanedImages = PairingFindings.list(orphanedImages, &order, &paths)
        result.orphanedSidecars = PairingFindings.list(orphanedSidecars, &order, &paths)
        result.sharedSidecars = CutList(of: sorted(shared, &order)) {
            SharedSidecar(sidecar: paths.path($0.file), images: named($0, &paths))
        }
        result.doubleSidecars = CutList(of: sorted(doubles, &order)) {
            DoubleSidecar(image: paths.path($0.file), sidecars: named($0, &paths))
        }
        result.caseCollisions = CutList(of: sorted(collisions, &order)) { collision($0, files) }
    }

    /// Files as a list of results.
    static func list(_ numbers: [Int32], _ order: inout FolderOrder, _ paths: inout ShownPaths) -> CutList<String> {
        var sorted = numbers
        order.sort(&sorted)
        return CutList(of: sorted) { paths.path($0) }
    }

    /// Every file heads one entry of a list at most, so that files can be sorted in their entries' place.
    private func sorted(_ list: [Linked], _ order: inout FolderOrder) -> [Linked] {
        guard list.count > 1 else { return list }
        var places: [Int32: Int] = [:]
        places.reserveCapacity(list.count)
        for (place, entry) in list.enumerated() { places[entry.file] = place }
        var numbers = list.map(\.file)
        order.sort(&numbers)
        return numbers.compactMap { number in places[number].map { list[$0] } }
    }

    private func named(_ entry: Linked, _ paths: inout ShownPaths) -> CutList<String> {
        CutList(stretch(entry).prefix(SharedSidecar.namedImages).map { paths.path($0) }, total: Int(entry.count))
    }

    private func stretch(_ entry: Linked) -> ArraySlice<Int32> {
        others[Int(entry.start)..<Int(entry.start + entry.count)]
    }

    private func collision(_ entry: Linked, _ files: FileTable) -> NameCollision {
        let names = stretch(entry).map { files.withName(Int($0)) { displayText($0) } }
        return NameCollision(
            directory: displayText(files.path(of: files.folder(Int(entry.file)))),
            names: CutList(Array(names.prefix(SharedSidecar.namedImages)), total: names.count),
            looksTheSame: Set(names).count < names.count)
    }
}
