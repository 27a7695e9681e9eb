import Domain
import TestSupport
import Testing

@testable import S3

/// Lists by chance: whatever a store sends, reading it ends, and what is read is what was written.
struct HostileListTests {
    private static let pieces = [
        "<Contents>", "</Contents>", "<Key>", "</Key>", "<Size>1</Size>", "<Size>99999999999999999999</Size>",
        "<LastModified>2026-01-01T00:00:00.000Z</LastModified>",
        "<CommonPrefixes><Prefix>a%2F</Prefix></CommonPrefixes>",
        "<EncodingType>url</EncodingType>", "<IsTruncated>true</IsTruncated>", "%", "%2", "%zz", "+", "&#1;", "&amp;",
        "é",
        "<NextContinuationToken>t</NextContinuationToken>", "<NextContinuationToken/>", "</ListBucketResult>", "\u{0}",
    ].map { Array($0.utf8) }

    private static func document(_ keys: [[UInt8]], prefixes: [[UInt8]] = [], next: ObjectQuery.Start? = nil) -> [UInt8]
    {
        var text = "<ListBucketResult><IsTruncated>\(next != nil)</IsTruncated>"
        if case .token(let token) = next {
            text +=
                "<NextContinuationToken>\(token.replacing("&", with: "&amp;").replacing("<", with: "&lt;"))"
                + "</NextContinuationToken>"
        }
        for key in keys {
            text +=
                "<Contents><Key>\(URIEncoding.encode(key))</Key><Size>5</Size>"
                + "<LastModified>2026-01-01T00:00:00Z</LastModified></Contents>"
        }
        for prefix in prefixes {
            text += "<CommonPrefixes><Prefix>\(URIEncoding.encode(prefix))</Prefix></CommonPrefixes>"
        }
        return Array((text + "<EncodingType>url</EncodingType></ListBucketResult>").utf8)
    }

    private static func keys(_ page: ObjectPage) -> [[UInt8]] { (0..<page.count).map { Array(page.key($0)) } }

    @Test("Keys of any bytes come through")
    func anyBytes() throws {
        let random = RepeatableRandom(seed: 11)
        for _ in 0..<300 {
            let keys = (0..<Int(random.next() % 9)).map { _ in random.bytes(1 + Int(random.next() % 40)) }
            let page = try S3PageReader.read(Self.document(keys, prefixes: keys))
            #expect(Self.keys(page) == keys && page.prefixes == keys && page.next == nil)
        }
    }

    /// Whole elements in any order, some of them strange.
    private static func elements(_ random: RepeatableRandom) -> [UInt8] {
        let time = "<LastModified>2026-01-01T00:00:00.000Z</LastModified>"
        let pieces = [
            "<Contents><Key>a%2Fb+c</Key><Size>1</Size>\(time)</Contents>",
            "<Contents>\(time)<Size>2</Size></Contents>",
            "<Contents><Key>%zz%2</Key><Key>é&#9;&amp;</Key><Size>1</Size>\(time)<ETag>x</ETag></Contents>",
            "<CommonPrefixes><Prefix>%FF/</Prefix><Prefix/></CommonPrefixes>", "<EncodingType>url</EncodingType>",
            "<IsTruncated>true</IsTruncated>", "<NextContinuationToken>t</NextContinuationToken>", "<Key>k</Key>",
            "%41",
            "<Owner><Contents><Key>no</Key></Contents></Owner>", "<!-- c -->", "<Contents><Key>k</Key></Contents>",
        ]
        let body = (0..<Int(random.next() % 5)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
        return Array("<ListBucketResult>\(body)</ListBucketResult>".utf8)
    }

    private static func changed(_ document: [UInt8], _ random: RepeatableRandom) -> [UInt8] {
        var bytes = document
        for _ in 0..<1 + random.next() % 3 {
            let place = Int(random.next() % UInt64(bytes.count))
            switch random.next() % 3 {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + Int(random.next() % 20)))
            default: bytes.insert(contentsOf: pieces[Int(random.next() % UInt64(pieces.count))], at: place)
            }
            if bytes.isEmpty { bytes = [0] }
        }
        return bytes
    }

    @Test("A list that was made or changed at random is refused, or read as something that could have been written")
    func strange() throws {
        let random = RepeatableRandom(seed: 12)
        let whole = Self.document([Array("a/b c".utf8), [0xFF, 1]], prefixes: [[97, 47]], next: .token("t"))
        var (taken, refused) = (0, 0)
        for number in 0..<3000 {
            let bytes = number % 2 == 0 ? Self.elements(random) : Self.changed(whole, random)
            // `try?`: many are refused, as they should be.
            guard let page = try? S3PageReader.read(bytes) else {
                refused += 1
                continue
            }
            taken += 1
            var sizes: [Int64] = []
            page.forEach { _, size, _ in sizes.append(size) }
            #expect(sizes.allSatisfy { $0 >= 0 })
            let again = try S3PageReader.read(Self.document(Self.keys(page), prefixes: page.prefixes))
            #expect(Self.keys(again) == Self.keys(page) && again.prefixes == page.prefixes)
        }
        #expect(taken > 500 && refused > 500, "\(taken) were read, \(refused) refused")
    }
}
