import Analysis
import Domain
import HTML

extension PipelineValidationReport {
    /// The most names that a cell shows, and the most terminations of one image.
    private static let shownNames = 12
    private static let shownTerminations = 12

    /// The findings, worst first.
    static func findings(_ result: PipelineValidationResult, _ pipeline: PipelineGraph) -> [Finding] {
        [
            warnings(result),
            images(
                result, .inconsistent, .problem, "Inconsistent images",
                meaning: "Of what the pipeline expects of these images there is no file at all, or for one of its "
                    + "terminations that are not alternatives there is none.",
                action: "check whether the files were moved, lost or named otherwise; if they never were to go this "
                    + "way, add theirs to the pipeline."),
            images(
                result, .partial, .problem, "Partial images",
                meaning: "Some of the files that the pipeline expects are there and others are missing: "
                    + "work that is not finished, or files that were lost.",
                action: "finish the steps whose files are missing, or restore them from a backup."),
            invalidNames(result),
            images(
                result, .consistentWithWarning, .attention, "Images with extra files",
                meaning: "All expected files are there, and others too that no way of the pipeline names.",
                action: "remove what is left over; what is meant to be there belongs into the pipeline, "
                    + "as an optional file if not every image has it."),
            paths(result, pipeline),
        ].compactMap { $0 }
    }

    private static func warnings(_ result: PipelineValidationResult) -> Finding? {
        Finding(
            .problem, "Warnings", result.warnings,
            meaning: "Something could not be looked at, or the pipeline says something that was hardly meant: "
                + "the figures may be off.",
            action: "follow what each warning says, then run again.", columns: ["Warning"],
            row: { [Finding.name($0)] })
    }

    private static func images(
        _ result: PipelineValidationResult, _ status: ValidationStatus, _ weight: Finding.Weight, _ title: String,
        meaning: String, action: String
    ) -> Finding? {
        let listed = result.images.entries.lazy.filter { $0.status == status }.prefix(Finding.rowLimit)
        return Finding(
            weight, title, CutList(Array(listed), total: result.statusCounts[status]), meaning: meaning, action: action,
            columns: ["Image", "Termination", "Missing", "Extra"], row: row)
    }

    /// A row an image: its terminations below each other where there are several, each with its own files.
    private static func row(_ image: ValidatedImage) -> [HTML] {
        let wanted = image.terminations.filter { $0.status != .consistent }
        let name = Finding.name(image.baseFilename)
        if wanted.count == 1 {
            return [name, termination(wanted[0]), files(wanted[0].missingFiles), files(wanted[0].extraFiles)]
        }
        // The same files are extra for most of them; said once for all where they are.
        let extra = Set(wanted.map(\.extraFiles))
        let shown = wanted.prefix(shownTerminations)
        let rest = wanted.count - shown.count
        let more: HTML = rest > 0 ? "<p class=\"more\">and \(NumberText.grouped(rest)) more</p>" : .empty
        let missing = shown.map { "<dt>\($0.type)</dt><dd>\(files($0.missingFiles))</dd>" as HTML }
        let each = shown.map { "<dt>\($0.type)</dt><dd>\(files($0.extraFiles))</dd>" as HTML }
        return [
            name, HTML(joining: shown.map { "<p class=\"type\">\(termination($0))</p>" as HTML }) + more,
            wanted.allSatisfy { $0.missingFiles.total == 0 } ? files(CutList()) : "<dl class=\"by\">\(missing)</dl>",
            extra.count == 1 ? files(wanted[0].extraFiles) : "<dl class=\"by\">\(each)</dl>",
        ]
    }

    private static func termination(_ termination: ValidatedTermination) -> HTML {
        "<bdi>\(termination.type)</bdi> <span class=\"more\">\(termination.completionPercentage)%</span>"
    }

    private static func files(_ list: CutList<String>) -> HTML {
        guard list.total > 0 else { return "<span class=\"more\">none</span>" }
        return Finding.names(CutList(Array(list.entries.prefix(shownNames)), total: list.total))
    }

    private static func invalidNames(_ result: PipelineValidationResult) -> Finding? {
        Finding(
            .problem, "Names that are not valid", result.invalidFiles,
            meaning: "These names say no camera and counter, so the photos belong to no image and were not validated.",
            action: "rename them as the second column says, then run again.", columns: ["File", "What is wrong"],
            row: { [Finding.name($0.path), "\($0.reason)"] })
    }

    private static func paths(_ result: PipelineValidationResult, _ pipeline: PipelineGraph) -> Finding? {
        let names = Dictionary(pipeline.nodes.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        return Finding(
            .information, "Ways that images took", result.pathStats,
            meaning: "An image counts on the best way to each termination type: as complete if all files of that way "
                + "are there, as unfinished if some are.",
            action: "nothing; a way that nobody takes may be left out of the pipeline.",
            columns: ["Way", "Complete", "Unfinished"],
            row: { use in
                let way = use.path.map { "<bdi>\(names[$0] ?? $0)</bdi>" as HTML }
                return [
                    HTML(joining: way, separator: " → "), "\(NumberText.grouped(use.imageCount))",
                    "\(NumberText.grouped(use.partialCount))",
                ]
            })
    }
}
