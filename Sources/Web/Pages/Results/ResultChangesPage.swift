import Coordinator
import Domain
import HTML
import Wire

/// What changed from one result to the next: the findings that are new, and those that are gone.
enum ResultChangesPage {
    static func render(
        _ around: ResultService.Neighbourhood, before: ResultDTO, _ changes: FindingsComparison, frame: PageFrame
    ) -> HTML {
        let result = around.result
        let compared = around.isComparable ? before.figures : nil
        let other = Parts.notice(
            .warning,
            """
            <p>The two runs followed other pipelines or had other options, so what is new or gone may come from that alone.</p>
            """)
        let figures = result.figures.map { figures in
            Parts.keyFigures(CollectionFigures.of(result.tool, course: [compared, figures].compactMap(\.self)))
        }
        let cut: HTML? =
            changes.isCut
            ? Parts.notice(
                .info,
                "<p>One of the results lists only the first of its findings, so there may be more here than shown.</p>")
            : nil
        let page: HTML = """
            <p class="byline">From \(link(before, frame)) to \(link(result, frame)).</p>
            \(around.isComparable ? .empty : other)\(figures)\(cut)
            \(side("New", id: "new", changes.new, none: "Nothing is wrong that was not wrong before."))
            \(side("Gone", id: "gone", changes.gone, none: "All that was wrong before still is."))
            """
        return frame.render(
            FramedPage(
                title: "What changed", section: .results,
                trail: [
                    ("Results", PageRoutes.results.path()),
                    ("\(result.tool.title) of \(result.collectionName)", PageRoutes.result.path(result.guid)),
                ], content: page))
    }

    private static func link(_ result: ResultDTO, _ frame: PageFrame) -> HTML {
        """
        <a \(href: PageRoutes.result.path(result.guid))>the result of \(Moment.relative(result.createdAt, now: frame.now))</a>
        """
    }

    private static func side(_ title: String, id: String, _ side: FindingsComparison.Side, none: HTML) -> HTML {
        let rows = side.first.map { finding -> [HTML] in
            [
                "<strong>\(finding.file.isEmpty ? "The folder itself" : finding.file)</strong>",
                HTML(text: finding.kind),
                HTML(text: finding.detail),
            ]
        }
        let table = Table(
            columns: [.init("File or image", .main), .init("Finding", .word), .init("What is wrong")], rows: rows
        ).html
        let rest = side.count - side.first.count
        let more: HTML =
            rest > 0
            ? "<p class=\"hint\">And \(NumberText.count(rest, "more finding")): the CSV of both results has them all.</p>"
            : ""
        return Parts.section(
            "\(title): \(NumberText.count(side.count, "finding"))", id: id,
            rows.isEmpty ? "<p class=\"hint\">\(none)</p>" : table + more)
    }
}
