import Coordinator
import Domain
import TestSupport
import Testing
import Wire

/// Uploads in chunks, at the wire.
@Suite(.timeLimit(.minutes(4)))
struct AgentAPIUploadTests {
    /// An upload of a report that has two chunks.
    private static func withUpload(
        _ body: @Sendable @escaping (TestPerson, TestAgent, TestAssignment, String, [UInt8]) async throws -> Void
    ) async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            _ = try await ann.run(try await ann.collection(on: agent))
            let job = try await agent.claimed()
            let padding = [UInt8](repeating: 0x20, count: UploadService.chunkSize)
            let report = TestAssignment.report + padding
            let answer = try await agent.call(AgentRoutes.complete, job.guid, json: try job.completion(report: report))
            #expect(answer.status == 202, "\(answer.text)")
            try await body(ann, agent, job, try answer.text("upload_id"), report)
        }
    }

    private static func chunks(_ report: [UInt8]) -> (first: [UInt8], last: [UInt8]) {
        (Array(report.prefix(UploadService.chunkSize)), Array(report.dropFirst(UploadService.chunkSize)))
    }

    @Test(.proves("FR-530.4", "FR-530.5"))
    func anUploadIsResumedWhereItStopped() async throws {
        try await Self.withUpload { ann, agent, job, upload, report in
            let (first, last) = Self.chunks(report)
            let one = try await agent.chunk(last, of: upload, "1")
            #expect(one.json == ["chunk_index": 1, "bytes_received": .integer(Int64(last.count)), "complete": false])
            let state = try await agent.call(AgentRoutes.upload, upload)
            #expect(state.json["received"] == [1])
            #expect(try await agent.chunk(first, of: upload, "0").json["complete"] == true)
            let end = try await agent.call(AgentRoutes.finalize, upload)
            #expect(end.status == 200, "\(end.text)")
            let shown = try await ann.server.call(UserRoutes.report, try end.text("result_guid"), key: ann.token)
            #expect(shown.bytes == report)
            #expect(shown.headers["content-type"] == ["text/html; charset=utf-8"])
            #expect(shown.headers["content-security-policy"].first?.hasPrefix("sandbox; default-src 'none'") == true)
        }
    }

    @Test(arguments: ["2", "-1", "x"])
    func aChunkOutOfRangeIsRefused(index: String) async throws {
        try await Self.withUpload { _, agent, _, upload, _ in
            let answer = try await agent.chunk([1], of: upload, index)
            #expect(answer.status == 400)
            #expect(answer.code == "chunk_out_of_range")
        }
    }

    @Test func aChunkOfTheWrongLengthIsRefused() async throws {
        try await Self.withUpload { _, agent, _, upload, _ in
            let answer = try await agent.chunk([1, 2, 3], of: upload, "0")
            #expect(answer.status == 400)
            #expect(answer.code == "wrong_length")
            let longer = [UInt8](repeating: 0, count: UploadService.chunkSize + 1)
            let tooLong = try await agent.chunk(longer, of: upload, "0")
            #expect(tooLong.status == 400)
            #expect(tooLong.code == "wrong_length")
            let huge = [UInt8](repeating: 0, count: UploadService.maximumChunkBody + 1)
            #expect(try await agent.chunk(huge, of: upload, "0").status == 413)
        }
    }

    @Test func aChunkIsTakenOnce() async throws {
        try await Self.withUpload { _, agent, _, upload, report in
            let last = Self.chunks(report).last
            #expect(try await agent.chunk(last, of: upload, "1").status == 200)
            let again = try await agent.chunk(last, of: upload, "1")
            #expect(again.status == 409)
            #expect(again.code == "chunk_exists")
        }
    }

    @Test func missingChunksAreNamed() async throws {
        try await Self.withUpload { _, agent, _, upload, report in
            _ = try await agent.chunk(Self.chunks(report).last, of: upload, "1")
            let answer = try await agent.call(AgentRoutes.finalize, upload)
            #expect(answer.status == 400)
            #expect(answer.code == "chunks_missing")
            #expect(answer.json["error"]?["details"]?["missing"] == [0])
        }
    }

    @Test func aWrongChecksumEndsTheUpload() async throws {
        try await Self.withUpload { _, agent, job, upload, report in
            var first = Self.chunks(report).first
            first[0] ^= 1
            _ = try await agent.chunk(first, of: upload, "0")
            _ = try await agent.chunk(Self.chunks(report).last, of: upload, "1")
            let answer = try await agent.call(AgentRoutes.finalize, upload)
            #expect(answer.status == 400)
            #expect(answer.code == "checksum_mismatch")
            #expect(try await agent.call(AgentRoutes.upload, upload).status == 404)
            let opened = try await agent.call(AgentRoutes.complete, job.guid, json: try job.completion(report: report))
            #expect(opened.status == 202)
        }
    }

    @Test func anotherAgentsUploadIsNotFound() async throws {
        try await Self.withUpload { ann, _, _, upload, _ in
            let other = try await ann.agent("attic")
            #expect(try await other.call(AgentRoutes.upload, upload).status == 404)
        }
    }
}
