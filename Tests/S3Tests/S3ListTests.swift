import AsyncHTTPClient
import Domain
import TestStores
import TestSupport
import Testing

@testable import S3

/// Lists as stores give them, page by page.
@Suite(.timeLimit(.minutes(5)))
struct S3ListTests {
    static func client(
        _ endpoint: String, region: String = "us-east-1", credentials: S3Credentials? = FakeS3.credentials,
        time: InstantTime = InstantTime(), tries: Int = 4
    ) throws -> S3Client {
        S3Client(
            try S3Configuration(
                bucket: FakeS3.bucket, region: region, endpoint: endpoint, credentials: credentials),
            time: time, random: RepeatableRandom(), tries: tries)
    }

    /// All pages of a query.
    private static func pages(_ client: S3Client, _ query: ObjectQuery) async throws -> [ObjectPage] {
        var (pages, query) = ([ObjectPage](), query)
        repeat {
            let page = try await client.page(query)
            pages.append(page)
            query.start = page.next ?? .beginning
        } while query.start != .beginning
        return pages
    }

    private static func keys(_ pages: [ObjectPage]) -> [[UInt8]] {
        pages.flatMap { page in (0..<page.count).map { Array(page.key($0)) } }
    }

    private static let odd: [[UInt8]] =
        [
            "a b+c%41/ü.jpg", "a/", "a//b", "a/../b", "/lead", "<&>\"'", "tab\t\n\u{1}", "100%", "%zz", "q?x=1&y#z",
            "~*'()!",
        ].map { Array($0.utf8) } + [[0xFF, 0x00, slash, 0xC3]]

    @Test(
        "Keys of every sort come as they are, over several pages",
        arguments: [[], [.encodesSpaces], [.givesNoToken]] as [Set<FakeS3.Habit>])
    func oddKeys(_ habits: Set<FakeS3.Habit>) async throws {
        try await FakeS3.run { store, endpoint in
            store.state.withLock { ($0.rawKeys, $0.habits) = (Self.odd, habits) }
            let pages = try await Self.pages(try Self.client(endpoint), ObjectQuery(prefix: []))
            #expect(pages.count == 4 && pages.dropLast().allSatisfy { $0.count == 3 })
            #expect(Self.keys(pages) == Self.odd.sorted { $0.lexicographicallyPrecedes($1) })
            pages[0].forEach { _, size, modified in
                #expect(size == 1 && modified == Timestamp(FakeS3.modified)?.milliseconds)
            }
        }
    }

    @Test("A store that does not encode keys is understood too")
    func plainKeys() async throws {
        try await FakeS3.run { store, endpoint in
            let keys = ["a+b%41 c&<ü", "d"]
            store.state.withLock { ($0.rawKeys, $0.habits) = (keys.map { Array($0.utf8) }, [.encodesNothing]) }
            let found = try await Self.client(endpoint).keys(prefix: "")
            #expect(found == keys)
        }
    }

    @Test("Prefix, delimiter, start and limit are asked for, whatever bytes they hold")
    func queries() async throws {
        try await FakeS3.run { store, endpoint in
            let keys: [[UInt8]] = [
                [0xFF, slash, 0x2B, 1], [0xFF, slash, 0x2B, 2], [0xFF, slash, 0x2C, slash, 3], [9],
            ]
            store.state.withLock { $0.rawKeys = keys }
            let client = try Self.client(endpoint)
            let page = try await client.page(ObjectQuery(prefix: [0xFF, slash], isDelimited: true, limit: 2))
            #expect(Self.keys([page]) == Array(keys[..<2]) && page.prefixes.isEmpty && page.next != nil)
            let rest = try await client.page(
                ObjectQuery(prefix: [0xFF, slash], isDelimited: true, start: .after(keys[1])))
            #expect(rest.count == 0 && rest.prefixes == [[0xFF, slash, 0x2C, slash]] && rest.next == nil)
            #expect(store.state.withLock { $0.queries[0] }.contains("prefix=%FF%2F"))
        }
    }

    @Test("A list that goes in circles is given up")
    func circles() async throws {
        try await FakeS3.run { store, endpoint in
            store.state.withLock { ($0.rawKeys, $0.habits) = (Self.odd, [.goesInCircles]) }
            await #expect(throws: S3Error.self) { try await Self.client(endpoint).keys(prefix: "") }
        }
    }

    @Test(
        "A list that makes no sense is refused in words",
        arguments: [
            ("<html><body>Sign in</body></html>", "not a list of objects"),
            (
                "<ListBucketResult><Contents><Key>k</Key><Size>1</Size></Contents></ListBucketResult>",
                "no time of last change"
            ),
            (
                "<ListBucketResult><Contents><Key>k</Key><Size>-1</Size><LastModified>2026-01-01T00:00:00Z</LastModified>"
                    + "</Contents></ListBucketResult>", "no size for \u{201C}k\u{201D}"
            ),
            ("<ListBucketResult><Contents>", "ends too early"), ("", "ends too early"),
            ("<ListBucketResult><Contents><Key>\(String(repeating: "k", count: 20_000))</Key>", "longer than any key"),
        ])
    func nonsense(_ body: String, _ words: String) async throws {
        try await FakeS3.run { store, endpoint in
            store.state.withLock { $0.answers = [(200, [], body)] }
            do {
                _ = try await Self.client(endpoint).page(ObjectQuery(prefix: []))
                Issue.record("it was taken")
            } catch let error as S3Error {
                #expect(error.kind == .refused && error.message.contains(words), "\(error)")
            }
        }
    }

    @Test("An element of a name that is known elsewhere is not taken for it")
    func strangeElements() throws {
        let page = try S3PageReader.read(
            Array(
                """
                <ListBucketResult><Prefix>p</Prefix><Contents><Owner><Key>no</Key></Owner><Key>k</Key><Size>7</Size>
                <LastModified>2026-01-01T00:00:00.000Z</LastModified><Prefix>no</Prefix></Contents>
                <CommonPrefixes><Prefix>d/</Prefix><Key>no</Key></CommonPrefixes><Key>no</Key></ListBucketResult>
                """.utf8))
        #expect(Self.keys([page]) == [Array("k".utf8)] && page.prefixes == [Array("d/".utf8)] && page.next == nil)
    }

    @Test("A bucket in another region is found once, and from then on asked for there")
    func regions() async throws {
        try await FakeS3.run { store, endpoint in
            store.state.withLock { ($0.region, $0.rawKeys) = ("eu-central-1", Self.odd) }
            let client = try Self.client(endpoint)
            #expect(try await client.keys(prefix: "").count == Self.odd.count)
            #expect(store.state.withLock { $0.requests.count } == 5)
            store.state.withLock { state in
                state.answers = [(301, [("x-amz-bucket-region", "ap-south-1")], "")]
                state.region = "ap-south-1"
            }
            _ = try await client.page(ObjectQuery(prefix: []))
            #expect(store.state.withLock { $0.requests.count } == 7)
        }
    }

    @Test("A region that leads to another one is not followed twice, a strange one never")
    func regionLoops() async throws {
        try await FakeS3.run { store, endpoint in
            for region in ["eu-west-1", "evil.example.org/", ""] {
                let body = "<Error><Code>PermanentRedirect</Code><Region>\(region)</Region></Error>"
                store.state.withLock { ($0.requests, $0.answers) = ([], [(301, [], body), (301, [], body)]) }
                do {
                    _ = try await Self.client(endpoint).page(ObjectQuery(prefix: []))
                    Issue.record("it was listed")
                } catch let error as S3Error {
                    #expect(error.kind == .configuration && error.cause == .otherRegion)
                }
                #expect(store.state.withLock { $0.requests.count } == (region == "eu-west-1" ? 2 : 1))
            }
        }
    }

    @Test("AWS is asked in the bucket's region, by host unless a dot forbids it")
    func awsAddresses() throws {
        let plain = try S3Configuration(bucket: "b", region: "us-east-1", credentials: nil)
        #expect(plain.address(in: "eu-west-3").origin == "https://b.s3.eu-west-3.amazonaws.com")
        #expect(plain.address(in: "cn-north-1").host == "b.s3.cn-north-1.amazonaws.com.cn")
        let dotted = try S3Configuration(bucket: "photos.example.org", credentials: nil)
        #expect(dotted.address(in: "us-east-1").origin == "https://s3.us-east-1.amazonaws.com")
        #expect(dotted.address(in: "us-east-1").root == "/photos.example.org/")
        #expect(throws: S3Error.self) { try S3Configuration(bucket: "b", region: "eu west", credentials: nil) }
    }

    @Test("A bucket that stands in the host's name is asked for there")
    func byHost() async throws {
        try await FakeS3.run { store, endpoint in
            store.state.withLock { $0.rawKeys = Self.odd }
            var settings = S3Client.httpConfiguration
            settings.dnsOverride = ["\(FakeS3.bucket).s3.example.org": "127.0.0.1"]
            let place = try S3Configuration(
                bucket: FakeS3.bucket, endpoint: endpoint.replacing("127.0.0.1", with: "s3.example.org"),
                addressing: .virtual, credentials: FakeS3.credentials)
            try await HTTPClient.withHTTPClient(configuration: settings) { http in
                let client = S3Client(place, http: http, time: InstantTime())
                let keys = try await client.keys(prefix: "")
                #expect(keys.count == Self.odd.count)
                #expect(store.state.withLock { Set($0.requests) } == ["GET /"])
            }
        }
    }

    @Test("A session's token goes with every request")
    func session() async throws {
        try await FakeS3.run { store, endpoint in
            store.state.withLock { ($0.sessionToken, $0.rawKeys) = ("tok/en+1", Self.odd) }
            let session = S3Credentials(accessKeyID: "AKID", secretAccessKey: "secret/key+1", sessionToken: "tok/en+1")
            #expect(try await Self.client(endpoint, credentials: session).keys(prefix: "").count == Self.odd.count)
            do {
                _ = try await Self.client(endpoint).keys(prefix: "")
                Issue.record("it was let in")
            } catch let error as S3Error {
                #expect(error.kind == .denied && error.cause == .wrongSession)
            }
        }
    }
}

private let slash = UInt8(ascii: "/")
