import Analysis
import Domain
import Reports

/// A validation with the pipeline that it was made with, which its report draws.
struct PipelineValidationFindings: ToolFindings {
    let result: PipelineValidationResult
    let pipeline: PipelineGraph

    var hasIssues: Bool { result.hasIssues }
    var isAboutNothing: Bool { result.totalFiles == 0 }
    var summary: ToolSummary { result.summary }

    var results: [UInt8] {
        var writer = JSONWriter()
        result.write(to: &writer)
        return writer.bytes
    }

    func report(_ header: ReportHeader) -> [UInt8] {
        PipelineValidationReport.render(result, pipeline: pipeline, header: header)
    }
}

extension PipelineValidationResult {
    var summary: ToolSummary {
        ToolSummary(
            answer: "\(NumberText.grouped(archivalReadyCount)) of \(NumberText.count(totalImages, "image")) "
                + "\(totalImages == 1 ? "is" : "are") archival ready.",
            figures: [
                .init("Images", NumberText.grouped(totalImages)),
                .init("Archival ready", NumberText.grouped(archivalReadyCount)),
                .init("Consistent", NumberText.grouped(statusCounts[.consistent])),
                .init("Consistent, with extra files", NumberText.grouped(statusCounts[.consistentWithWarning])),
                .init("Partial", NumberText.grouped(statusCounts[.partial])),
                .init("Inconsistent", NumberText.grouped(statusCounts[.inconsistent])),
            ],
            findings: [
                .warnings(warnings),
                images(
                    .inconsistent, .problem, "Inconsistent images",
                    advice: "They have none of the files that the pipeline expects."),
                images(
                    .partial, .problem, "Partial images", advice: "Make the files that are missing, or find them."),
                .init(
                    .problem, "Names that are not valid", total: invalidFiles.total,
                    examples: invalidFiles.entries.lazy.map { "\($0.path)  (\($0.reason))" },
                    advice: "They belong to no image until they are renamed."),
                images(
                    .consistentWithWarning, .attention, "Images with extra files",
                    advice: "Delete what is not wanted, or let the pipeline expect it."),
            ])
    }

    private func images(
        _ status: ValidationStatus, _ weight: ToolSummary.Finding.Weight, _ title: String, advice: String
    ) -> ToolSummary.Finding? {
        .init(
            weight, title, total: statusCounts[status],
            examples: images.entries.lazy.filter { $0.status == status }.map(\.line), advice: advice)
    }
}

extension ValidatedImage {
    /// The image with what it lacks most, or has too much.
    fileprivate var line: String {
        let missing = terminations.flatMap(\.missingFiles.entries)
        if !missing.isEmpty { return "\(baseFilename): \(Self.few(missing)) missing" }
        let extra = terminations.flatMap(\.extraFiles.entries)
        return extra.isEmpty ? baseFilename : "\(baseFilename): \(Self.few(extra)) not expected"
    }

    private static func few(_ names: [String]) -> String {
        var each: [String] = []
        for name in names where !each.contains(name) { each.append(name) }
        let rest = each.count - 3
        return each.prefix(3).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
