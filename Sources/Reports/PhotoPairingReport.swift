public import Analysis
import Domain
import HTML

/// The report of Photo Pairing: one self-contained HTML file (analysis.md, *Reports*; FR-530.12).
public enum PhotoPairingReport {
    /// Renders a result as UTF-8, at most 20 MB.
    public static func render(_ result: PhotoPairingResult, header: ReportHeader) -> [UInt8] {
        ReportPage(
            header: header, isInOrder: !result.hasIssues, answer: answer(result), figures: figures(result),
            charts: charts(result), findings: findings(result), notes: notes(result)
        ).render()
    }

    private static func answer(_ result: PhotoPairingResult) -> String {
        guard result.totalFiles > 0 || result.hasIssues else { return "There are no photos here." }
        let photos = NumberText.count(result.totalFiles, "photo file")
        guard result.hasIssues else {
            return "All \(photos) have a valid name: \(NumberText.count(result.imageCount, "image")) "
                + "in \(NumberText.count(result.groupCount, "group"))."
        }
        let parts = [
            (result.ambiguousGroups.total, "group is ambiguous", "groups are ambiguous"),
            (result.invalidFiles.total, "name is not valid", "names are not valid"),
            (result.warnings.total, "warning", "warnings"),
        ].filter { $0.0 > 0 }.map { NumberText.count($0.0, $0.1, $0.2) }
        let list =
            parts.count > 1 ? parts.dropLast().joined(separator: ", ") + " and " + parts[parts.count - 1] : parts[0]
        return "Among \(photos): \(list)."
    }

    private static func figures(_ result: PhotoPairingResult) -> [ReportPage.Figure] {
        [
            .init(value: NumberText.grouped(result.imageCount), label: "images"),
            .init(value: NumberText.grouped(result.groupCount), label: "groups"),
            .init(value: NumberText.grouped(result.fileCount), label: "files in groups"),
            .init(
                value: NumberText.grouped(result.cameras.total), label: result.cameras.total == 1 ? "camera" : "cameras"
            ),
            .init(value: NumberText.grouped(result.ambiguousGroups.total), label: "ambiguous groups"),
            .init(value: NumberText.grouped(result.invalidFiles.total), label: "names not valid"),
        ]
    }

    private static func charts(_ result: PhotoPairingResult) -> [HTML] {
        let reasons = result.invalidCounts.map { (title($0.key), $0.value) }
        return [
            chart("Images by camera", result.cameraUsage.entries.map { ($0.key, $0.value) }),
            chart("Images by processing method", result.methodUsage.entries.map { ($0.key, $0.value) }),
            filesPerImage(result), chart("Names that are not valid", reasons),
        ].compactMap { $0 }
    }

    private static func chart(_ title: String, _ counts: [(String, Int)]) -> HTML? {
        guard !counts.isEmpty else { return nil }
        let bars = counts.map(bar).sorted { ($1.value, $0.label) < ($0.value, $1.label) }
        return BarChart(title: title, bars: bars).cut(to: 12, rest: "other", shown: { NumberText.grouped($0) }).html
    }

    /// In the order of the numbers, all from ten files on in one.
    private static func filesPerImage(_ result: PhotoPairingResult) -> HTML? {
        guard result.imageCount > 0 else { return nil }
        var counts: [Int: Int] = [:]
        for (files, images) in result.imagesByFileCount { counts[min(files, 10), default: 0] += images }
        let bars = counts.sorted { $0.key < $1.key }.map { files, images in
            bar(files == 10 ? "10 or more" : NumberText.count(files, "file"), images)
        }
        return BarChart(title: "Images by number of files", bars: bars).html
    }

    private static func bar(_ label: String, _ count: Int) -> BarChart.Bar {
        BarChart.Bar(label: label, value: Int64(count), shown: NumberText.grouped(count))
    }

    private static func notes(_ result: PhotoPairingResult) -> HTML {
        let skipped = result.skipped.sorted { $0.key < $1.key }.map { pattern, count -> HTML in
            "<li>\(Finding.name(pattern)): \(NumberText.grouped(count))</li>"
        }
        let left: HTML = skipped.isEmpty ? "nothing" : "<ul class=\"names\">\(skipped)</ul>"
        return """
            <section class="notes"><h2>About this run</h2><dl><dt>Photo files</dt>\
            <dd>\(NumberText.grouped(result.totalFiles))</dd><dt>Left out on purpose</dt><dd>\(left)</dd>\
            <dt>Listing took</dt><dd>\(NumberText.duration(seconds: Double(result.scanSeconds)))</dd></dl></section>
            """
    }
}
