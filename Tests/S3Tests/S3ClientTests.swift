import Domain
import TestStores
import TestSupport
import Testing

@testable import S3

/// The client against a store that fails when it is told to.
@Suite(.timeLimit(.minutes(5)))
struct S3ClientTests {
    private static func client(
        _ endpoint: String, bucket: String = FakeS3.bucket, credentials: S3Credentials = FakeS3.credentials
    ) throws -> S3Client {
        S3Client(try S3Configuration(bucket: bucket, endpoint: endpoint, credentials: credentials))
    }

    private static func refusal(_ body: () async throws -> Void) async throws -> S3Error.Kind? {
        do {
            try await body()
            return nil
        } catch let error as S3Error {
            return error.kind
        }
    }

    @Test("Objects are written, read in part, listed over several pages and removed")
    func objects() async throws {
        try await FakeS3.run { _, endpoint in
            let client = try Self.client(endpoint)
            let names = ["a/1", "a/2 with space+&é.txt", "a/3", "a/4", "a/5", "b/1"]
            for name in names { try await client.put(Array(name.utf8), key: name) }
            for name in names { #expect(try await client.get(key: name) == Array(name.utf8)) }
            #expect(try await client.get(key: "a/1", range: 1..<3) == Array("/1".utf8))
            #expect(try await client.get(key: "a/1", range: 2..<2).isEmpty)
            #expect(try await client.keys(prefix: "a/") == names.filter { $0.hasPrefix("a/") })
            try await client.put([], key: "a/1")
            #expect(try await client.get(key: "a/1").isEmpty)
            try await client.delete(key: "a/1")
            try await client.delete(key: "a/1")
            #expect(try await Self.refusal { _ = try await client.get(key: "a/1") } == .missing)
            #expect(try await Self.refusal { _ = try await client.get(key: "b/1", range: 1..<9) } == .missing)
        }
    }

    @Test("A store that is briefly away is tried again; one that stays away is named")
    func retries() async throws {
        try await FakeS3.run { store, endpoint in
            let client = try Self.client(endpoint)
            store.state.withLock { $0.faults = [503, 500, 429] }
            try await client.put([1], key: "k")
            #expect(store.state.withLock { $0.requests.count } == 4)
            store.state.withLock { $0.faults = [503, 503, 503, 503, 503] }
            #expect(try await Self.refusal { _ = try await client.get(key: "k") } == .unavailable)
            #expect(store.state.withLock { $0.faults.count } == 1)
        }
    }

    @Test("Wrong keys and missing buckets are refused at once, in words")
    func refusals() async throws {
        try await FakeS3.run { store, endpoint in
            let wrong = try Self.client(endpoint, credentials: S3Credentials(accessKeyID: "AKID", secretAccessKey: "x"))
            do {
                try await wrong.put([1], key: "k")
                Issue.record("it was let in")
            } catch let error as S3Error {
                #expect(error.kind == .denied && error.message.contains("SignatureDoesNotMatch"))
                #expect(error.message.contains("s3://studio-blobs/k"))
            }
            #expect(store.state.withLock { $0.requests.count } == 1)
            let elsewhere = try Self.client(endpoint, bucket: "nowhere")
            #expect(try await Self.refusal { _ = try await elsewhere.keys(prefix: "") } == .noBucket)
        }
        let nobody = try Self.client("http://127.0.0.1:9")
        #expect(try await Self.refusal { _ = try await nobody.get(key: "k") } == .unavailable)
    }

    @Test(
        "Buckets are addressed by path or by host",
        arguments: [
            (nil, nil, "https://b.s3.eu-west-1.amazonaws.com/"), ("http://h:9000", nil, "http://h:9000/b/"),
            ("http://h:9000/", S3Configuration.Addressing.virtual, "http://b.h:9000/"),
            (nil, .path, "https://s3.eu-west-1.amazonaws.com/b/"),
        ] as [(String?, S3Configuration.Addressing?, String)])
    func addresses(endpoint: String?, addressing: S3Configuration.Addressing?, expected: String) throws {
        let made = try S3Configuration(
            bucket: "b", region: "eu-west-1", endpoint: endpoint, addressing: addressing, credentials: nil)
        let address = made.address(in: made.region)
        #expect(address.origin + address.root == expected)
    }

    @Test(arguments: ["h:9000", "ftp://h", "http://", "http://h/with/path", "http:h"])
    func noEndpoint(_ text: String) {
        #expect(throws: S3Error.self) { try S3Configuration(bucket: "b", endpoint: text, credentials: nil) }
    }
}
