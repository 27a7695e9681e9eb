import Testing
import XML

/// Documents that are broken, or made to harm.
@Suite struct HostileXMLTests {
    private func refusal(_ document: [UInt8], _ limits: XMLLimits = XMLLimits()) -> XMLError? {
        do {
            _ = try Events.of(document, limits: limits)
            return nil
        } catch {
            return error as? XMLError
        }
    }

    @Test(
        arguments: [
            ("", "too early", 1, 1), ("<a>", "too early", 1, 4), ("<a>\n <b></a>", "mismatched", 2, 7),
            ("<a", "does not end", 1, 1), ("x", "syntax", 1, 1), ("<a/>\n<b/>", "junk", 2, 1),
            ("<a>&nbsp;</a>", "undefined entity", 1, 4), ("<a x='1' x='2'/>", "duplicate", 1, 10),
            ("<p:a/>", "unbound", 1, 1), ("<a>\u{0}</a>", "well-formed", 1, 4), ("<a>&#0;</a>", "character", 1, 4),
            ("<a><![CDATA[", "unclosed CDATA", 1, 13), (" <?xml version='1.0'?><a/>", "not at start", 1, 2),
            ("<?xml version='1.0' encoding='UTF-7'?><a/>", "encoding", 1, 31),
            ("<?xml version='1.0' encoding='UTF-16'?><a/>", "encoding", 1, 31),
            ("<!DOCTYPE a SYSTEM 'x'><a>&b;</a>", "undefined entity", 1, 27),
        ] as [(String, String, Int, Int)])
    func brokenDocumentsAreRefusedWithTheirPlace(text: String, words: String, line: Int, column: Int) {
        let error = refusal(Array(text.utf8))
        #expect(error?.message.contains(words) == true, "\(error?.description ?? "it was taken")")
        #expect(error?.line == line && error?.column == column, "\(error?.description ?? "")")
    }

    @Test func bytesThatAreNoTextAreRefused() {
        #expect(refusal([0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E])?.column == 4)
        #expect(refusal([0x3C, 0x61, 0x3E, 0xC3])?.message.contains("character") == true)
        #expect(refusal([0xFF, 0xFE, 0x00, 0x00, 0x3C]) != nil)
        #expect(refusal(Array(repeating: 0, count: 4096)) != nil)
    }

    @Test func aDocumentThatExplodesIsRefusedBeforeItsFirstEntity() {
        let entities = (1...9).map { "<!ENTITY e\($0) '\(String(repeating: "&e\($0 - 1);", count: 10))'>" }.joined()
        let error = refusal(Array("<!DOCTYPE a [<!ENTITY e0 'ha'>\(entities)]><a>&e9;</a>".utf8))
        #expect(error?.message.contains("declares entities") == true && error?.line == 1)
    }

    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1/x'> %p;]><a/>",
        "<!DOCTYPE a [<!ATTLIST a x CDATA 'given'>]><a/>",
    ])
    func noDeclarationIsRead(document: String) {
        #expect(refusal(Array(document.utf8))?.message.contains("document type") == true)
    }

    @Test func whatIsTooMuchIsRefused() {
        let limits = XMLLimits(bytes: 200, depth: 3, attributes: 2, text: 10)
        func message(_ text: String) -> String { refusal(Array(text.utf8), limits)?.message ?? "taken" }
        #expect(message("<a><b><c x='1' y='2'>12345678</c></b></a>") == "taken")
        #expect(message("<a><b><c><d/></c></b></a>").contains("3 deep"))
        #expect(message("<a x='1' y='2' z='3'/>").contains("2 attributes"))
        #expect(message("<a x='12345'>123456</a>").contains("10 bytes of text"))
        #expect(message("<a x='12345678901'/>").contains("10 bytes of text"))
        #expect(message("<a>" + String(repeating: " ", count: 200)).contains("200 bytes"))
    }

    @Test func whatAHandlerRefusesNamesItsPlace() {
        let events = Events()
        events.refused = "c"
        let parser = XMLParser(handler: events)
        let error = #expect(throws: XMLError.self) { try parser.parse(Array("<a>\n<b/><c/></a>".utf8)) }
        #expect(error == XMLError("<c> is not wanted", line: 2, column: 5))
        #expect(events.list == ["<a>", "\n", "<b>", "</b>"])
    }

    @Test func aMillionOpenTagsAreNoCrash() {
        let error = refusal(Array(String(repeating: "<a>", count: 1_000_000).utf8))
        #expect(error?.message.contains("256 deep") == true)
    }

    @Test func piecesBeyondTheLimitAreRefusedToo() {
        let parser = XMLParser(handler: Events(), limits: XMLLimits(bytes: 10))
        func feed(_ text: String) throws { try Array(text.utf8).withUnsafeBufferPointer { try parser.feed($0) } }
        #expect(throws: Never.self) { try feed("<a>12345") }
        #expect(throws: XMLError.self) { try feed("123") }
        #expect(throws: XMLError.self) { try feed("</a>") }
    }
}
