import Domain

/// Writes out what single images lack and have too much.
struct ValidatedImages {
    /// The most bytes that they have as JSON, so that results stay under 50 MB.
    static let byteLimit = 36_000_000

    private let index: ValidationIndex
    private let statuses: [ValidationStatus]
    private var judge: Judge

    init(index: ValidationIndex, statuses: [ValidationStatus], judge: Judge) {
        (self.index, self.statuses, self.judge) = (index, statuses, judge)
    }

    /// The images that are not consistent, or all of them, by name. Where they are too many, the worst are kept.
    mutating func list(
        isFull: Bool, limit: Int = PhotoStatsResult.listLimit, byteLimit: Int = Self.byteLimit
    ) -> CutList<ValidatedImage> {
        var total = 0
        var kept: [(image: Int, shown: ValidatedImage)] = []
        var bytes = 0
        for status in ValidationStatus.allCases.reversed() where isFull || status != .consistent {
            for image in index.images.indices where statuses[Int(index.images[image].set)] == status {
                total += 1
                guard kept.count < limit, bytes < byteLimit else { continue }
                let shown = show(index.images[image])
                bytes += shown.byteCount
                if bytes < byteLimit { kept.append((image, shown)) }
            }
        }
        kept.sort { $0.image < $1.image }
        return CutList(kept.map(\.shown), total: total)
    }

    private mutating func show(_ image: ValidationIndex.Image) -> ValidatedImage {
        let set = index.sets[Int(image.set)]
        let verdict = judge.judge(set)
        let label = index.label(of: image)
        let files = self.files(of: image)
        let terminations = judge.table.terminations.indices.map { termination in
            show(termination, verdict.statuses[termination], set, label, files)
        }
        return ValidatedImage(
            baseFilename: label.group + label.separateID, status: verdict.overall,
            isArchivalReady: verdict.isArchivalReady, terminations: terminations)
    }

    /// A file's name as it is, and the number of the expected one that it is compared as.
    private struct NamedFile {
        let text: [UInt8]
        let number: Int32
    }

    /// The names of an image's files, sorted, each once. The one name has the same number wherever it stands.
    private func files(of image: ValidationIndex.Image) -> [NamedFile] {
        var files = index.entries(of: image).map {
            NamedFile(text: index.files.files.name(Int($0.file)), number: index.name(of: $0))
        }
        files.sort { precedes($0.text, $1.text) }
        var once: [NamedFile] = []
        for file in files where once.last?.text != file.text { once.append(file) }
        return once
    }

    private func show(
        _ termination: Int, _ status: ValidationStatus, _ set: ArraySlice<Int32>,
        _ label: (group: String, separateID: String), _ files: [NamedFile]
    ) -> ValidatedTermination {
        let match = judge.matcher.matches[termination]
        let type = judge.table.terminations[termination].type
        let walk = match.walk.map { judge.table.terminations[termination].walks[$0] }
        let (required, optional) = (walk?.required ?? [], walk?.optional ?? [])
        let missing = required.filter { !set.containsSorted($0) }.map { number in
            let name = judge.table.names.names[Int(number)]
            return label.group + name.methods + label.separateID + name.extension
        }.sorted()
        let extra = files.filter { !required.containsSorted($0.number) && !optional.containsSorted($0.number) }
        let limit = ValidatedTermination.namedFiles
        return ValidatedTermination(
            type: type, status: status,
            completionPercentage: required.isEmpty ? 0 : match.matched * 100 / required.count,
            missingFiles: CutList(Array(missing.prefix(limit)), total: missing.count),
            extraFiles: CutList(extra.prefix(limit).map { displayText($0.text) }, total: extra.count))
    }
}

extension RandomAccessCollection where Element == Int32 {
    /// Whether a number is among these, which ascend.
    func containsSorted(_ number: Int32) -> Bool {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
            if self[middle] < number { low = index(after: middle) } else { high = middle }
        }
        return low < endIndex && self[low] == number
    }
}
