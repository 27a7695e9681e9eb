import Analysis
import TestSupport
import Testing

@testable import Reports

/// The report as a file: what is in it, what it says, and what it never holds.
@Suite struct PhotoStatsReportTests {
    private func text(_ result: PhotoStatsResult, _ header: ReportHeader = Sample.header) -> String {
        String(decoding: PhotoStatsReport.render(result, header: header), as: UTF8.self)
    }

    @Test(.proves("FR-530.12")) func theReportSaysWhatMadeIt() {
        let report = text(Sample.ordinary)
        #expect(report.hasPrefix("<!doctype html>\n"))
        #expect(report.contains("<meta name=\"generator\" content=\"Safelight 1.0.0\">"))
        #expect(report.contains("<title>PhotoStats: Weddings 2024</title>"))
    }

    @Test func theHeaderNamesToolCollectionPlaceAgentWhenAndHowLong() {
        let report = text(Sample.ordinary)
        for part in [
            "PhotoStats", "Weddings 2024", "/srv/photos/weddings", "Studio NAS", "2026-01-02 03:04 UTC", "1 min 23 s",
        ] {
            #expect(report.contains(">\(part)<"), "\(part) is missing")
        }
    }

    @Test func withoutAnAgentNoneIsNamed() {
        var header = Sample.header
        header.agentName = ""
        #expect(!text(Sample.ordinary, header).contains("<dt>Agent</dt>"))
    }

    @Test func theAnswerOfACleanCollectionIsThatAllIsWell() {
        let report = text(Sample.ordinary)
        #expect(report.contains("<p class=\"answer good\">All 6,000 files are in order"))
        #expect(!report.contains("class=\"finding problem\"") && !report.contains("class=\"finding attention\""))
        #expect(text(Sample.analyse([])).contains("There are no images or sidecars here."))
    }

    @Test func theAnswerOfOthersCountsWhatIsWrong() {
        let one = Sample.analyse([Sample.file(Array("a.cr3".utf8))])
        #expect(text(one).contains("<p class=\"answer attention\">Among 1 file: 1 image lacks its sidecar.</p>"))
        #expect(
            text(Sample.hostile).contains(
                "Among 20 files: 10 images lack their sidecar, 1 sidecar belongs to no image, 1 file is empty, "
                    + "1 image has two kinds of sidecar, 2 groups of names collide and 1 warning."))
    }

    @Test func findingsStandWorstFirst() {
        let report = text(Sample.hostile)
        let titles = [
            "Warnings", "Empty files", "Images without a sidecar", "Sidecars without an image",
            "Images with two kinds of sidecar", "Names that collide", "Sidecars shared by several images",
        ]
        let places = titles.map { report.range(of: "<h2>\($0) <span") }
        #expect(places.allSatisfy { $0 != nil })
        #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    }

    @Test func fileNamesAreDataAndNeverMarkup() {
        let report = text(Sample.hostile)
        for tag in ["<script", "<img", "<i>", "<b>a", "<u>", "</td></table>"] {
            #expect(!report.contains(tag), "\(tag) came through")
        }
        #expect(report.contains("&lt;img src=x onerror=alert(1)&gt;.cr3"))
        #expect(report.contains("in/line\nbreak.cr3"))
        #expect(report.contains("quote&quot;&#39;&amp;amp;.cr3"))
        #expect(report.contains("in/\\xFF\\xFE.nef"))
    }

    @Test func nothingInTheHeaderIsMarkupEither() {
        var header = Sample.header
        let hostile = "\"><script>alert(1)</script>"
        (header.collectionName, header.location, header.agentName, header.version) = (
            hostile, hostile, hostile, hostile
        )
        #expect(!text(Sample.ordinary, header).contains("<script"))
    }

    @Test func nothingIsLoadedOrRun() throws {
        for result in [Sample.ordinary, Sample.hostile, Sample.withSidecars] {
            let tags = MarkupReader(text(result)).tags
            let forbidden = ["script", "iframe", "object", "embed", "form", "base", "link", "img", "a"]
            #expect(tags.allSatisfy { !forbidden.contains($0.name) })
            #expect(tags.allSatisfy { tag in tag.attributes.allSatisfy { !$0.hasPrefix("on") && $0 != "style" } })
            #expect(tags.allSatisfy { !$0.attributes.contains("href") && !$0.attributes.contains("src") })
            #expect(tags.contains { $0.name == "body" } && tags.contains { $0.name == "title" })
        }
        #expect(!ReportStyle.sheet.markup.contains("url(") && !ReportStyle.sheet.markup.contains("@import"))
    }

    @Test func whatSidecarsSayIsShownWhereTheyWereRead() {
        let report = text(Sample.withSidecars)
        for title in ["Ratings", "Labels", "Cameras", "Lenses", "Programs that wrote the sidecars"] {
            #expect(report.contains("<figcaption>\(title)</figcaption>"), "\(title) is missing")
            #expect(!text(Sample.ordinary).contains("<figcaption>\(title)</figcaption>"))
        }
        #expect(report.contains("Canon EOS R6 Mark II") && report.contains("★★★★★") && report.contains("rejected"))
        #expect(report.contains("&lt;b&gt;Blue&lt;/b&gt;") && !report.contains("<b>Blue"))
        #expect(report.contains("<h2>Sidecars that cannot be read <span class=\"count\">4</span>"))
        #expect(report.contains("Among 800 files: 4 sidecars cannot be read."))
        #expect(report.contains("it ends too early"))
    }

    @Test func everyTagIsClosed() {
        for result in [Sample.ordinary, Sample.hostile, Sample.withSidecars, Sample.analyse([])] {
            #expect(MarkupReader(text(result)).imbalance == nil)
        }
    }

    @Test func aTableShowsAThousandRowsAndSaysHowManyMore() {
        let report = text(Sample.analyse((0..<2500).map { Sample.file(Array("\($0).cr3".utf8)) }))
        #expect(report.split(separator: "<tr><td>").count - 1 == 1000)
        #expect(report.contains("and 1,500 more."))
        #expect(report.contains("<span class=\"count\">2,500</span>"))
    }

    @Test func longPathsCannotMakeTheReportTooLarge() {
        let folder = String(repeating: "<deep>/", count: 3000)
        let files = (0..<150).flatMap { index in
            ["\(index).cr3", "x\(index).xmp"].map { Sample.file(Array("\(folder)\($0)".utf8), size: 0) }
        }
        #expect(PhotoStatsReport.render(Sample.analyse(files), header: Sample.header).count < 20 * 1_048_576)
    }

    @Test func darkPaperAndPhoneAreThoughtOf() {
        let sheet = ReportStyle.sheet.markup
        #expect(sheet.contains("prefers-color-scheme:dark") && sheet.contains("@media print"))
        #expect(text(Sample.ordinary).contains("name=\"viewport\""))
    }
}

extension String {
    /// Where a text first occurs, in bytes.
    fileprivate func range(of text: String) -> Int? {
        let (whole, part) = (Array(utf8), Array(text.utf8))
        return whole.indices.first { whole[$0...].starts(with: part) }
    }
}
