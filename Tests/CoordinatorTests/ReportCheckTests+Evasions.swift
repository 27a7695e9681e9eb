import Coordinator
import TestSupport
import Testing

extension ReportCheckTests {
    @Test(
        "Known ways around a filter", .proves("FR-530.9"),
        arguments: [
            "<ScRiPt>alert(1)</sCrIpT>", "<script\n>x</script>", "<script/x>", "<svg/onload=alert(1)>",
            "<svg//onload=alert(1)>",
            "<img/src=data:image/png,A onerror=alert(1)>", "<img src=\"data:image/png,A\"onerror=alert(1)>",
            "<img src='data:image/png,A'/onerror=alert(1)>", "<img src=data:image/png,A src=http://a/b>",
            "<p id=a id=b\tonclick\n=\nalert(1)>", "<p ''onclick=a>", "<p \"onclick=a>", "<p =onclick=a>",
            "<p <onclick=a>",
            "<p a=b`onclick=c>", "<p a=b\"c>", "<p a=<b>", "<p\u{0B}onclick=a>", "<p \u{A0}onclick=a>",
            "<p a\\onclick=b>",
            "<script\u{A0}>", "<a<b>", "<p a=>", "<p a= >", "<!-->", "<!--->", "<!--> <img src=x onerror=alert(1)> -->",
            "<!-- a --!> <script>", "<!-- <!-- a --> <script> -->", "<!-- a", "<!--", "<!-", "<!x>", "<!>",
            "<![CDATA[a]]>",
            "<svg><![CDATA[><script>]]></svg>", "<?xml version=\"1.0\"?>", "<?import a>", "</>", "</ p>",
            "</p a=\">\">", "</p/>",
            "</3>", "</p", "<p", "<p a", "<p a=\"b", "<p a='b>", "<p a=b",
            "<img src=\"data:image/png,A\" onerror=alert(1)",
            "<svg><title><p title=\"</title><script>\">", "<math><mi//xlink:href=\"data:x,<script>\">",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<plaintext>", "<p><iframe/src=\"#a\">",
        ])
    func evasions(body: String) {
        #expect(Self.refusal(Self.report(body)) != nil)
        // Nothing behind it: an unclosed tag or comment at the end of the file must not slip through either.
        #expect(Self.refusal(Self.head + "<body>" + body) != nil)
    }

    @Test(
        "javascript: in disguise is named as script", .proves("FR-530.9", "FR-530.11"),
        arguments: [
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
            "java\tscript:a",
            "java\r\nscript:a", "&#1;javascript:a", "\u{01}\u{1F} javascript:a", "&#106;avascript:a",
            "&#x6A;avascript:a",
            "&#x6Aavascript:a", "&#0000106avascript:a", "&#X6a;avascript:a", "java&Tab;script:a",
            "java&NewLine;script:a",
            "javascript&colon;a", "javascript&#58a", "javascript&#x3A;a", "j&#97;v&#97;script:a",
            "&NewLine;javascript:a",
        ])
    func scripts(address: String) throws {
        for markup in ["<a href=\"\(address)\">", "<svg><a xlink:href='\(address)'>", "<img src=\"\(address)\">"] {
            let problem = try #require(Self.refusal(Self.report(markup))).problem
            // A digit's reference may swallow a letter (`&#x6Aa` is one character): then it is no script, and refused all the same.
            #expect(problem.contains("javascript:") || address == "&#x6Aavascript:a", "\(markup)")
        }
    }

    @Test("References are read as attributes read them: no old name before = or a letter, zero and surrogates mended")
    func references() {
        func link(_ address: String) -> ReportRefusal? { Self.refusal(Self.report("<a href=\"\(address)\">")) }
        #expect(link("&num;a") == nil)
        #expect(link("&#35;a") == nil)
        #expect(link("&#x23a") != nil, "one character beyond #")
        #expect(link("&num") != nil)
        #expect(link("https&colon;&sol;&sol;example.org") == nil)
        #expect(link("https://example.org/?a&amp=b&lt&#0;&#xD800;&#x110000;&#99999999999999999999;&#;&#x;&") == nil)
        #expect(link("&unknown;#a") != nil)
    }

    @Test("The first trouble is the one that is named", .proves("FR-530.11"))
    func first() throws {
        let text = Self.report("<p>fine</p><iframe></iframe><script></script><p onclick=a>")
        let refusal = try #require(Self.refusal(text))
        #expect(refusal.element == "iframe")
        #expect(refusal.offset == (try Self.offset(of: "<iframe", in: text)))
    }

    @Test("File names that look like markup pass once they are escaped")
    func escapedNames() {
        let name = "&lt;img src=x onerror=alert(1)&gt; &quot;url(http://x)&quot; javascript:a.dng"
        #expect(Self.refusal(Self.report("<td><bdi title=\"\(name)\">\(name)</bdi></td>")) == nil)
        #expect(Self.refusal(Self.report("<td><img src=x onerror=alert(1)>.dng</td>"))?.element == "img")
    }

    @Test(
        "Elements that tables and drawings are full of are looked at like any other",
        arguments: ["td", "tr", "th", "span", "div", "p", "li", "code", "text", "rect", "path", "g"])
    func plainElements(element: String) throws {
        for good in ["", " class=a", " class=\"a\" title='<script>'", " id=b CLASS=a"] {
            #expect(Self.refusal(Self.report("<\(element)\(good)>")) == nil)
        }
        for bad in [
            "onclick=a", "href=http://a/b", "style=\"fill:url(http://a)\"", "action=a", "ONLOAD=a",
        ] {
            let found = try #require(Self.refusal(Self.report("<\(element) class=a \(bad) title=b>")), "\(bad)")
            #expect(found.element == element)
        }
    }
}
