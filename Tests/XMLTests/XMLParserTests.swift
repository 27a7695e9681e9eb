import TestSupport
import Testing
import XML

/// What well-formed documents give.
@Suite struct XMLParserTests {
    @Test func elementsAttributesAndTextComeInOrder() throws {
        #expect(
            try Events.of("<a x='1' y=\"2&amp;3\">t<b/>u&lt;<![CDATA[<v>]]></a>")
                == ["<a x=1 y=2&3>", "t", "<b>", "</b>", "u<<v>", "</a>"])
    }

    @Test func namesAreResolvedWhateverTheirPrefix() throws {
        let first = try Events.of("<p:a xmlns:p='urn:one' p:x='1' x='2'><p:b/></p:a>")
        let second = try Events.of("<a xmlns='urn:one' xmlns:q='urn:one' q:x='1' x='2'><b/></a>")
        #expect(first == ["<{urn:one}a {urn:one}x=1 x=2>", "<{urn:one}b>", "</{urn:one}b>", "</{urn:one}a>"])
        #expect(first == second)
    }

    @Test func valuesAreFoundByTheirName() throws {
        final class Finder: XMLHandler {
            var found: [String?] = []
            func start(_ name: XMLName, _ attributes: XMLAttributes) throws(XMLRefusal) {
                found = [attributes.value("urn:one", "x"), attributes.value("", "x"), attributes.value("urn:two", "x")]
                #expect(name.matches("", "a") && !name.matches("urn:one", "a") && !name.matches("", "ab"))
            }
            func end(_ name: XMLName) throws(XMLRefusal) {}
            func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {}
        }
        let finder = Finder()
        try XMLParser(handler: finder).parse(Array("<a xmlns:p='urn:one' p:x='1' x='2'/>".utf8))
        #expect(finder.found == ["1", "2", nil])
    }

    @Test func everyEncodingOfExpatIsRead() throws {
        let wanted = ["<a>", "é😀", "</a>"]
        let text = "<a>é😀</a>"
        #expect(try Events.of([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == wanted)
        let units = Array(text.utf16)
        #expect(try Events.of([0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == wanted)
        #expect(try Events.of([0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) == wanted)
        let latin = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8) + [0xE9] + Array("</a>".utf8)
        #expect(try Events.of(latin) == ["<a>", "é", "</a>"])
    }

    @Test func instructionsCommentsAndADocumentTypeWithoutDeclarationsMeanNothing() throws {
        let document =
            "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'file:///etc/passwd'><?xpacket x?><!-- c --><a/> \n<!---->"
        #expect(try Events.of(document) == ["<a>", "</a>"])
    }

    @Test func oneParserReadsManyDocuments() throws {
        let events = Events()
        let parser = XMLParser(handler: events)
        try parser.parse(Array("<a xmlns:p='urn:one'/>".utf8))
        #expect(throws: XMLError.self) { try parser.parse(Array("<a><p:b/>".utf8)) }
        try parser.parse(Array("<b>t</b>".utf8))
        #expect(events.list.suffix(3) == ["<b>", "t", "</b>"])
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func piecesGiveWhatTheWholeGives(seed: UInt64) throws {
        var random = RepeatableRandom(seed: seed)
        let document = Array(
            "<?xml version='1.0'?><p:a xmlns:p='urn:ö' x='é'>😀 t<!-- c --><b>&#x41;\r\nü</b></p:a>\n".utf8)
        let events = Events()
        let parser = XMLParser(handler: events)
        var rest = document[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 0...9, using: &random))
            try piece.withUnsafeBufferPointer { try parser.feed($0) }
            rest = rest.dropFirst(piece.count)
        }
        try parser.finish()
        #expect(try events.list == Events.of(document))
        #expect(throws: XMLError.self) { try parser.finish() }
    }
}
