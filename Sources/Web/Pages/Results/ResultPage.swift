import Coordinator
import Domain
import HTML
import Wire

/// One result: its key figures, and its report in a frame that may do nothing but show.
enum ResultPage {
    static func render(_ around: ResultService.Neighbourhood, frame: PageFrame) -> HTML {
        let (result, before, after) = (around.result, around.before, around.after)
        let comparison = around.isComparable ? before : nil
        let figures = result.figures.map { Parts.keyFigures(compared($0, result, comparison)) }
        let page: HTML = """
            \(neighbours(of: result, before, after, frame))
            \(figures)\(around.isComparable ? .empty : otherRun)
            \(unchanged(result))
            <p class="byline">\(byline(result, frame))</p>
            \(report(result))
            """
        return frame.render(
            FramedPage(
                title: "\(result.tool.title) of \(result.collectionName)", section: .results,
                trail: [("Results", PageRoutes.results.path())],
                actions: downloads(result), content: page))
    }

    /// Said where the numbers of the run before mean something else.
    static let otherRun = Parts.notice(
        .info,
        "<p>The run before followed another pipeline or had other options: its numbers are not held against these.</p>")

    /// The figures with their change since the result before.
    private static func compared(_ figures: JSONValue, _ result: ResultDTO, _ before: ResultDTO?) -> [KeyFigure] {
        CollectionFigures.of(result.tool, course: [before?.figures, figures].compactMap(\.self))
    }

    private static func neighbours(
        of result: ResultDTO, _ before: ResultDTO?, _ after: ResultDTO?, _ frame: PageFrame
    ) -> HTML? {
        guard before != nil || after != nil else { return nil }
        let earlier: HTML? = before.map { before in
            """
            <a rel="prev" \(href: PageRoutes.result.path(before.guid))>The run before, \
            \(Moment.relative(before.createdAt, now: frame.now))</a>\
            <a \(href: PageRoutes.resultChanges.path(result.guid))>What changed since then</a>
            """
        }
        let later: HTML? = after.map { after in
            """
            <a rel="next" \(href: PageRoutes.result.path(after.guid))>The run after, \
            \(Moment.relative(after.createdAt, now: frame.now))</a>
            """
        }
        return "<nav class=\"neighbours\" aria-label=\"Results before and after\">\(earlier)\(later)</nav>"
    }

    private static func downloads(_ result: ResultDTO) -> HTML {
        let html: HTML? = result.reportSize.map { size in
            """
            <a class="button" download="\(fileName(result)).html" \(href: UserRoutes.report.path(result.guid))>\
            \(Icon.download.html)HTML <small>\(NumberText.bytes(size))</small></a>
            """
        }
        return """
            \(html)<a class="button" download="\(fileName(result)).json" \(href: UserRoutes.resultJSON.path(result.guid))>\
            \(Icon.download.html)JSON</a>\
            <a class="button" download="\(fileName(result)).csv" \(href: UserRoutes.findings.path(result.guid))>\
            \(Icon.download.html)CSV <small>findings</small></a>
            """
    }

    private static func fileName(_ result: ResultDTO) -> String {
        "\(result.tool.rawValue)-\(result.createdAt.description.prefix(10))-\(result.guid.suffix(6))"
    }

    private static func byline(_ result: ResultDTO, _ frame: PageFrame) -> HTML {
        let collection: HTML = """
            <a \(href: PageRoutes.collection.path(result.collectionGuid))>\(result.collectionName)</a>
            """
        let agent: HTML? = result.agentName.map { " by \($0)" }
        let took: HTML? = result.durationSeconds.map { " in \(NumberText.duration(.seconds($0)))" }
        let along: HTML? = result.pipelineName.map { name in
            result.pipelineGuid.map { " along <a \(href: PageRoutes.pipeline.path($0))>\(name)</a>" }
                ?? " along \(name)"
        }
        let options = RunOptions.words(result.parameters)
        let with: HTML = options.isEmpty ? "" : ", \(options.joined(separator: " and "))"
        let job: HTML = "<a \(href: PageRoutes.job.path(result.jobGuid))>See the job</a>"
        return """
            \(result.tool.title) of \(collection)\(along)\(with)\(agent)\(took), \(Moment.relative(result.createdAt, now: frame.now)). \(job)
            """
    }

    private static func unchanged(_ result: ResultDTO) -> HTML? {
        result.noChangeOf.map { earlier in
            let link: HTML = "<a \(href: PageRoutes.result.path(earlier))>an earlier result</a>"
            return Parts.notice(.info, "<p>Nothing has changed since \(link): the figures are the same.</p>")
        }
    }

    private static func report(_ result: ResultDTO) -> HTML {
        guard result.reportSize != nil else {
            return Parts.notice(.info, "<p>This run has no report. Its figures can be downloaded as JSON.</p>")
        }
        let target = UserRoutes.report.path(result.guid)
        return """
            <section class="report" aria-labelledby="report-title"><div class="section-head">\
            <h2 id="report-title">Report</h2>\
            <a \(href: target) target="_blank" rel="noopener">\(Icon.external.html)Open in a window of its own</a></div>
            <iframe class="report-frame" sandbox="" \(src: target) title="Report of \(result.tool.title) on \
            \(result.collectionName)"></iframe></section>
            """
    }
}

/// The options of a run, in words.
enum RunOptions {
    /// Those that were chosen.
    static func words(_ parameters: [String: JSONValue]) -> [String] {
        let known = [
            ("read_sidecars", "with sidecars read"), ("pair_across_directories", "paired across folders"),
            ("accept_empty", "an empty folder accepted"),
        ]
        return known.filter { parameters[$0.0] == .bool(true) }.map(\.1)
    }
}
