public import Analysis
import Domain
import HTML

/// The report of PhotoStats: one self-contained HTML file (analysis.md, *Reports*; FR-530.12).
public enum PhotoStatsReport {
    /// Renders a result as UTF-8, at most 20 MB.
    public static func render(_ result: PhotoStatsResult, header: ReportHeader) -> [UInt8] {
        ReportPage(
            header: header, isInOrder: !result.hasIssues, answer: answer(result), figures: figures(result),
            charts: result.totalFiles == 0 ? [] : charts(result), findings: findings(result), notes: notes(result)
        ).render()
    }

    private static func answer(_ result: PhotoStatsResult) -> String {
        let files = NumberText.count(result.totalFiles, "file")
        guard result.hasIssues else {
            return result.totalFiles == 0
                ? "There are no images or sidecars here." : "All \(files) are in order: nothing lacks its other half."
        }
        let parts = [
            (result.orphanedImages.total, "image lacks its sidecar", "images lack their sidecar"),
            (result.brokenSidecars.total, "sidecar cannot be read", "sidecars cannot be read"),
            (result.orphanedSidecars.total, "sidecar belongs to no image", "sidecars belong to no image"),
            (result.emptyFiles.total, "file is empty", "files are empty"),
            (result.doubleSidecars.total, "image has two kinds of sidecar", "images have two kinds of sidecar"),
            (result.caseCollisions.total, "group of names collides", "groups of names collide"),
            (result.warnings.total, "warning", "warnings"),
        ].filter { $0.0 > 0 }.map { NumberText.count($0.0, $0.1, $0.2) }
        return "Among \(files): " + joined(parts) + "."
    }

    private static func joined(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }

    private static func figures(_ result: PhotoStatsResult) -> [ReportPage.Figure] {
        [
            .init(value: NumberText.grouped(result.totalFiles), label: "files"),
            .init(value: NumberText.bytes(result.totalSize), label: "total size"),
            .init(value: NumberText.grouped(result.pairedCount), label: "paired with a sidecar"),
            .init(value: NumberText.grouped(result.orphanedImages.total), label: "images without a sidecar"),
            .init(value: NumberText.grouped(result.orphanedSidecars.total), label: "sidecars without an image"),
        ]
    }

    private static func charts(_ result: PhotoStatsResult) -> [HTML] {
        let counts = result.fileCounts.map {
            BarChart.Bar(label: $0.key, value: Int64($0.value), shown: NumberText.grouped($0.value))
        }
        let sizes = result.storageByType.map {
            BarChart.Bar(label: $0.key, value: $0.value, shown: NumberText.bytes($0.value))
        }
        return [
            BarChart(title: "Files by type", bars: sorted(counts))
                .cut(to: 12, rest: "other", shown: { NumberText.grouped($0) }).html,
            BarChart(title: "Size by type", bars: sorted(sizes))
                .cut(to: 12, rest: "other", shown: NumberText.bytes).html,
            ShareChart(
                title: "Images and their sidecars",
                shares: [
                    share("Paired", result.pairedCount, .good),
                    share("Images without a sidecar", result.orphanedImages.total, .bad),
                    share("Sidecars without an image", result.orphanedSidecars.total, .attention),
                ]
            ).html,
        ] + sidecarCharts(result)
    }

    private static func share(_ label: String, _ count: Int, _ tone: ShareChart.Tone) -> ShareChart.Share {
        .init(label: label, value: Int64(count), shown: NumberText.grouped(count), tone: tone)
    }

    private static func sorted(_ bars: [BarChart.Bar]) -> [BarChart.Bar] {
        bars.sorted { ($1.value, $0.label) < ($0.value, $1.label) }
    }

    private static func notes(_ result: PhotoStatsResult) -> HTML {
        func dated(_ title: HTML, _ file: DatedFile?) -> HTML {
            guard let file else { return .empty }
            return "<dt>\(title)</dt><dd>\(Finding.name(file.path)), \(TimeText.minutes(file.modified))</dd>"
        }
        let skipped = result.skipped.sorted { $0.key < $1.key }.map { pattern, count -> HTML in
            "<li>\(Finding.name(pattern)): \(NumberText.grouped(count))</li>"
        }
        let left: HTML = skipped.isEmpty ? "nothing" : "<ul class=\"names\">\(skipped)</ul>"
        return """
            <section class="notes"><h2>About this run</h2><dl>\(dated("Newest file", result.newestFile))\
            \(dated("Oldest file", result.oldestFile))<dt>Left out on purpose</dt><dd>\(left)</dd>\
            <dt>Listing took</dt><dd>\(NumberText.duration(seconds: Double(result.scanSeconds)))</dd></dl></section>
            """
    }
}
