import Domain
import S3
import TestStores
import TestSupport
import Testing

@testable import CollectionSources

/// Buckets of Google Cloud Storage, against an emulator behind a door that checks signatures, and against scripted answers.
@Suite(.timeLimit(.minutes(5)))
struct GCSBucketTests {
    private static func facts() throws -> PythonServer.Facts { try PythonServer.cloudStorage.get().facts }

    private static func bucket(
        _ name: String? = nil, keyFile: String? = nil, time: any TimeSource = InstantTime()
    ) throws -> GCSBucket {
        let facts = try facts()
        let key = try ServiceAccountKey(json: Array((keyFile ?? facts.keyFile ?? "").utf8))
        return try GCSBucket(name ?? facts.bucket, key: key, endpoint: facts.endpoint, time: time)
    }

    @Test("The emulator's files are all found, whatever they are called")
    func realFiles() async throws {
        let facts = try Self.facts()
        let listing = try await Self.bucket().list(prefix: "")
        let found = listing.files.map { (String(decoding: $0.path, as: UTF8.self), Int($0.size)) }
        #expect(Dictionary(found, uniquingKeysWith: { first, _ in first }) == facts.files)
        #expect(found.count == facts.files.count && listing.skipped == facts.skipped)
        let now = SystemTime().now()
        #expect(listing.files.allSatisfy { abs((now - $0.modified).wholeMilliseconds) < 3_600_000 })
    }

    @Test("The emulator's folder is listed alone; one that is not there is an error")
    func realFolders() async throws {
        let facts = try Self.facts()
        let expected = facts.files.keys.filter { $0.hasPrefix("2005/01/") }.map { String($0.dropFirst(8)) }
        #expect(try await Self.bucket().list(prefix: "2005/01").paths == expected.sorted())
        await #expect(throws: ListingError.self) { try await Self.bucket().list(prefix: "1999") }
    }

    @Test("The emulator passes the test of its connection; refusals are told apart")
    func realTests() async throws {
        let facts = try Self.facts()
        let test = try await Self.bucket().test(prefix: "2004")
        let shown = ["01/", "02/", "03/", "04/", "05/", "overview.jpg"].map { Array($0.utf8) }
        #expect(test.outcome == .passed(entries: shown))
        let late = InstantTime(SystemTime().now() - .seconds(7200))
        let cases: [(GCSBucket, ConnectionTest.Reason)] = [
            (try Self.bucket("no-such-bucket"), .noBucket), (try Self.bucket("locked"), .accessDenied),
            (try Self.bucket(keyFile: facts.otherKeyFile), .wrongSecret),
            (try Self.bucket(keyFile: facts.strangerKeyFile), .wrongKey), (try Self.bucket(time: late), .wrongClock),
        ]
        for (bucket, reason) in cases {
            guard case .failed(let found, let message) = await bucket.test(prefix: "").outcome else {
                Issue.record("passed though it was \(reason)")
                continue
            }
            #expect(found == reason && message.hasSuffix("."), "\(message)")
            #expect(!message.contains(facts.token ?? "ya29") && !message.contains("PRIVATE KEY"))
        }
    }

    @Test("A page is asked for and read as the JSON API has it")
    func pages() async throws {
        try await FakeGCS.run { store, endpoint in
            store.state.withLock { state in
                state.lists = [
                    (
                        200,
                        #"{"items": [{"name": "ü/a", "size": "9007199254740993", "updated": "2026-01-02T03:04:05.678Z"}], "nextPageToken": "t/1"}"#
                    ),
                    (
                        200,
                        #"{"items": [{"name": "ü/b\u0001", "size": "0", "updated": "2026-01-02T04:04:05+01:00"}, {"name": "ü/c/", "size": "0", "updated": "2026-01-02T03:04:05Z"}]}"#
                    ),
                ]
            }
            let listing = try await FakeGCS.bucket(endpoint, time: InstantTime()).list(prefix: "ü")
            let files = listing.files.sorted { $0.path.lexicographicallyPrecedes($1.path) }
            #expect(files.map(\.path) == ["a", "b\u{1}"].map { Array($0.utf8) })
            #expect(files.map(\.size) == [9_007_199_254_740_993, 0])
            #expect(files.map(\.modified.milliseconds) == [1_767_323_045_678, 1_767_323_045_000])
            let queries = store.state.withLock { $0.queries }
            let fields = "fields=items%28name%2Csize%2Cupdated%29%2Cprefixes%2CnextPageToken&maxResults=1000"
            #expect(
                queries == [
                    "/storage/v1/b/archive/o?\(fields)&prefix=%C3%BC%2F",
                    "/storage/v1/b/archive/o?\(fields)&pageToken=t%2F1&prefix=%C3%BC%2F",
                ])
        }
    }

    @Test("A token is had once, renewed before it ends, and renewed once where it is refused")
    func tokens() async throws {
        try await FakeGCS.run { store, endpoint in
            let time = InstantTime()
            let item = #"{"items": [{"name": "a", "size": "1", "updated": "2026-01-02T03:04:05Z"}], "nextPageToken": "#
            let (calls, key) = (
                StoreCalls(http: S3Client.sharedHTTP, time: time, random: RepeatableRandom(), tries: 2),
                try ServiceAccountKey(json: FakeGCS.keyFile(endpoint))
            )
            let place = try #require(Endpoint(endpoint))
            let pages = GCSPages(
                bucket: "archive", endpoint: place, account: key.clientEmail, calls: calls,
                tokens: AccessTokens(key, calls: calls, time: time))
            store.state.withLock { $0.lists = [(200, item + #""1"}"#)] }
            _ = try await pages.page(ObjectQuery(prefix: []))
            time.advance(by: .seconds(3299))
            _ = try await pages.page(ObjectQuery(prefix: []))
            #expect(store.state.withLock { $0.tokens } == 1)
            time.advance(by: .seconds(2))
            _ = try await pages.page(ObjectQuery(prefix: []))
            #expect(store.state.withLock { $0.tokens } == 2)
            store.state.withLock { $0.accepted = "token-3" }
            _ = try await pages.page(ObjectQuery(prefix: []))
            #expect(store.state.withLock { $0.tokens } == 3)
            store.state.withLock { $0.accepted = "no token" }
            await #expect(throws: PlaceFailure.self) { try await pages.page(ObjectQuery(prefix: [])) }
            #expect(store.state.withLock { $0.tokens } == 4)
        }
    }

    @Test("Many who need a token at once get one and the same")
    func sharedToken() async throws {
        try await FakeGCS.run { store, endpoint in
            let time = InstantTime()
            let tokens = AccessTokens(
                try ServiceAccountKey(json: FakeGCS.keyFile(endpoint)),
                calls: StoreCalls(http: S3Client.sharedHTTP, time: time, random: RepeatableRandom(), tries: 2),
                time: time)
            let found = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 { group.addTask { try await tokens.current() } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(found == ["token-1"] && store.state.withLock { $0.tokens } == 1)
        }
    }

    @Test("What may pass is tried again, at the door and inside")
    func retries() async throws {
        try await FakeGCS.run { store, endpoint in
            let limited = #"{"error": {"message": "slower", "errors": [{"reason": "rateLimitExceeded"}]}}"#
            store.state.withLock { state in
                state.tokenAnswers = [(503, ""), (429, "{}")]
                state.lists = [(503, "<html>"), (429, "{}"), (403, limited)]
            }
            let time = InstantTime()
            let listing = try await FakeGCS.bucket(endpoint, time: time).list(prefix: "")
            #expect(listing.files.isEmpty)
            #expect(time.sleeps.count == 5)
            store.state.withLock { $0.tokenAnswers = Array(repeating: (500, ""), count: 30) }
            await #expect(throws: ListingError.self) {
                try await FakeGCS.bucket(endpoint, time: time).list(prefix: "")
            }
            #expect(store.state.withLock { $0.tokenAnswers.count } == 30 - S3Bucket.tries)
        }
    }

    @Test("Every refusal has its reason and its words, and none holds a token")
    func refusals() async throws {
        try await FakeGCS.run { store, endpoint in
            let cases: [((Int, String)?, (Int, String)?, ConnectionTest.Reason)] = [
                (
                    (400, #"{"error": "invalid_grant", "error_description": "Invalid JWT Signature."}"#), nil,
                    .wrongSecret
                ),
                ((401, #"{"error": "unauthorized_client"}"#), nil, .wrongKey),
                ((404, "<html>"), nil, .badEndpoint), ((200, "hello"), nil, .badEndpoint),
                ((200, "{}"), nil, .badEndpoint),
                ((403, #"{"error": "access_denied"}"#), nil, .wrongKey),
                (nil, (404, #"{"error": {"message": "The specified bucket does not exist."}}"#), .noBucket),
                (nil, (403, #"{"error": {"message": "no token-1 access"}}"#), .accessDenied),
                (nil, (400, #"{"error": {"message": "Invalid argument"}}"#), .refused), (nil, (200, "[]"), .refused),
                (nil, (200, "{"), .refused), (nil, (200, #"{"items": [{}]}"#), .refused),
                (nil, (200, #"{"items": [{"name": "a", "size": "-1", "updated": "2026-01-02T03:04:05Z"}]}"#), .refused),
                (nil, (200, #"{"items": [{"name": "a", "size": "1"}]}"#), .refused),
            ]
            for (token, list, reason) in cases {
                store.state.withLock { state in
                    (state.tokens, state.lists) = (0, list.map { [$0] } ?? [])
                    state.tokenAnswers = token.map { [$0] } ?? []
                }
                let test = try await FakeGCS.bucket(endpoint, time: InstantTime()).test(prefix: "")
                guard case .failed(let found, let message) = test.outcome else {
                    Issue.record("\(reason) passed")
                    continue
                }
                #expect(found == reason && message.hasSuffix(".") && !message.contains("token-1"), "\(message)")
            }
            store.state.withLock { $0.accepted = "another" }
            let test = try await FakeGCS.bucket(endpoint, time: InstantTime()).test(prefix: "")
            guard case .failed(.wrongKey, let message) = test.outcome else {
                Issue.record("\(test)")
                return
            }
            #expect(message.contains("Invalid Credentials: Bearer •••"))
        }
    }

    @Test("Names, endpoints and plain HTTP that cannot be right are refused", .proves("NFR-300.3"))
    func settings() throws {
        let key = try ServiceAccountKey(json: FakeGCS.keyFile("https://oauth2.googleapis.com"))
        let clear = try ServiceAccountKey(json: FakeGCS.keyFile("http://tokens.example.org"))
        for (name, key, endpoint) in [
            ("", key, GCSBucket.usualEndpoint), ("a/b", key, GCSBucket.usualEndpoint), ("b", key, "storage"),
            ("b", key, "http://storage.example.org"), ("b", clear, GCSBucket.usualEndpoint),
        ] {
            #expect(throws: GCSBucket.Refusal.self) { try GCSBucket(name, key: key, endpoint: endpoint) }
        }
        _ = try GCSBucket("b", key: clear, allowsPlainHTTP: true)
        _ = try GCSBucket("b", key: key)
    }
}
