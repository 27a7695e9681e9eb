import Domain

extension ImageIndex {
    /// Whether a name, compared without case, stands in several directories among an image's photos.
    func hasDuplicates(_ image: GroupedImage) -> Bool {
        guard image.photos.count > 8 else {
            return image.photos.indices.contains { left in
                (image.photos.lowerBound..<left).contains { right in
                    // Names of two kinds differ in their extensions; saying so by kind spares a look at most names.
                    guard entries[left].kind == entries[right].kind else { return false }
                    let (left, right) = (Int(entries[left].file), Int(entries[right].file))
                    return files.folder(left) != files.folder(right) && compareNames(left, right) == 0
                }
            }
        }
        return !duplicates(image).isEmpty
    }

    /// The files of one name each, where that name stands in several directories; in the order of the names in lower case.
    func duplicates(_ image: GroupedImage) -> [[Int32]] {
        var found: [[Int32]] = []
        // By hash first: a million names of one image are sorted by numbers, and only those alike are looked at.
        let hashed = entries[image.photos].map { (hash: hash($0.file), file: $0.file) }.sorted { $0.hash < $1.hash }
        var start = 0
        while start < hashed.count {
            var end = start + 1
            while end < hashed.count, hashed[end].hash == hashed[start].hash { end += 1 }
            if end - start > 1 { collectDuplicates(of: hashed[start..<end].map(\.file), into: &found) }
            start = end
        }
        return found.sorted { compareNames(Int($0[0]), Int($1[0])) < 0 }
    }

    private func collectDuplicates(of files: [Int32], into found: inout [[Int32]]) {
        let sorted = files.sorted { compareNames(Int($0), Int($1)) < 0 }
        var run: [Int32] = []
        for file in sorted {
            if let first = run.first, compareNames(Int(first), Int(file)) != 0 {
                if isDuplicate(run) { found.append(run) }
                run = []
            }
            run.append(file)
        }
        if isDuplicate(run) { found.append(run) }
    }

    private func isDuplicate(_ run: [Int32]) -> Bool {
        guard let first = run.first else { return false }
        return run.contains { files.folder(Int($0)) != files.folder(Int(first)) }
    }

    /// The same for names that are alike without case.
    private func hash(_ file: Int32) -> Int {
        files.withName(Int(file)) { Int(truncatingIfNeeded: NameComparison.hash($0)) }
    }

    /// Below, at or above 0 as the one valid name, in lower case, stands before, with or behind the other. Such names are ASCII.
    private func compareNames(_ left: Int, _ right: Int) -> Int {
        files.withName(left) { left in
            files.withName(right) { right in
                for offset in 0..<min(left.count, right.count) where left[offset] != right[offset] {
                    let (leftByte, rightByte) = (lowered(left[offset]), lowered(right[offset]))
                    if leftByte != rightByte { return leftByte < rightByte ? -1 : 1 }
                }
                return left.count - right.count
            }
        }
    }

    private func lowered(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
