import Domain

/// The order of paths, worked out once somebody asks for it: a listing without findings never pays for it.
final class LazyPathOrder {
    let files: FileTable
    private lazy var order = PathOrder(files)

    init(_ files: FileTable) {
        self.files = files
    }

    func sort(_ numbers: inout [Int32]) {
        numbers = first(numbers.count, of: numbers)
    }

    /// The first of some files in their order. Few are compared by their paths: ranking all folders would cost more.
    func first(_ count: Int, of numbers: [Int32]) -> [Int32] {
        if numbers.count <= 1 { return numbers }
        if numbers.count <= 16 {
            let paths = numbers.map { (path: files.path(Int($0)), number: $0) }
            return paths.sorted { precedes($0.path, $1.path) }.prefix(count).map(\.number)
        }
        let order = order
        return numbers.leading(count, by: order.precedes)
    }
}

extension ImageIndex {
    /// The files whose names are not valid, in the order of their paths.
    func listedInvalidFiles(_ order: LazyPathOrder) -> CutList<InvalidFile> {
        var codes: [Int32: InvalidName] = [:]
        // No shown file has fewer bytes than a hundred.
        let most = min(PhotoStatsResult.listLimit, CutList<String>.byteLimit / 100)
        let first = order.first(most, of: invalid.map(\.file))
        let wanted = Set(first)
        for file in invalid where wanted.contains(file.file) { codes[file.file] = file.code }
        let shown = CutList(of: first) { file in
            let name = files.name(Int(file))
            let code = codes[file] ?? .invalidExtension
            return InvalidFile(
                path: displayText(files.path(Int(file))), filename: displayText(name), code: code,
                reason: code.reason(for: name))
        }
        return CutList(shown.entries, total: invalid.count)
    }

    /// Ambiguous groups with the names that make them so.
    func listedAmbiguousGroups(_ groups: CutList<Int32>, _ order: LazyPathOrder) -> CutList<AmbiguousGroup> {
        let shown = CutList(of: groups.entries.compactMap { group(at: Int($0)) }) { group in
            var shown: [DuplicateName] = []
            var total = 0
            for image in group.images where image.photos.count > 1 {
                for run in duplicates(image) {
                    total += 1
                    if shown.count < AmbiguousGroup.namedFiles { shown.append(duplicate(run, order)) }
                }
            }
            return AmbiguousGroup(id: group.id, duplicates: CutList(shown, total: total))
        }
        return CutList(shown.entries, total: groups.total)
    }

    private func duplicate(_ run: [Int32], _ order: LazyPathOrder) -> DuplicateName {
        let first = order.first(AmbiguousGroup.namedFiles, of: run)
        return DuplicateName(
            filename: first.first.map { displayText(files.name(Int($0))) } ?? "",
            paths: CutList(first.map { displayText(files.path(Int($0))) }, total: run.count))
    }

    /// All groups, as far as they fit. A group's size is known before any of its texts is made.
    func listedGroups(total: Int, _ order: LazyPathOrder) -> CutList<ImageGroupListing> {
        var listed: [ImageGroupListing] = []
        var bytes = 0
        for group in groups {
            bytes += byteCount(group)
            if listed.count == PhotoStatsResult.listLimit || bytes > CutList<String>.byteLimit { break }
            let images = group.images.map { listing($0, order) }
            listed.append(ImageGroupListing(key: group.key, images: images))
        }
        return CutList(listed, total: total)
    }

    /// About how many bytes a group has in JSON, and never less but for control characters in folder names.
    private func byteCount(_ group: ImageGroup) -> Int {
        var bytes = 96
        for image in group.images {
            bytes += 48
            for entry in entries[image.photos] {
                let folder = files.path(of: files.folder(Int(entry.file))).count
                bytes += folder + files.withName(Int(entry.file), \.count) * 2 + 8
                if bytes > CutList<String>.byteLimit { return bytes }
            }
        }
        return bytes
    }

    private func listing(_ image: GroupedImage, _ order: LazyPathOrder) -> SeparateImageListing {
        var numbers = entries[image.photos].map(\.file)
        order.sort(&numbers)
        var methods: Set<String> = []
        for file in numbers {
            files.withName(Int(file)) { name in
                guard case .success(let parsed) = ImageName.parse(name) else { return }
                parsed.forEachMethod(in: name) { methods.insert(String(decoding: $0, as: UTF8.self)) }
            }
        }
        return SeparateImageListing(
            id: separateID(entries[image.photos.lowerBound]), files: numbers.map { displayText(files.path(Int($0))) },
            properties: methods.sorted())
    }
}
