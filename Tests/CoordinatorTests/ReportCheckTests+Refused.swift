import Coordinator
import TestSupport
import Testing

extension ReportCheckTests {
    @Test(
        "Elements that run, load, send or hide something", .proves("FR-530.9", "FR-530.11"),
        arguments: [
            "applet", "base", "bgsound", "embed", "fencedframe", "foreignObject", "form", "frame", "frameset",
            "handler",
            "iframe", "layer", "link", "listener", "math", "noembed", "noframes", "noscript", "object", "param",
            "plaintext", "portal", "script", "svg:script", "template", "xml", "xmp",
        ])
    func elements(name: String) throws {
        for tag in ["<\(name)>", "<\(name.uppercased()) a=b>", "<svg><\(name)/>", "<\(name)\n\t/>"] {
            let text = Self.report("<p>é</p>" + tag)
            let refusal = try #require(Self.refusal(text))
            #expect(refusal.element == name.lowercased())
            #expect(
                refusal.offset == (try Self.offset(of: "<p>é</p>", in: text)) + 9 + (tag.hasPrefix("<svg>") ? 5 : 0))
        }
    }

    @Test(
        "Attributes that run or send something, on any element", .proves("FR-530.9"),
        arguments: [
            "onclick", "ONLOAD", "on", "onfuture", "x:onerror", "formaction", "action", "ping", "srcdoc", "manifest",
            "codebase", "classid", "archive", "xml:base", "attributionsrc",
        ])
    func attributes(name: String) throws {
        let endings = ["=\"#a\"", "='#a'", "=#a", "", " = \"#a\"", "=\"\""]
        for text in endings.map({ Self.report("<p id=a \(name)\($0)>") }) {
            let refusal = try #require(Self.refusal(text))
            #expect(refusal.element == "p")
            #expect(refusal.offset == (try Self.offset(of: "<p id=a ", in: text)) + 8)
        }
    }

    static let outside = [
        "http://example.org/a.png", "https://example.org/a.png", "//example.org/a", "/a.png", "a.png", "", "?a",
        "file:///a",
        "javascript:alert(1)", "vbscript:x", "data:text/html,<p>", "data:image/png", "data:image/",
        "data:image/x-other,AA",
        "data:,x", "data:image/pngx,AA", "blob:https://a/b", "about:blank", "mailto:a@b", "\\\\host\\a", "ftp://a/b",
    ]

    @Test(
        "Addresses outside the report", .proves("FR-530.9"),
        arguments: [
            ("img", "src"), ("img", "longdesc"), ("img", "usemap"), ("input", "src"), ("video", "poster"),
            ("body", "background"),
            ("use", "href"), ("use", "xlink:href"), ("image", "href"), ("area", "href"), ("feImage", "xlink:HREF"),
            ("audio", "src"), ("track", "src"), ("img", "lowsrc"), ("x-other", "src"),
        ])
    func addresses(element: String, attribute: String) {
        for address in Self.outside {
            let refusal = Self.refusal(Self.report("<\(element) \(attribute)=\"\(address)\">"))
            #expect(refusal?.element == element.lowercased(), "\(address)")
        }
    }

    @Test("A link leads to https or within the report", .proves("FR-530.9"))
    func links() {
        for address in Self.outside where !address.hasPrefix("https://") {
            #expect(Self.refusal(Self.report("<a href='\(address)'>x</a>")) != nil, "\(address)")
            #expect(Self.refusal(Self.report("<svg><a xlink:href='\(address)'>x</a></svg>")) != nil, "\(address)")
        }
        for address in ["https:", "https://", "https:/a", "https:a", "data:image/svg+xml,<svg/>"] {
            #expect(Self.refusal(Self.report("<a href='\(address)'>x</a>")) != nil, "\(address)")
        }
        #expect(Self.refusal(Self.report("<use href='data:image/svg+xml,<svg id=a>#a'/>")) != nil)
    }

    @Test(
        "Candidates of a srcset, each of them", .proves("FR-530.9"),
        arguments: [
            "http://a/b 1x", "data:image/png,A 1x, http://a/b 2x", "data:image/png,A, http://a/b", ",,http://a/b",
            "data:image/png,A 1x,b.png 2x", "data:image/png,A (,http://a/b", "data:image/png,A\nb.png,c.png",
        ])
    func sourceSets(value: String) {
        #expect(Self.refusal(Self.report("<img srcset=\"\(value)\">"))?.element == "img")
    }

    @Test(
        "Meta elements that act", .proves("FR-530.9"),
        arguments: [
            "http-equiv=refresh content=\"0;url=https://a/\"", "http-equiv=\"&#114;efresh\"",
            "HTTP-EQUIV=Set-Cookie content=a",
            "http-equiv=Content-Security-Policy content=\"\"", "name=x http-equiv='x' http-equiv=refresh",
            "charset=utf-7",
            "charset=iso-2022-jp", "http-equiv=content-type content=\"text/html; charset=utf-7\"",
            "http-equiv=\" refresh\"",
            "http-equiv=default-style content=a", "http-equiv=x-dns-prefetch-control content=on",
        ])
    func metas(attributes: String) {
        #expect(Self.refusal(Self.report("<meta \(attributes)>"))?.element == "meta")
    }

    @Test(
        "Animations of addresses and handlers", .proves("FR-530.9"),
        arguments: [
            "<animate attributeName=href to=\"#b\">", "<set attributename=\"xlink:href\">",
            "<set attributeName=' HREF '>",
            "<animate attributeName=\"h&#114;ef\">", "<set attributeName=onclick to=\"alert(1)\">",
            "<animate attributeName=fill values=\"red;url(http://a/#b)\">",
            "<set attributeName=style to=\"color:red\">",
            "<set attributeName=fill attributeName=href>", "<set attributeName='h\nref'>",
        ])
    func animations(tag: String) {
        #expect(Self.refusal(Self.report("<svg>\(tag)</svg>")) != nil)
    }
}
