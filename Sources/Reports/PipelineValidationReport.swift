public import Analysis
import Domain
import HTML

/// The report of Pipeline Validation: one self-contained HTML file (analysis.md, *Reports*; FR-530.12).
public enum PipelineValidationReport {
    /// The most termination types that get a chart of their own.
    static let chartLimit = 12

    /// Renders a result as UTF-8, at most 20 MB. `pipeline` is the one that the result was made with; it is drawn.
    public static func render(
        _ result: PipelineValidationResult, pipeline: PipelineGraph, header: ReportHeader
    ) -> [UInt8] {
        ReportPage(
            header: header, isInOrder: !result.hasIssues, answer: answer(result), figures: figures(result),
            charts: charts(result, pipeline), findings: findings(result, pipeline), notes: notes(result, pipeline)
        ).render()
    }

    private static func answer(_ result: PipelineValidationResult) -> String {
        let images = NumberText.count(result.totalImages, "image")
        guard result.totalImages > 0 else {
            return result.invalidFiles.total == 0
                ? "There are no images here."
                : "There are no images here, but \(NumberText.count(result.invalidFiles.total, "photo")) "
                    + "with a name that is not valid."
        }
        if result.archivalReadyCount == result.totalImages {
            return result.totalImages == 1 ? "The only image is archival ready." : "All \(images) are archival ready."
        }
        let ready = NumberText.grouped(result.archivalReadyCount)
        return "\(ready) of \(images) \(result.archivalReadyCount == 1 ? "is" : "are") archival ready."
    }

    private static func figures(_ result: PipelineValidationResult) -> [ReportPage.Figure] {
        [
            .init(value: NumberText.grouped(result.totalImages), label: "images"),
            .init(value: NumberText.grouped(result.archivalReadyCount), label: "archival ready"),
        ]
            + ValidationStatus.allCases.map { status in
                .init(value: NumberText.grouped(result.statusCounts[status]), label: label(status).lowercased())
            }
    }

    /// A status in words.
    static func label(_ status: ValidationStatus) -> String {
        switch status {
        case .consistent: "Consistent"
        case .consistentWithWarning: "With extra files"
        case .partial: "Partial"
        case .inconsistent: "Inconsistent"
        }
    }

    private static func tone(_ status: ValidationStatus) -> ShareChart.Tone {
        switch status {
        case .consistent: .good
        case .consistentWithWarning: .neutral
        case .partial: .attention
        case .inconsistent: .bad
        }
    }

    private static func charts(_ result: PipelineValidationResult, _ pipeline: PipelineGraph) -> [HTML] {
        var charts: [HTML] = []
        if result.totalImages > 0 {
            charts.append(shares("All images", result.statusCounts))
            // A pipeline with one type of termination says twice the same.
            let types = result.byTermination.count > 1 ? result.byTermination.sorted { $0.key < $1.key } : []
            charts += types.prefix(chartLimit).map { shares("Termination: \($0.key)", $0.value) }
        }
        if pipeline.nodes.count <= PipelineLayout.nodeLimit {
            let drawing = PipelineDrawing.drawing(
                pipeline, title: "The pipeline, with the images that are complete on each way",
                counts: result.edges.map(\.imageCount))
            charts.append(drawing.html)
        }
        return charts
    }

    private static func shares(_ title: String, _ counts: ValidationCounts) -> HTML {
        ShareChart(
            title: title,
            shares: ValidationStatus.allCases.map { status in
                .init(
                    label: label(status), value: Int64(counts[status]), shown: NumberText.grouped(counts[status]),
                    tone: tone(status))
            }
        ).html
    }

    private static func notes(_ result: PipelineValidationResult, _ pipeline: PipelineGraph) -> HTML {
        let skipped = result.skipped.sorted { $0.key < $1.key }.map { pattern, count -> HTML in
            "<li>\(Finding.name(pattern)): \(NumberText.grouped(count))</li>"
        }
        let left: HTML = skipped.isEmpty ? "nothing" : "<ul class=\"names\">\(skipped)</ul>"
        let more = result.byTermination.count - chartLimit
        let uncharted: HTML =
            more > 0
            ? "<dt>Not charted</dt><dd>\(NumberText.count(more, "more termination type")); the results have them</dd>"
            : .empty
        let undrawn: HTML =
            pipeline.nodes.count > PipelineLayout.nodeLimit
            ? "<dt>Not drawn</dt><dd>the pipeline: it has \(NumberText.grouped(pipeline.nodes.count)) nodes</dd>"
            : .empty
        return """
            <section class="notes"><h2>About this run</h2><dl><dt>Photos and sidecars</dt>\
            <dd>\(NumberText.grouped(result.totalFiles))</dd><dt>Groups of camera and counter</dt>\
            <dd>\(NumberText.grouped(result.totalGroups))</dd>\(uncharted)\(undrawn)<dt>Left out on purpose</dt><dd>\(left)</dd>\
            <dt>Listing took</dt><dd>\(NumberText.duration(seconds: Double(result.scanSeconds)))</dd></dl></section>
            """
    }
}
