import Domain
import HTML

/// The frame that every report has: one file, no script, nothing loaded (analysis.md, *Reports*; FR-530.12).
struct ReportPage {
    let header: ReportHeader
    let isInOrder: Bool
    /// The answer in one line.
    let answer: String
    let figures: [Figure]
    let charts: [HTML]
    let findings: [Finding]
    /// What stands behind the findings.
    let notes: HTML

    /// A number with what it is.
    struct Figure {
        let value: String
        let label: String
    }

    /// A UTF-8 file.
    func render() -> [UInt8] {
        let page: HTML = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="Safelight \(header.version)"><meta name="color-scheme" content="light dark">
            <title>\(header.toolTitle): \(header.collectionName)</title><style>\(ReportStyle.sheet)</style></head>
            <body><main>\(top)<p class="answer \(isInOrder ? "good" : "attention")">\(answer)</p>
            <ul class="figures">\(figures.map(figure))</ul>
            \(charts.isEmpty ? .empty : "<div class=\"charts\">\(charts)</div>")
            \(findings.map(\.html))
            \(notes)</main>
            <footer>Made by Safelight \(header.version). File names are shown as they are; bytes that are no text show as \\xHH.</footer>
            </body></html>

            """
        return Array(page.markup.utf8)
    }

    private var top: HTML {
        let agent: HTML = header.agentName.isEmpty ? .empty : "<div><dt>Agent</dt><dd>\(header.agentName)</dd></div>"
        return """
            <header><p class="tool">\(header.toolTitle)</p><h1>\(header.collectionName)</h1><dl>\
            <div><dt>Place</dt><dd><bdi>\(header.location)</bdi></dd></div>\(agent)\
            <div><dt>Finished</dt><dd>\(TimeText.minutes(header.finishedAt))</dd></div>\
            <div><dt>Took</dt><dd>\(NumberText.duration(seconds: header.durationSeconds))</dd></div></dl></header>
            """
    }

    private func figure(_ figure: Figure) -> HTML {
        "<li><b>\(figure.value)</b> <span>\(figure.label)</span></li>"
    }
}
