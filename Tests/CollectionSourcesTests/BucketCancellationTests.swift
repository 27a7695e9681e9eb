import Domain
import Hummingbird
import S3
import TestStores
import TestSupport
import Testing

@testable import CollectionSources

/// Listings of stores that never answer end with their task.
@Suite(.timeLimit(.minutes(2)))
struct BucketCancellationTests {
    enum Kind: CaseIterable, Sendable { case s3, gcs }

    private static func list(_ kind: Kind, _ endpoint: String) async throws -> FileListing {
        switch kind {
        case .s3: try await S3BucketTests.bucket(endpoint).list(prefix: "")
        case .gcs: try await FakeGCS.bucket(endpoint, time: InstantTime()).list(prefix: "")
        }
    }

    @Test("A listing whose request hangs is stopped", arguments: Kind.allCases)
    func stopped(_ kind: Kind) async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        try await TestServer.run { _ in
            arrival.finish()
            // Never has anything, and ends with the server.
            for await _ in AsyncStream<Void>.makeStream().stream {}
            return Response(status: .ok)
        } _: { endpoint in
            let task = Task { try await Self.list(kind, endpoint) }
            for await _ in arrivals {}
            task.cancel()
            await #expect(throws: ListingError.cancelled) { try await task.value }
        }
    }

    @Test("A test whose request hangs is stopped too")
    func stoppedTest() async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        try await TestServer.run { _ in
            arrival.finish()
            for await _ in AsyncStream<Void>.makeStream().stream {}
            return Response(status: .ok)
        } _: { endpoint in
            let task = Task { try await S3BucketTests.bucket(endpoint).test(prefix: "") }
            for await _ in arrivals {}
            task.cancel()
            let test = try await task.value
            #expect(test.failedStep == .resolves)
        }
    }
}
