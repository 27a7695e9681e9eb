import Domain
import NIOCore
import TestSupport
import Testing
import Wire

@testable import safelight_load

@Suite struct AssignmentTests {
    private static let secret: [UInt8] = (0..<32).map { $0 * 7 }

    private func answer(job: JobID, attempt: Int) -> ByteBuffer {
        let assignment = JobAssignment(
            guid: job.description, tool: .photostats, attempt: attempt, leaseSeconds: 90,
            collection: AssignedCollection(guid: "col_x", name: "\"guid\":\"no\"", type: .local, location: "/p"),
            parameters: RunParameters(), websocketUrl: "/ws", signingSecret: Base64URL.encode(Self.secret),
            configUrl: "/c")
        return ByteBuffer(bytes: WireJSON.encode(ClaimResponse(job: assignment)))
    }

    @Test(arguments: [1, 2, 17])
    func readsFromTheServersOwnMessage(attempt: Int) throws {
        let job: JobID = Identifier(at: Timestamp(milliseconds: 1_700_000_000_000), random: RepeatableRandom(seed: 7))
        let found = try #require(Assignment(answer(job: job, attempt: attempt)))
        #expect(found.guid == job.description)
        #expect(found.attempt == attempt)
        #expect(found.secret == Self.secret)
    }

    @Test func findsNoneWhereThereIsNone() {
        #expect(Assignment(ByteBuffer(bytes: WireJSON.encode(ClaimResponse()))) == nil)
        #expect(Assignment(ByteBuffer()) == nil)
    }

    @Test func signsItsCompletionAsTheServerChecksIt() throws {
        let job: JobID = Identifier(at: Timestamp(milliseconds: 1_700_000_000_000), random: RepeatableRandom(seed: 8))
        let assignment = try #require(Assignment(answer(job: job, attempt: 3)))
        let canonical = "{\"total_files\":3,\"total_size\":9}"
        let body = SignedResults(canonical: canonical).completion(of: assignment)
        let request = try WireJSON.decode(CompletionRequest.self, from: Array(body.readableBytesView))
        let signed = ResultSignature(
            job: job, attempt: 3, status: .completed, resultsChecksum: Checksum(of: Array(canonical.utf8)),
            reportChecksum: nil)
        #expect(request.attempt == 3)
        #expect(signed.isValid(request.signature, secret: Self.secret))
    }
}
