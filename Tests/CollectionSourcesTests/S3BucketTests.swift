import Domain
import S3
import TestStores
import TestSupport
import Testing

@testable import CollectionSources

/// Buckets of S3, against a store that misbehaves when it is told to, and against real ones.
@Suite(.timeLimit(.minutes(5)))
struct S3BucketTests {
    /// The real stores.
    enum Store: CaseIterable, Sendable {
        case moto, swift

        var facts: PythonServer.Facts {
            get throws {
                switch self {
                case .moto: try PythonServer.moto.get().facts
                case .swift: try PythonServer.swift.get().facts
                }
            }
        }
    }

    static func bucket(
        _ endpoint: String, _ name: String = FakeS3.bucket, region: String = "us-east-1",
        key: String = FakeS3.credentials.accessKeyID, secret: String = FakeS3.credentials.secretAccessKey,
        time: any TimeSource = InstantTime()
    ) throws -> S3Bucket {
        try S3Bucket(
            S3Configuration(
                bucket: name, region: region, endpoint: endpoint,
                credentials: S3Credentials(accessKeyID: key, secretAccessKey: secret)), time: time)
    }

    private static func bucket(_ facts: PythonServer.Facts, region: String? = nil) throws -> S3Bucket {
        try bucket(
            facts.endpoint, facts.bucket, region: region ?? facts.region ?? "", key: facts.key ?? "",
            secret: facts.secret ?? "")
    }

    @Test("A real store's files are all found, whatever they are called", arguments: Store.allCases)
    func realFiles(_ store: Store) async throws {
        let facts = try store.facts
        let listing = try await Self.bucket(facts).list(prefix: "")
        let found = listing.files.map { (String(decoding: $0.path, as: UTF8.self), Int($0.size)) }
        #expect(Dictionary(found, uniquingKeysWith: { first, _ in first }) == facts.files)
        #expect(found.count == facts.files.count && listing.skipped == facts.skipped)
        let now = SystemTime().now()
        #expect(listing.files.allSatisfy { abs((now - $0.modified).wholeMilliseconds) < 3_600_000 })
    }

    @Test("A real store's folder is listed alone; one that is not there is an error", arguments: Store.allCases)
    func realFolders(_ store: Store) async throws {
        let facts = try store.facts
        let bucket = try Self.bucket(facts)
        for folder in ["2004", "2005/01/", "a b+c%41", "double/", "dots/.."] {
            let begin = folder.hasSuffix("/") ? folder : folder + "/"
            let expected = facts.files.keys.filter { $0.hasPrefix(begin) }.map { String($0.dropFirst(begin.count)) }
            #expect(try await bucket.list(prefix: folder).paths == expected.sorted())
        }
        #expect(try await bucket.list(prefix: "empty").files.isEmpty)
        await #expect(throws: ListingError.self) { try await bucket.list(prefix: "1999") }
    }

    @Test("A real store's other region is found by itself", arguments: [Store.swift])
    func realRegions(_ store: Store) async throws {
        let facts = try store.facts
        #expect(try await Self.bucket(facts, region: "us-east-1").list(prefix: "").files.count == facts.files.count)
    }

    @Test("A real store passes the test of its connection, and shows what is there", arguments: Store.allCases)
    func realTest(_ store: Store) async throws {
        let test = try await Self.bucket(store.facts).test(prefix: "2004")
        guard case .passed(let entries) = test.outcome else {
            Issue.record("\(test)")
            return
        }
        let months = try store.facts.files.keys.compactMap { $0.hasPrefix("2004/") ? $0.split(separator: "/")[1] : nil }
        // The fifth month is there too, if only as a folder that a program wrote down.
        let expected = Set(months + ["05"]).map { $0.hasSuffix(".jpg") ? String($0) : "\($0)/" }.sorted().prefix(10)
        #expect(entries.map { String(decoding: $0, as: UTF8.self) } == Array(expected))
    }

    @Test("A real store's refusals are told apart", arguments: Store.allCases)
    func realRefusals(_ store: Store) async throws {
        let facts = try store.facts
        let (key, secret, region) = (facts.key ?? "", facts.secret ?? "", facts.region ?? "")
        let wrongSecret = "0123456789secret"
        let cases: [(S3Bucket, ConnectionTest.Reason)] = [
            (try Self.bucket(facts.endpoint, facts.bucket, region: region, key: "NOBODY", secret: secret), .wrongKey),
            (
                try Self.bucket(facts.endpoint, facts.bucket, region: region, key: key, secret: wrongSecret),
                .wrongSecret
            ),
            (
                try Self.bucket(
                    facts.endpoint, facts.bucket, region: region, key: facts.stranger ?? "",
                    secret: facts.strangerSecret ?? ""), .accessDenied
            ),
            (try Self.bucket(facts.endpoint, "no-such-bucket", region: region, key: key, secret: secret), .noBucket),
        ]
        for (bucket, reason) in cases {
            let test = await bucket.test(prefix: "")
            guard case .failed(let found, let message) = test.outcome else {
                Issue.record("passed though it was \(reason)")
                continue
            }
            // Swift does not say whether it knows a key.
            let isAsGood = store == .swift && reason == .wrongKey && found == .wrongSecret
            #expect(found == reason || isAsGood, "\(message)")
            #expect(!message.contains(secret) && !message.contains(wrongSecret))
            await #expect(throws: ListingError.self) { try await bucket.list(prefix: "") }
        }
    }

    @Test("A clock that is wrong is what a real store says it is", arguments: [Store.swift])
    func realClock(_ store: Store) async throws {
        let facts = try store.facts
        let time = InstantTime(SystemTime().now() + .seconds(3600))
        let bucket = try Self.bucket(
            facts.endpoint, facts.bucket, region: facts.region ?? "", key: facts.key ?? "", secret: facts.secret ?? "",
            time: time)
        let test = await bucket.test(prefix: "")
        #expect(test.failedStep == .authenticates, "\(test)")
        guard case .failed(.wrongClock, let message) = test.outcome else {
            Issue.record("\(test)")
            return
        }
        #expect(message.contains("Set the clock."))
    }
}
