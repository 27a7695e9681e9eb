import Analysis
import Domain
import Reports

extension PhotoPairingResult: ToolFindings {
    var isAboutNothing: Bool { totalFiles == 0 }

    var results: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    func report(_ header: ReportHeader) -> [UInt8] { PhotoPairingReport.render(self, header: header) }

    var summary: ToolSummary {
        let images = NumberText.count(imageCount, "image")
        let groups = NumberText.count(groupCount, "group")
        return ToolSummary(
            answer: hasIssues
                ? "\(images) in \(groups); \(NumberText.count(issueCount, "finding"))."
                : "\(images) in \(groups), and every name is in order.",
            figures: [
                .init("Photo files", NumberText.grouped(totalFiles)),
                .init("Groups", NumberText.grouped(groupCount)),
                .init("Images", NumberText.grouped(imageCount)),
            ] + usage("Camera", cameraUsage) + usage("Method", methodUsage),
            findings: [
                .warnings(warnings),
                .init(
                    .problem, "Names that are not valid", total: invalidFiles.total,
                    examples: invalidFiles.entries.lazy.map { "\($0.path)  (\($0.reason))" },
                    advice: "Rename them to CAMERA and COUNTER, for example AB3D0001.dng."),
                .init(
                    .attention, "Groups that are ambiguous", total: ambiguousGroups.total,
                    examples: ambiguousGroups.entries.lazy.map(\.line),
                    advice: "One name stands in several folders: a counter that began again, or a copy."),
                .init(
                    .information, "Methods without a description", total: undescribedMethods.total,
                    examples: undescribedMethods.entries.keys.sorted(),
                    advice: "Describe them under processing_methods."),
            ])
    }

    private func usage(_ word: String, _ usage: CutMap<Int>) -> [ToolSummary.Figure] {
        ToolSummary.Figure.largest(usage.entries.map { ("\(word) \($0.key)", $0.value) }, of: usage.total, word)
    }
}

extension AmbiguousGroup {
    fileprivate var line: String {
        guard let name = duplicates.entries.first else { return id }
        return "\(id): " + name.paths.entries.prefix(2).joined(separator: ", ")
    }
}
