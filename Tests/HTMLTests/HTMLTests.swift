import Testing

@testable import HTML

/// What is interpolated is shown, never read as markup.
@Suite struct HTMLTests {
    static let attempts = [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\" onmouseover=\"alert(1)",
        "' onmouseover='alert(1)",
        "</title><script>", "&lt;script&gt;", "<svg/onload=alert(1)>", "<!--", "]]>", "\u{0}<b\u{0}>", "＜script＞",
        "<\u{301}script>", ">\u{338}<b>", "\"\u{301} onclick=x", "&\u{301}#60;",
    ]

    @Test(arguments: attempts) func noAttemptBreaksOutOfText(attempt: String) {
        let markup = ("<p>\(attempt)</p>" as HTML).markup
        let inside = markup.unicodeScalars.dropFirst(3).dropLast(4)
        #expect(!inside.contains { "<>\"'".unicodeScalars.contains($0) })
        #expect(inside.split(separator: "&").dropFirst().allSatisfy(beginsLikeEntity))
    }

    @Test(arguments: attempts) func noAttemptBreaksOutOfAnAttribute(attempt: String) {
        let markup = ("<p title=\"\(attempt)\"></p>" as HTML).markup
        #expect(markup.unicodeScalars.filter { $0 == "\"" }.count == 2)
        #expect(markup.unicodeScalars.filter { $0 == "<" }.count == 2)
    }

    private func beginsLikeEntity(_ rest: Substring.UnicodeScalarView.SubSequence) -> Bool {
        ["amp;", "lt;", "gt;", "quot;", "#39;"].contains { rest.starts(with: $0.unicodeScalars) }
    }

    @Test func theFiveSignsAreReplaced() {
        #expect(HTML(text: "a&b<c>d\"e'f").markup == "a&amp;b&lt;c&gt;d&quot;e&#39;f")
    }

    @Test func ordinaryTextStaysAsItIs() {
        let text = "Größe 写真\n\tשלום 👩‍👩‍👧"
        #expect(HTML(text: text).markup == text)
    }

    @Test func forbiddenControlsAreReplaced() {
        #expect(HTML(text: "a\u{0}b\u{7F}c\u{1B}d\r").markup == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}")
    }

    @Test func markupInMarkupIsNotEscapedAgain() {
        let inner: HTML = "<b>\("<x>")</b>"
        #expect(("<p>\(inner)</p>" as HTML).markup == "<p><b>&lt;x&gt;</b></p>")
        #expect(("\([inner, inner])" as HTML) == inner + inner)
    }

    @Test func missingValuesAreNothing() {
        let text: String? = nil
        let piece: HTML? = nil
        #expect(("<p>\(text)\(piece)</p>" as HTML).markup == "<p></p>")
        #expect(("<p>\("<" as String?)</p>" as HTML).markup == "<p>&lt;</p>")
    }

    @Test func numbersStandInPlainDigits() {
        #expect(("\(-1_234_567)" as HTML).markup == "-1234567")
    }

    @Test func piecesAreJoined() {
        #expect(HTML(joining: ["a", "b"], separator: ", ").markup == "a, b")
        #expect(HTML(joining: []) == .empty)
    }

    @Test func attributesAreThereOrNot() {
        #expect(("<input \("checked", if: true)>" as HTML).markup == "<input checked>")
        #expect(("<input \("checked", if: false)>" as HTML).markup == "<input >")
    }

    @Test func linksAreWholeAttributesAndEscaped() throws {
        let target = try #require(HTTPSURL("https://example.org/?a=1&b=\"x\""))
        #expect(("<a \(href: target)>" as HTML).markup == "<a href=\"https://example.org/?a=1&amp;b=&quot;x&quot;\">")
        #expect(("<img \(src: target)>" as HTML).markup.hasPrefix("<img src=\"https://"))
    }

    @Test(arguments: [
        "http://example.org", "javascript:alert(1)", " https://example.org", "https://", "https://a b", "https://a\nb",
        "//example.org",
        "data:text/html,x", "HTTPS://example.org", "https://a\u{7F}",
    ])
    func onlyHTTPSAddressesAreTargets(text: String) {
        #expect(HTTPSURL(text) == nil)
    }
}
