import Domain
import Testing

@testable import Analysis

/// What is read from XMP sidecars, and what is not.
@Suite struct SidecarReaderTests {
    private static let namespaces =
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:xmp='http://ns.adobe.com/xap/1.0/' "
        + "xmlns:tiff='http://ns.adobe.com/tiff/1.0/' xmlns:aux='http://ns.adobe.com/exif/1.0/aux/' "
        + "xmlns:exifEX='http://cipa.jp/exif/1.0/' xmlns:x='adobe:ns:meta/'"

    /// The content of sidecars that hold this inside `rdf:RDF`.
    private func read(_ descriptions: String...) -> SidecarContents {
        readBytes(
            descriptions.map {
                Array(
                    ("<?xpacket begin='' id='x'?>\n<x:xmpmeta \(Self.namespaces)><rdf:RDF>\($0)</rdf:RDF></x:xmpmeta>"
                        + "<?xpacket end='w'?>").utf8)
            })
    }

    private func readBytes(_ documents: [[UInt8]]) -> SidecarContents {
        let reader = SidecarReader()
        for (file, bytes) in documents.enumerated() { bytes.withUnsafeBufferPointer { reader.read($0, of: file) } }
        return reader.contents
    }

    @Test func attributesAndElementsAreTheSame() {
        let contents = read(
            "<rdf:Description xmp:Rating='4' xmp:Label='Red' xmp:CreatorTool='One 1.0' tiff:Make='Canon' "
                + "tiff:Model='Canon EOS R5' aux:Lens='RF 50mm'/>",
            "<rdf:Description><xmp:Rating>4</xmp:Rating><xmp:Label> Red\n</xmp:Label>"
                + "<xmp:CreatorTool>One 1.0</xmp:CreatorTool>"
                + "<tiff:Make>Canon</tiff:Make><tiff:Model>Canon EOS R5</tiff:Model>"
                + "<aux:Lens>RF 50mm</aux:Lens></rdf:Description>"
        )
        #expect(contents.ratings.all == ["4": 2] && contents.labels.all == ["Red": 2])
        #expect(contents.creatorTools.all == ["One 1.0": 2] && contents.cameras.all == ["Canon EOS R5": 2])
        #expect(contents.lenses.all == ["RF 50mm": 2])
        #expect(contents.count == 2 && contents.broken.isEmpty)
    }

    @Test(arguments: [
        ("-1", "-1"), ("0", "0"), ("5", "5"), ("3.0", "3"), ("3.5", "4"), ("0.0", "0"), ("-1.0", "-1"), ("6", "other"),
        ("5.5", "other"), ("-2", "other"), ("good", "other"), ("nan", "other"), ("1e99", "other"), (" 2 ", "2"),
        ("0x5", "other"),
    ])
    func ratingsAreWholeNumbers(text: String, key: String) {
        #expect(read("<rdf:Description xmp:Rating='\(text)'/>").ratings.all == [key: 1])
    }

    @Test(arguments: [
        ("NIKON CORPORATION", "NIKON D850", "NIKON D850"), ("FUJIFILM", "X-T4", "FUJIFILM X-T4"),
        ("Canon", "", "Canon"), ("", "X-T4", "X-T4"), ("canon", "Canon EOS R5", "Canon EOS R5"),
    ])
    func makeAndModelAreOneCamera(make: String, model: String, camera: String) {
        #expect(read("<rdf:Description tiff:Make='\(make)' tiff:Model='\(model)'/>").cameras.all == [camera: 1])
    }

    @Test func prefixesMeanNothingAndNamespacesEverything() {
        let contents = read(
            "<rdf:Description xmlns:q='http://ns.adobe.com/xap/1.0/' q:Rating='1'/>",
            "<rdf:Description xmlns:xmp='urn:other' xmp:Rating='2'/>", "<rdf:Description Rating='3'/>")
        #expect(contents.ratings.all == ["1": 1])
    }

    @Test func theFirstOfSeveralValuesCountsAndAdobesLensGoesFirst() {
        let contents = read(
            "<rdf:Description xmp:Label='One' exifEX:LensModel='B'/><rdf:Description xmp:Label='Two' aux:Lens='A'/>",
            "<rdf:Description xmp:Label=''/><rdf:Description><xmp:Label/>"
                + "<xmp:Label>Three</xmp:Label></rdf:Description>",
            "<rdf:Description exifEX:LensModel='B'/>")
        #expect(contents.labels.all == ["One": 1, "Three": 1])
        #expect(contents.lenses.all == ["A": 1, "B": 1])
    }

    @Test(arguments: [
        "<rdf:Alt>\n<rdf:li xml:lang='x-default'>Red</rdf:li><rdf:li>Rot</rdf:li></rdf:Alt>",
        "<rdf:Seq><rdf:li>Red</rdf:li></rdf:Seq>",
        "<rdf:Bag> <rdf:li/> <rdf:li> Red </rdf:li></rdf:Bag>",
        "<rdf:Description><rdf:value>Red</rdf:value><aux:Lens>x</aux:Lens></rdf:Description>",
        "<![CDATA[Re]]>d", "R&#101;d",
    ])
    func valuesAreFoundInTheirContainers(value: String) {
        let contents = read("<rdf:Description><xmp:Label>\(value)</xmp:Label></rdf:Description>")
        #expect(contents.labels.all == ["Red": 1])
        #expect(contents.lenses.all == [:])
    }

    @Test func whatBelongsToOtherThingsIsNotCounted() {
        let contents = read(
            "<rdf:Description><x:Pantry><rdf:Bag><rdf:li>"
                + "<rdf:Description xmp:Rating='5'/></rdf:li></rdf:Bag></x:Pantry>"
                + "<x:History rdf:parseType='Resource'><xmp:Rating>5</xmp:Rating></x:History></rdf:Description>"
                + "<x:Other xmp:Rating='4'><xmp:Rating>4</xmp:Rating></x:Other>")
        #expect(contents.ratings.all == [:] && contents.count == 1)
    }

    @Test func valuesAreCutAndCleaned() {
        let long = String(repeating: "ö", count: 900)
        let contents = read(
            "<rdf:Description xmp:Label='\(long)'/>", "<rdf:Description xmp:Label=' a&#9;&#10; b&#x85;c&#x202E; '/>")
        #expect(Set(contents.labels.all.keys) == [String(repeating: "ö", count: 200), "a b c"])
    }

    @Test func brokenSidecarsAreFindingsWithTheirPlaceAndCountNothingElse() {
        let files = FileTable(["a/1.xmp", "a/2.xmp", "a/3.xmp", "a/4.xmp"].map { Archive.file($0) })
        let reader = SidecarReader()
        func read(_ text: String, _ file: Int) {
            Array(text.utf8).withUnsafeBufferPointer { reader.read($0, of: file) }
        }
        read("<x:xmpmeta \(Self.namespaces)>\n<rdf:RDF><rdf:Description xmp:Rating='5'/>", 3)
        read("<html/>", 0)
        read("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", 1)
        reader.refuse(2, "it is larger than 16 MiB")
        let result = PhotoStats.analyse(
            files: files, configuration: Archive.configuration, sidecars: reader.contents)
        #expect(result.brokenSidecars.entries.map(\.path) == ["a/1.xmp", "a/2.xmp", "a/3.xmp", "a/4.xmp"])
        #expect(result.brokenSidecars.entries[0].reason.contains("rdf:RDF"))
        #expect(result.brokenSidecars.entries[3].line == 2)
        #expect(result.sidecarFigures?.ratings == [:] && result.sidecarFigures?.count == 4)
        #expect(result.hasIssues && result.issueCount == 8)
    }

    @Test func paddingBehindThePacketMeansNothing() {
        let text = "<x:xmpmeta \(Self.namespaces)><rdf:RDF><rdf:Description xmp:Rating='5'/></rdf:RDF></x:xmpmeta>"
        let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let zeros = [UInt8](repeating: 0, count: 100)
        let contents = readBytes([
            Array(text.utf8) + zeros, [0xEF, 0xBB, 0xBF] + Array(text.utf8) + [0x20, 0x0A] + zeros.dropLast(),
            [0xFF, 0xFE] + wide + zeros, [0xFF, 0xFE] + wide, Array(text.utf8) + [0],
        ])
        #expect(contents.ratings.all == ["5": 5], "\(contents.broken)")
    }

    @Test func manyValuesAreBoundedAndTheirOrderChangesNothing() {
        // Of those that come twice only `v100` to `v189` are among the first in order.
        let names = (0..<25_000).map { "v\($0 * 7919 % 25_000)" } + (100..<600).map { "v\($0)" }
        func counted(_ names: some Sequence<String>) -> ValueCounts {
            var counts = ValueCounts()
            for name in names { counts.add(name) }
            return counts
        }
        var merged = counted(names[..<9000])
        merged.merge(counted(names[9000...]))
        var other = counted(names.reversed()[..<21_000])
        other.merge(counted(names.reversed()[21_000...]))
        #expect(merged.all == counted(names).all && other.all == merged.all)
        let sums = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        let first = sums.sorted { $0.key < $1.key }.prefix(ValueCounts.countedLimit)
        let listed = first.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(ValueCounts.listedLimit)
        var expected = Dictionary(uniqueKeysWithValues: listed.map { ($0.key, $0.value) })
        expected[ValueCounts.rest] = names.count - listed.reduce(0) { $0 + $1.value }
        #expect(merged.all == expected && expected.values.count { $0 == 2 } == 90)
    }

    @Test func theLongestValuesFitResults() {
        var counts = ValueCounts()
        let filler = String(repeating: "🎞", count: 195)
        for number in 10_000..<40_000 { counts.add("\(number)\(filler)") }
        #expect(counts.all.count == ValueCounts.listedLimit + 1)
        #expect(counts.all.keys.reduce(0) { $0 + $1.utf8.count } < 1_000_000)
        #expect(counts.all.values.reduce(0, +) == 30_000)
    }

    @Test func onlyXMPThatCountsIsRead() {
        let table = FileTable(
            [("a.xmp", 1), ("a.cr3", 1), ("B.XMP", 1), (".xmp", 1), ("c.xmp", 0), ("d.xmpx", 1), ("e.cos", 1)].map {
                Archive.file($0, size: $1)
            })
        var configuration = Archive.configuration
        #expect(SidecarContents.files(of: table, configuration: configuration) == [0, 2])
        configuration.metadataExtensions = [".cos"]
        #expect(SidecarContents.files(of: table, configuration: configuration) == [])
    }
}
