import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Uploads")
struct UploadTests {
    private static let chunk = UploadService.chunkSize
    private static let report = Array(
        """
        <!doctype html><html><head><meta charset="utf-8"><title>PhotoStats</title>\
        <meta name="generator" content="Safelight 1.0.0"></head><body><p>12 files</p></body></html>
        """.utf8)

    /// Canonical results of three chunks.
    private static let large = CanonicalJSON.encode([
        "total_files": 1, "total_size": 2, "x": .string(String(repeating: "a", count: 2 * chunk + 100)),
    ])

    private static func part(_ bytes: [UInt8], _ index: Int) -> ArraySlice<UInt8> {
        bytes[index * chunk..<min(bytes.count, (index + 1) * chunk)]
    }

    @Test(
        "A report is uploaded beside inline results, checked and served", .proves("FR-530.1", "FR-530.5", "FR-510.2"),
        arguments: TestEngine.all)
    func report(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let request = try Signed(job).completed(report: Self.report)
            let upload = try await s.agent.invited(request, job)
            #expect(upload.chunkSize == 5 * 1_048_576)
            #expect(upload.uploadUrl == "/api/agent/v1/uploads/\(upload.uploadId)")
            let receipt = try await s.agent.put(Self.report, 0, of: upload)
            #expect(receipt == ChunkReceipt(chunkIndex: 0, bytesReceived: Int64(Self.report.count), complete: true))
            let answer = try await s.agent.finalize(upload)
            let guid = try #require(answer.resultGuid)
            #expect(try await f.coordinator.results.report(guid, for: s.administrator) == Self.report)
            #expect(try await f.coordinator.results.get(guid, for: s.administrator).results == Signed.photoStats)
            // The completion sent again is answered, the upload is gone.
            let repeated = try await s.agent.finish(request, job)
            #expect(repeated == answer)
            #expect(try await f.refusal { _ = try await s.agent.finalize(upload) } == "404 upload_not_found")
        }
    }

    @Test(
        "Chunks come in any order, once each, of exactly their length; a restart loses none",
        .proves("FR-530.2", "FR-530.4", "FR-530.6", "FR-530.8", "EC-6"), arguments: TestEngine.all)
    func chunks(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let large = Self.large
            let request = try Signed(job).uploaded(large)
            let upload = try await s.agent.invited(request, job)
            let last = try await s.agent.put(Self.part(large, 2), 2, of: upload)
            #expect(!last.complete && last.bytesReceived == Int64(Self.part(large, 2).count))
            let refusals = [
                try await f.refusal { try await s.agent.put(Self.part(large, 2), 2, of: upload) },
                try await f.refusal { try await s.agent.put(Self.part(large, 2), 0, of: upload) },
                try await f.refusal { try await s.agent.put([], 1, of: upload) },
                try await f.refusal { try await s.agent.put([1], 3, of: upload) },
                try await f.refusal { try await s.agent.put([1], -1, of: upload) },
                try await f.refusal { _ = try await s.agent.finalize(upload) },
            ]
            #expect(
                refusals == [
                    "409 chunk_exists", "400 wrong_length", "400 wrong_length", "400 chunk_out_of_range",
                    "400 chunk_out_of_range", "400 chunks_missing",
                ])
            try await f.restarted { next async throws in
                let agent = s.agent.on(next)
                let again = try await agent.invited(request, job)
                #expect(again == upload)
                let state = try await agent.uploadState(upload)
                #expect(state == UploadState(chunkSize: Self.chunk, totalSize: Int64(large.count), received: [2]))
                try await agent.put(Self.part(large, 0), 0, of: upload)
                let receipt = try await agent.put(Self.part(large, 1), 1, of: upload)
                #expect(receipt.complete && receipt.bytesReceived == Int64(large.count))
                let guid = try #require(try await agent.finalize(upload).resultGuid)
                #expect(try await next.coordinator.results.json(guid, for: s.administrator) == large)
                let collection = try await next.coordinator.collections.get(s.collection.guid, for: s.administrator)
                #expect(collection.statistics["photostats"] == ["total_files": 1, "total_size": 2])
            }
        }
    }

    @Test(
        "What does not check out ends the upload, leaves no file, and the job goes on",
        .proves("FR-530.6", "FR-530.9", "FR-530.10"), arguments: TestEngine.all)
    func refused(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let signed = try Signed(job)
            let scripted = Array(String(decoding: Self.report, as: UTF8.self).replacing("<p>", with: "<script>").utf8)
            let spaced = Array("{ \"total_files\":1,\"total_size\":2}".utf8)
            let broken = Array("{\"total_files\":".utf8)
            let off = CanonicalJSON.encode(["total_files": 1])
            let cases: [(CompletionRequest, [UInt8], String)] = [
                (try signed.completed(report: Self.report), Self.report.reversed(), "400 checksum_mismatch"),
                (try signed.completed(report: scripted), scripted, "400 report_refused"),
                (try signed.uploaded(spaced), spaced, "400 results_not_canonical"),
                (try signed.uploaded(broken), broken, "400 results_invalid"),
                (try signed.uploaded(off, report: Self.report), off + Self.report, "400 results_invalid"),
            ]
            for (request, bytes, expected) in cases {
                let upload = try await s.agent.invited(request, job)
                try await s.agent.put(bytes, 0, of: upload)
                #expect(try await f.refusal { _ = try await s.agent.finalize(upload) } == expected)
                #expect(try await f.refusal { _ = try await s.agent.uploadState(upload) } == "404 upload_not_found")
                let reopened = try await s.agent.invited(request, job)
                #expect(reopened.uploadId != upload.uploadId)
            }
            #expect(try await s.look(job).status == .running)
            #expect(try f.files().isEmpty)
            try await s.agent.complete(job)
        }
    }

    @Test("An upload idle for an hour expires", .proves("FR-530.7"), arguments: TestEngine.all)
    func expires(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let upload = try await s.agent.invited(try Signed(job).uploaded(Self.large), job)
            try await s.agent.put(Self.part(Self.large, 0), 0, of: upload)
            await f.sweep(after: .seconds(3600) - .milliseconds(1))
            #expect(try await s.agent.uploadState(upload).received == [0])
            await f.sweep(after: .milliseconds(1))
            #expect(try await f.refusal { _ = try await s.agent.uploadState(upload) } == "404 upload_not_found")
            #expect(try await f.count("SELECT count(*) AS n FROM uploads") == 0)
            #expect(try await f.count("SELECT count(*) AS n FROM upload_chunks") == 0)
            #expect(try f.files().isEmpty)
        }
    }

    @Test(
        "An upload goes on where the clock is set forwards by an hour", .proves("NFR-200.1"), arguments: TestEngine.all)
    func clockIsSet(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let upload = try await s.agent.invited(try Signed(job).uploaded(Self.large), job)
            try await s.agent.put(Self.part(Self.large, 0), 0, of: upload)
            f.time.set(by: .seconds(3600))
            #expect(try await s.agent.uploadState(upload).received == [0])
            await f.sweep()
            #expect(try await s.agent.uploadState(upload).received == [0])
        }
    }

    @Test(
        "Another completion of the attempt takes the upload's place; another agent sees none", .proves("EC-3"),
        arguments: TestEngine.all)
    func replaced(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let other = try await f.agent("other", of: s.administrator)
            let job = try await s.running()
            let first = try await s.agent.invited(try Signed(job).uploaded(Self.large), job)
            try await s.agent.put(Self.part(Self.large, 0), 0, of: first)
            #expect(try await f.refusal { _ = try await other.uploadState(first) } == "404 upload_not_found")
            #expect(try await f.refusal { try await other.put([1], 0, of: first) } == "404 upload_not_found")
            let second = try await s.agent.invited(try Signed(job).completed(report: Self.report), job)
            #expect(second.uploadId != first.uploadId)
            #expect(try await f.refusal { _ = try await s.agent.uploadState(first) } == "404 upload_not_found")
            #expect(try f.files().isEmpty)
        }
    }

    @Test("A collection deleted in mid-upload leaves no blob behind", .proves("EC-2"), arguments: TestEngine.all)
    func ghost(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let upload = try await s.agent.invited(try Signed(job).completed(report: Self.report), job)
            try await s.agent.put(Self.report, 0, of: upload)
            try await f.coordinator.collections.delete(s.collection.guid, by: s.administrator)
            let answer = try await s.agent.finalize(upload)
            #expect(answer.resultGuid == nil)
            #expect(try await s.look(job).status == .completed)
            #expect(try f.files().isEmpty)
        }
    }

    @Test(
        "An upload of an attempt that was lost ends in 409 and stores nothing", .proves("EC-4"),
        arguments: TestEngine.all)
    func stale(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let upload = try await s.agent.invited(try Signed(job).completed(report: Self.report), job)
            try await s.agent.put(Self.report, 0, of: upload)
            try await s.agent.disconnect()
            #expect(try await f.refusal { _ = try await s.agent.finalize(upload) } == "409 stale_attempt")
            #expect(try await f.count("SELECT count(*) AS n FROM results") == 0)
            #expect(try f.files() == ["uploads/\(upload.uploadId).0"])
        }
    }
}
