import AsyncHTTPClient
import Domain
import Hummingbird
import NIOCore
import TestStores
import TestSupport
import Testing

@testable import S3

/// What goes wrong, in words, and what is tried again.
@Suite(.timeLimit(.minutes(5)))
struct S3FailureTests {
    private static func failure(_ client: S3Client) async throws -> S3Error? {
        do {
            _ = try await client.page(ObjectQuery(prefix: []))
            return nil
        } catch let error as S3Error {
            return error
        }
    }

    @Test("A store that is briefly away is tried again after ever longer times, at random, up to a bound")
    func retries() async throws {
        try await FakeS3.run { store, endpoint in
            let time = InstantTime()
            store.state.withLock { $0.faults = [503, 500, 429, 503, 502, 504, 503, 503] }
            let error = try await Self.failure(try S3ListTests.client(endpoint, time: time, tries: 8))
            #expect(error?.kind == .unavailable)
            #expect(store.state.withLock { $0.requests.count } == 8)
            let bounds = [200, 400, 800, 1600, 3200, 5000, 5000].map { Duration.milliseconds($0) }
            #expect(time.sleeps.count == 7 && zip(time.sleeps, bounds).allSatisfy { $0 < $1 })
            #expect(Set(time.sleeps).count == 7)
            #expect(try await Self.failure(try S3ListTests.client(endpoint, time: time)) == nil)
        }
    }

    @Test("What will not pass is not tried again", arguments: [400, 403, 404, 405, 501])
    func final(status: Int) async throws {
        try await FakeS3.run { store, endpoint in
            store.state.withLock { $0.faults = [status] }
            let error = try await Self.failure(try S3ListTests.client(endpoint))
            #expect(error != nil && error?.kind != .unavailable)
            #expect(store.state.withLock { $0.requests.count } == 1)
        }
    }

    @Test("A clock that is wrong is told by how much")
    func clock() async throws {
        try await FakeS3.run { store, endpoint in
            let time = InstantTime(Timestamp(milliseconds: 1_767_323_045_678))
            let body = "<Error><Code>RequestTimeTooSkewed</Code><ServerTime>2026-01-02T03:24:06Z</ServerTime></Error>"
            store.state.withLock {
                $0.answers = [(403, [], body), (403, [], "<Error><Code>RequestTimeTooSkewed</Code></Error>")]
            }
            let client = try S3ListTests.client(endpoint, time: time)
            let error = try await Self.failure(client)
            #expect(error?.cause == .wrongClock)
            #expect(error?.message.contains("clock is 20 minutes behind the store's. Set the clock.") == true)
            #expect(try await Self.failure(client)?.message.contains("differ by too much") == true)
        }
    }

    @Test("A store that repeats what was sent to it puts no secret into a message")
    func secrets() async throws {
        try await TestServer.run { request in
            let sent = request.headers[.authorization] ?? ""
            let token = request.headers.first { $0.name.canonicalName == "x-amz-security-token" }?.value ?? ""
            let body = "<Error><Code>No\(token)</Code><Message>You sent \(sent), secret/key+1\n</Message></Error>"
            return Response(status: .init(code: 403), body: .init(byteBuffer: ByteBuffer(string: body)))
        } _: { endpoint in
            let session = S3Credentials(accessKeyID: "AKID", secretAccessKey: "secret/key+1", sessionToken: "t0ken")
            let message = try await Self.failure(try S3ListTests.client(endpoint, credentials: session))?.message ?? ""
            #expect(message.contains("Signature=•••, •••)") && message.contains("No•••"), "\(message)")
            #expect(!message.contains("t0ken") && !message.contains("secret/key+1"))
        }
    }

    @Test(
        "Who cannot be reached is told apart",
        arguments: [
            ("http://no-such-host.invalid", .unknownHost, .unavailable), ("http://127.0.0.1:9", .refused, .unavailable),
        ] as [(String, StoreFailure.Cause, S3Error.Kind)])
    func unreachable(endpoint: String, cause: StoreFailure.Cause, kind: S3Error.Kind) async throws {
        let error = try await Self.failure(try S3ListTests.client(endpoint))
        #expect(error?.cause == .noAnswer(cause) && error?.kind == kind, "\(String(describing: error))")
    }

    @Test("Plain HTTP where TLS is spoken, and the other way round, are told apart from broken lines")
    func noTLS() async throws {
        try await FakeS3.run { _, endpoint in
            let error = try await Self.failure(
                try S3ListTests.client(endpoint.replacing("http:", with: "https:")))
            #expect(error?.cause == .noAnswer(.noTLS), "\(String(describing: error))")
            #expect(error?.message.contains("whether it begins with https:// or http://") == true)
        }
    }

    @Test("A certificate that is not trusted, or is for another name, is told; a trusted one is taken")
    func certificates() async throws {
        let (ours, other) = (try TestCertificate(for: "localhost"), try TestCertificate(for: "photos.example.org"))
        let list = "<ListBucketResult/>"
        for (certificate, trusts, cause) in [
            (ours, true, nil), (ours, false, .untrustedCertificate), (other, true, .untrustedCertificate),
        ] as [(TestCertificate, Bool, StoreFailure.Cause?)] {
            try await TestServer.run(tls: certificate.server) { _ in
                Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: list)))
            } _: { address in
                var settings = S3Client.httpConfiguration
                if trusts { settings.tlsConfiguration = certificate.client }
                let place = try S3Configuration(
                    bucket: "b", endpoint: address.replacing("127.0.0.1", with: "localhost"), credentials: nil)
                let error = try await HTTPClient.withHTTPClient(configuration: settings) { http in
                    try await Self.failure(S3Client(place, http: http, time: InstantTime(), tries: 2))
                }
                #expect(error?.cause == cause.map { .noAnswer($0) }, "\(String(describing: error))")
            }
        }
    }

    @Test("An answer that never ends is cut off")
    func tooLong() async throws {
        try await TestServer.run { _ in
            let piece = ByteBuffer(repeating: UInt8(ascii: " "), count: 1 << 20)
            return Response(
                status: .ok,
                body: .init { writer in
                    for _ in 0..<16 { try await writer.write(piece) }
                    try await writer.finish(nil)
                })
        } _: { endpoint in
            let error = try await Self.failure(try S3ListTests.client(endpoint))
            #expect(error?.cause == .noAnswer(.tooLong) && error?.kind == .refused)
        }
    }
}
