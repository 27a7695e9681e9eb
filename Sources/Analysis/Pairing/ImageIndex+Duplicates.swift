import Domain

extension ImageIndex {
    /// Whether a name, compared without case, stands in several directories among an image's photos.
    func hasDuplicates(_ image: GroupedImage) -> Bool {
        guard image.photos.count > 8 else {
            return image.photos.indices.contains { left in
                (image.photos.lowerBound..<left).contains { right in
                    let (left, right) = (Int(entries[left].file), Int(entries[right].file))
                    return files.folder(left) != files.folder(right) && compareNames(left, right) == 0
                }
            }
        }
        return sortedRuns(image).contains { isDuplicate($0) }
    }

    /// The files of one name each, where that name stands in several directories; in the order of the names in lower case.
    func duplicates(_ image: GroupedImage) -> [[Int32]] {
        sortedRuns(image).filter(isDuplicate)
    }

    private func isDuplicate(_ run: [Int32]) -> Bool {
        guard let first = run.first else { return false }
        return run.contains { files.folder(Int($0)) != files.folder(Int(first)) }
    }

    /// An image's photos by their names without case.
    private func sortedRuns(_ image: GroupedImage) -> [[Int32]] {
        let sorted = entries[image.photos].map(\.file).sorted { compareNames(Int($0), Int($1)) < 0 }
        var runs: [[Int32]] = []
        var run: [Int32] = []
        for file in sorted {
            if let first = run.first, compareNames(Int(first), Int(file)) != 0 {
                runs.append(run)
                run = []
            }
            run.append(file)
        }
        runs.append(run)
        return runs
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
