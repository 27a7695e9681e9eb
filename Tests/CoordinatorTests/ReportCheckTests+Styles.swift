import Coordinator
import TestSupport
import Testing

extension ReportCheckTests {
    /// Styles that load something or run script, in disguise or not.
    static let badStyles = [
        "background:url(http://a/b)", "background:url( 'http://a/b' )", "background:URL(\"//a/b\")",
        "background:url(b.png)",
        "background:url()", "background:\\75 rl(http://a/b)", "background:\\000075\\72\\6C(http://a/b)",
        "background:u\\rl(http://a/b)", "background:\\55\nRL(http://a/b)", "background:ur/**/l(http://a/b)",
        "background:url(/**/#a)", "background:url(#a b)", "background:url(a'b)", "background:url(#a",
        "background:url('#a'",
        "background:url('#a' 'http://a/b')", "background:url('\\68ttp://a/b')", "background:url(\\68ttp://a/b)",
        "background:url(data:text/css,a)", "background:url('data:image/png,\nA')",
        "background:image-set('http://a/b' 1x)",
        "background:-webkit-image-set(url(#a) 1x)", "background:image('a.png')", "--a:src('http://a/b')",
        "width:expression(alert(1))", "width:exp/**/ression(alert(1))", "background:cross-fade(url(#a),url(#b))",
        "background:-moz-element(#a)", "background:paint(a)", "-moz-binding:url(a.xml#b)", "behavior:url(a.htc)",
        "--a:url(http://a/b)", "content:'a\nb';background:url(http://a/b)", "content:'a", "color:red/* a",
        "content:'\\'';background:url(http://a/b)", "content:\"\\\"\";background:url(http://a/b)", "content:'a\\",
        "src:url(a.woff2)", "unicode-range:U+26url(http://a/b)", "}@import 'http://a/b';", "@\\69mport 'a'",
        "@IMPORT url(#a)",
        "background:url(\"#a\"/**/)", "background:#fffurl(http://a/b)",
    ]

    @Test(
        "Style elements, attributes and presentation attributes load nothing", .proves("FR-530.9"), arguments: badStyles
    )
    func styles(style: String) {
        #expect(Self.refusal(Self.report("<style>p{\(style)}</style>"))?.element == "style")
        #expect(Self.refusal(Self.report("<svg><style>p{\(style)}</style></svg>"))?.element == "style")
        guard !style.contains("mport"), style != "color:red/* a", style != "content:'a" else {
            return
        }
        let attribute = style.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        #expect(Self.refusal(Self.report("<p style=\"\(attribute)\">"))?.element == "p")
        #expect(Self.refusal(Self.report("<svg><rect fill=\"\(attribute)\"/></svg>"))?.element == "rect")
    }

    @Test(
        "Every presentation attribute is looked at", .proves("FR-530.9"),
        arguments: [
            "style", "fill", "stroke", "filter", "mask", "clip-path", "marker-start", "marker", "cursor", "values",
            "from", "to",
            "by", "x-unknown",
        ])
    func presentation(attribute: String) throws {
        let text = Self.report("<svg><rect id=a \(attribute)='url(http://a/#b)'/></svg>")
        #expect(try #require(Self.refusal(text)).offset == (try Self.offset(of: "<rect id=a ", in: text)) + 11)
    }

    @Test("The offset of a stylesheet's trouble is that of the word itself", .proves("FR-530.11"))
    func offsets() throws {
        for trouble in ["url(http://a/b)", "@import 'a'", "image-set('a')", "\\75 rl(http://a/b)", "/* a", "'a\n"] {
            let text = Self.report("<style>/* é */ p { color: red; x: \(trouble)}</style>")
            #expect(try #require(Self.refusal(text)).offset == (try Self.offset(of: trouble, in: text)))
        }
    }

    @Test(
        "References in a stylesheet are none in HTML but are some in SVG: both readings are looked at",
        arguments: [
            "&#117;rl(http://a/b)", "url&lpar;http://a/b&rpar;", "&#x40;import 'a'", "url(&num;a)",
            "'&quot;&#39;url(b)'",
        ])
    func references(style: String) {
        #expect(Self.refusal(Self.report("<style>p{x:\(style)}</style>")) != nil)
    }

    @Test(
        "Text that HTML and SVG would read in two ways",
        arguments: [
            "<style><img src=x onerror=alert(1)></style>", "<style></p></style>", "<style><!-- a --></style>",
            "<style><![CDATA[ p{} ]]></style>", "<style/>", "<title/>", "<title><b>a</b></title>",
            "<title>a<!-- b --></title>",
            "<textarea></p></textarea>", "<svg><title><p></title></svg>", "<style></style", "<style>p{}", "<title>a",
            "<title>",
            "<style>p{}</styles>", "<style>p{}</style x></style>", "<style a=\"b\"/>", "<textarea></title></textarea>",
            "<svg><style><a title=\"</style><img src onerror=alert(1)>\"></style></svg>", "<style><?x</style>",
        ])
    func twoReadings(body: String) {
        #expect(Self.refusal(Self.report(body)) != nil)
    }
}
