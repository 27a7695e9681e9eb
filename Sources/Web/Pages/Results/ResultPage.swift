import Domain
import HTML
import Wire

/// One result: its key figures, and its report in a frame that may do nothing but show.
enum ResultPage {
    static func render(_ result: ResultDTO, frame: PageFrame) -> HTML {
        let figures = result.results.map { Parts.keyFigures(CollectionFigures.of(result.tool, $0)) }
        let page: HTML = """
            \(figures)
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

    private static func downloads(_ result: ResultDTO) -> HTML {
        let html: HTML? = result.reportSize.map { size in
            """
            <a class="button" download="\(fileName(result)).html" \(href: UserRoutes.report.path(result.guid))>\
            \(Icon.download.html)HTML <small>\(NumberText.bytes(size))</small></a>
            """
        }
        return """
            \(html)<a class="button" download="\(fileName(result)).json" \(href: UserRoutes.resultJSON.path(result.guid))>\
            \(Icon.download.html)JSON</a>
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
        let job: HTML = "<a \(href: PageRoutes.job.path(result.jobGuid))>See the job</a>"
        return """
            \(result.tool.title) of \(collection)\(agent)\(took), \(Moment.relative(result.createdAt, now: frame.now)). \(job)
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
