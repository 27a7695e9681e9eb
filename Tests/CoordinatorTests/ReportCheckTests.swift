import Coordinator
import TestSupport
import Testing

@Suite("Report check")
struct ReportCheckTests {
    static let head =
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"generator\" content=\"Safelight 1.0\">"
        + "<title>PhotoStats: Archive</title></head>"

    /// A whole report around what stands in its body.
    static func report(_ body: String) -> String { head + "<body>" + body + "</body></html>\n" }

    /// What a report is refused for; nil if it is taken.
    static func refusal(_ text: String) -> ReportRefusal? { refusal(Array(text.utf8)) }

    /// What a report is refused for; nil if it is taken.
    static func refusal(_ bytes: [UInt8]) -> ReportRefusal? {
        do {
            try ReportCheck.check(bytes)
            return nil
        } catch {
            return error
        }
    }

    /// The byte offset of the first occurrence of a text.
    static func offset(of part: String, in text: String) throws -> Int {
        let (whole, piece) = (Array(text.utf8), Array(part.utf8))
        return try #require(whole.indices.first { whole[$0...].starts(with: piece) })
    }

    @Test(
        "What a report may hold", .proves("FR-530.9", "FR-530.12"),
        arguments: [
            "", "<p>2,731 of 2,741 images are archival ready</p>", "a < b, 3 <4, & so on, &lt;script&gt;",
            "<!-- a comment --><!----><!-- a - b -- c -->", "<a href=\"https://example.org/a?b=c&amp;d\">more</a>",
            "<a href=https://example.org/a?b=c>more</a>", "<a href='#findings'>below</a>", "<a href=\" #top\">up</a>",
            "<a href=\"data:image/png;base64,AAAA\">picture</a>",
            "<img alt=\"it's (1)\" src=\"data:image/png;base64,AAAA\">",
            "<IMG SRC='DATA:image/svg+xml,<svg/>'>",
            "<img srcset=\"data:image/png;base64,AA 1x, data:image/gif,B 2x\">",
            "<img/src=data:image/png,A/onerror=alert(1)>", "<td background=\"data:image/webp;base64,AA\"></td>",
            "<img src=\"data:image/png;base64,AA\nBB\">",
            "<p style=\"color: red; background: url(data:image/png;base64,AA)\">",
            "<div style=\"mask: url('#m')\"></div>",
            "<style>@media (width <= 600px) { a::after { content: \"url(http://x)\" } }</style>",
            "<style>/* url(http://x) */ i { background: linear-gradient(red, blue) }</style>",
            "<svg viewBox=\"0 0 9 9\"><title>Types</title><style>.a{fill:url(#g)}</style><use xlink:href=\"#a\"/>"
                + "<rect fill=\"url(#g)\" transform=\"scale(2)\"/><image href=\"data:image/png;base64,AA\"/></svg>",
            "<svg><animate attributeName=\"width\" from=\"0\" to=\"9\"/><set attributeName='fill' to='url(#g)'/></svg>",
            "<p title=\"url(http://evil.example/) javascript:alert(1) it's\" data-a=\"url(x\" aria-label=\"url(y\">",
            "<meta name=\"color-scheme\" content=\"light dark\"><details open><summary>More</summary></details>",
            "<textarea>text &amp; more</textarea>", "<input type=checkbox disabled>", "<x-chart data-x=1></x-chart>",
            "<p\n class = a\tid='b'/ >", "Ünïcödé 📷 &eacute;", "<a\u{0C}id=x>form feed</a>",
        ])
    func taken(body: String) {
        #expect(Self.refusal(Self.report(body)) == nil)
    }

    @Test("A byte order mark, space and a comment may stand before the doctype; upper case is the same")
    func beginnings() {
        let report = Self.report("<p>all well</p>")
        #expect(Self.refusal("\u{FEFF}" + report) == nil)
        #expect(Self.refusal("\r\n\t <!-- made today -->\n" + report) == nil)
        #expect(Self.refusal(report.replacing("<!doctype html>", with: "<!DOCTYPE\n HTML >")) == nil)
        let legacy = "<!doctype html SYSTEM \"about:legacy-compat\">"
        #expect(Self.refusal(report.replacing("<!doctype html>", with: legacy)) == nil)
        let contentType = "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\">"
        #expect(Self.refusal(report.replacing("<meta charset=\"utf-8\">", with: contentType)) == nil)
    }

    @Test(
        "What a report must have is named when it lacks", .proves("FR-530.9", "FR-530.11", "FR-530.12"),
        arguments: [
            ("<!doctype html>", "", "<!doctype html>"),
            ("<title>PhotoStats: Archive</title>", "", "<title>"),
            ("<title>PhotoStats: Archive</title>", "<title> \n</title>", "<title>"),
            ("<meta name=\"generator\" content=\"Safelight 1.0\">", "", "generator"),
            ("content=\"Safelight 1.0\"", "content=\"Other 1.0\"", "generator"),
            ("content=\"Safelight 1.0\"", "content=\"Other\" content=\"Safelight 1.0\"", "generator"),
            ("name=\"generator\"", "name=\"author\" name=\"generator\"", "generator"),
            ("<body>", "", "<body>"),
        ])
    func missing(part: String, instead: String, named: String) throws {
        let whole = Self.report("<p>x</p>")
        try #require(whole.contains(part))
        let refusal = try #require(Self.refusal(whole.replacing(part, with: instead)))
        #expect(refusal.problem.contains(named))
        #expect(refusal.message.contains("byte \(refusal.offset)"))
    }

    @Test("An empty report, one without markup and one cut off in its head are refused at their place")
    func nothing() {
        #expect(Self.refusal("")?.offset == 0)
        #expect(Self.refusal(" \n hello")?.offset == 3)
        #expect(Self.refusal("<p>hello")?.offset == 0)
        #expect(Self.refusal("</p>" + Self.report(""))?.offset == 0)
        #expect(Self.refusal(Self.head)?.offset == Self.head.utf8.count)
    }

    @Test("Title and generator count only in the head")
    func onlyInHead() {
        let body = "<svg><title>T</title></svg><meta name=generator content=Safelight>"
        #expect(Self.refusal("<!doctype html><body>" + body)?.offset == 15)
        #expect(Self.refusal("<!doctype html><title>T</title><body>" + body)?.problem.contains("generator") == true)
    }

    @Test(
        "Other doctypes, and a second one, are refused",
        arguments: [
            "<!doctype>", "<!doctype svg>", "<!doctypehtml>", "<!doctype html PUBLIC \"-//W3C//DTD HTML 4.01//EN\">",
            "<!doctype html><!doctype html>", "<!doctype html [<!ENTITY x \"y\">]>",
        ])
    func doctypes(doctype: String) throws {
        let text = Self.report("").replacing("<!doctype html>", with: doctype)
        #expect(try #require(Self.refusal(text)).problem.contains("doctype"))
    }

    @Test("The largest report is taken, one byte more is not", .proves("FR-530.9"))
    func size() {
        let report = Array(Self.report("").utf8)
        let space = [UInt8](repeating: 0x20, count: ReportCheck.maximumSize - report.count)
        #expect(ReportCheck.maximumSize == 20_971_520)
        #expect(Self.refusal(report + space) == nil)
        #expect(Self.refusal(report + space + [0x20])?.offset == ReportCheck.maximumSize)
    }

    @Test("Bytes that are no text are refused at their place, wherever they stand")
    func encoding() {
        let report = Array(Self.report("<p>é</p>").utf8)
        for place in [0, 7, report.count / 2, report.count] {
            var withZero = report
            withZero.insert(0, at: place)
            #expect(Self.refusal(withZero)?.offset == place)
        }
        #expect(Self.refusal([0xFF, 0xFE] + report)?.offset == 0)
        let body = "<p>ééé"
        let cut = Array((Self.head + "<body>" + body).utf8).dropLast()
        #expect(Self.refusal(Array(cut))?.offset == cut.count - 1)
        #expect(Self.refusal(Array(Self.report("").utf8) + [0xED, 0xA0, 0x80])?.problem.contains("UTF-8") == true)
    }

    @Test("The refusal says element, byte offset, what is wrong and what would be right", .proves("FR-530.11"))
    func message() throws {
        let text = Self.report("<p>é</p><img alt=x src=\"http://example.org/a.png\">")
        let refusal = try #require(Self.refusal(text))
        #expect(refusal.element == "img")
        #expect(refusal.offset == (try Self.offset(of: "src=", in: text)))
        #expect(
            refusal.message == "The report is refused at <img> at byte \(refusal.offset): src: the address "
                + "\"http://example.org/a.png\" leads out of the report; only #… and data:image/… in the document itself are "
                + "allowed.")
    }
}
