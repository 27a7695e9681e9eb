import Analysis
import Domain
import Reports

extension PhotoStatsResult: ToolFindings {
    var isAboutNothing: Bool { totalFiles == 0 }

    var results: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    func report(_ header: ReportHeader) -> [UInt8] { PhotoStatsReport.render(self, header: header) }

    var summary: ToolSummary {
        let files = NumberText.count(totalFiles, "file")
        return ToolSummary(
            answer: hasIssues
                ? "\(NumberText.count(issueCount, "finding")) in \(files)." : "All \(files) are in order.",
            figures: [
                .init("Images and sidecars", NumberText.grouped(totalFiles), NumberText.bytes(totalSize)),
                .init("Images with a sidecar", NumberText.grouped(pairedCount)),
            ] + types + contents,
            findings: findings)
    }

    private var types: [ToolSummary.Figure] {
        let known = fileCounts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let shown = known.prefix(8).map { kind, count in
            ToolSummary.Figure(kind, NumberText.grouped(count), NumberText.bytes(storageByType[kind] ?? 0))
        }
        let rest = known.dropFirst(8).reduce(0) { $0 + $1.value }
        return shown + (rest > 0 ? [.init("other types", NumberText.grouped(rest))] : [])
    }

    /// What the sidecars say, where they were read.
    private var contents: [ToolSummary.Figure] {
        guard let sidecarFigures else { return [] }
        let sorts = [
            ("Rating", sidecarFigures.ratings), ("Label", sidecarFigures.labels),
            ("Program", sidecarFigures.creatorTools), ("Camera", sidecarFigures.cameras),
            ("Lens", sidecarFigures.lenses),
        ]
        return sorts.flatMap { word, counts in
            ToolSummary.Figure.largest(counts.map { ("\(word) \($0.key)", $0.value) }, of: counts.count, word)
        }
    }

    private var findings: [ToolSummary.Finding?] {
        [
            .warnings(warnings),
            .init(
                .problem, "Empty files", total: emptyFiles.total, examples: emptyFiles.entries,
                advice: "Restore them from the card or a backup, or delete them."),
            .init(
                .problem, "Images without a sidecar", total: orphanedImages.total, examples: orphanedImages.entries,
                advice: "Write the metadata from your photo program, or find the sidecar where the image came from."),
            .init(
                .problem, "Sidecars that cannot be read", total: brokenSidecars.total,
                examples: brokenSidecars.entries.lazy.map { "\($0.path), line \($0.line): \($0.reason)" },
                advice: "Have your photo program write them again, or restore them from a backup."),
            .init(
                .attention, "Sidecars without an image", total: orphanedSidecars.total,
                examples: orphanedSidecars.entries,
                advice: "Move each to its image; delete it if that is gone for good."),
            .init(
                .attention, "Images with two kinds of sidecar", total: doubleSidecars.total,
                examples: doubleSidecars.entries.lazy.map(\.image),
                advice: "Compare the two in your photo program, and keep the one that is right."),
            .init(
                .attention, "Names that collide", total: caseCollisions.total,
                examples: caseCollisions.entries.lazy.map(\.line),
                advice: "Rename all but one: on other systems one overwrites the other."),
            .init(
                .information, "Sidecars shared by several images", total: sharedSidecars.total,
                examples: sharedSidecars.entries.lazy.map(\.sidecar), advice: ""),
        ]
    }
}

extension NameCollision {
    fileprivate var line: String {
        let place = directory.isEmpty ? "" : "\(directory)/: "
        return place + names.entries.joined(separator: ", ")
    }
}
