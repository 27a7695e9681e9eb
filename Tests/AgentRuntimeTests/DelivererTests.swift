import Domain
import Synchronization
import TestSupport
import Testing
import Wire

@testable import AgentRuntime

@Suite struct DelivererTests {
    private static let upload = "upl_01890000000000000000000001"
    private static let accepted = FakeServer.Reply.json(["result_guid": nil, "acknowledged": true])
    private static let invited = FakeServer.Reply.json(
        ["upload_id": .string(upload), "chunk_size": 10, "upload_url": .string("/api/agent/v1/uploads/\(upload)")],
        status: 202)

    private let results = Array(#"{"total_files":1,"total_size":2}"#.utf8)
    private let report = Array("<!doctype html><title>r</title>".utf8)

    private func spooled(_ fixture: Fixture, report: [UInt8]? = nil) throws -> (Deliverer, SpoolEntry) {
        let spool = try Spool(folder: fixture.home.spoolFolder, logger: fixture.logger)
        let note = FinishedAttempt(status: .completed, results: results, report: report).note(
            job: try #require(JobID(Fixture.jobID)), attempt: 3, secret: Fixture.secret)
        let entry = try spool.add(note, results: results, report: report)
        return (Deliverer(context: try fixture.context(), spool: spool), entry)
    }

    private func state(received: [Int]) -> FakeServer.Reply {
        .json([
            "chunk_size": 10, "total_size": .integer(Int64(report.count)),
            "received": .array(received.map { .integer(Int64($0)) }),
        ])
    }

    private func takeChunks(_ server: FakeServer, received: [Int] = []) {
        server.on(AgentRoutes.complete) { _ in Self.invited }
        server.on(AgentRoutes.upload) { _ in state(received: received) }
        server.on(AgentRoutes.chunk) { _ in .json(["chunk_index": 0, "bytes_received": 10, "complete": false]) }
        server.on(AgentRoutes.finalize) { _ in Self.accepted }
    }

    @Test(.proves("FR-510.1", "FR-530.1", "FR-520.5")) func smallResultsStandInTheRequest() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let (deliverer, entry) = try spooled(fixture)
            #expect(try await deliverer.deliver(entry) == .delivered)
            let request = await server.requests(AgentRoutes.complete).element(1)
            #expect(request.path.contains(Fixture.jobID))
            #expect(request.json["results_json"]?["total_files"] == 1)
            #expect(request.json["attempt"] == 3)
            #expect(request.json["status"] == "completed")
            #expect(request.json["signature"]?.stringValue == entry.note.completion.signature)
            #expect(deliverer.spool.isEmpty)
        }
    }

    @Test(.proves("FR-530.3")) func aReportGoesInChunksOfTheServersSize() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            takeChunks(server)
            let (deliverer, entry) = try spooled(fixture, report: report)
            #expect(try await deliverer.deliver(entry) == .delivered)
            let chunks = server.requests(AgentRoutes.chunk).all
            #expect(chunks.map(\.body.count) == [10, 10, 10, 1])
            #expect(chunks.flatMap(\.body) == report)
            #expect(chunks.map { $0.path.split(separator: "/").last } == ["0", "1", "2", "3"])
            #expect(server.requests(AgentRoutes.finalize).all.count == 1)
        }
    }

    @Test(.proves("EC-6")) func anUploadGoesOnWhereItStopped() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            takeChunks(server, received: [0, 2])
            let (deliverer, entry) = try spooled(fixture, report: report)
            #expect(try await deliverer.deliver(entry) == .delivered)
            #expect(server.requests(AgentRoutes.chunk).all.map { $0.path.split(separator: "/").last } == ["1", "3"])
        }
    }

    @Test(.proves("FR-530.8")) func aChunkThatIsThereAlreadyIsNoTrouble() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            takeChunks(server)
            server.on(AgentRoutes.chunk) { _ in .error(409, "chunk_exists") }
            let (deliverer, entry) = try spooled(fixture, report: report)
            #expect(try await deliverer.deliver(entry) == .delivered)
            #expect(server.requests(AgentRoutes.chunk).all.count == 4)
        }
    }

    @Test(.proves("EC-6"), arguments: [(404, "not_found"), (400, "checksum_mismatch"), (400, "missing_chunks")])
    func aLostOrDamagedUploadBeginsAgain(status: Int, code: String) async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            takeChunks(server)
            let isFirst = Mutex(true)
            server.on(AgentRoutes.finalize) { _ in
                let first = isFirst.withLock { first in
                    defer { first = false }
                    return first
                }
                return first ? .error(status, code) : Self.accepted
            }
            let (deliverer, entry) = try spooled(fixture, report: report)
            async let fate = deliverer.deliver(entry)
            await fixture.time.waitForSleepers()
            fixture.time.advance(by: .seconds(60))
            #expect(try await fate == .delivered)
            #expect(server.requests(AgentRoutes.complete).all.count == 2)
        }
    }

    @Test(
        .proves("SL-5"),
        arguments: [FakeServer.Reply.error(503, "busy"), .cut, FakeServer.Reply(body: Array("hotel".utf8))])
    func staysInTheSpoolUntilTheServerHasIt(reply: FakeServer.Reply) async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.on(AgentRoutes.complete) { _ in reply }
            let (deliverer, entry) = try spooled(fixture)
            async let fate = deliverer.deliver(entry)
            for _ in 0..<4 {
                await fixture.time.waitForSleepers()
                #expect(!deliverer.spool.isEmpty)
                fixture.time.advance(by: .seconds(60))
            }
            await fixture.time.waitForSleepers()
            server.on(AgentRoutes.complete) { _ in Self.accepted }
            fixture.time.advance(by: .seconds(60))
            #expect(try await fate == .delivered)
            #expect(deliverer.spool.isEmpty)
        }
    }

    @Test(arguments: [(409, "stale_attempt"), (403, "not_your_job"), (409, "job_ended"), (404, "not_found")])
    func aResultThatNobodyWantsIsDropped(status: Int, code: String) async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.on(AgentRoutes.complete) { _ in .error(status, code) }
            let (deliverer, entry) = try spooled(fixture)
            #expect(try await deliverer.deliver(entry) == .dropped)
            #expect(deliverer.spool.isEmpty)
            #expect(fixture.log.all.contains("a result is no longer wanted"))
        }
    }

    @Test func aResultThatIsRefusedForGoodIsSetAside() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.on(AgentRoutes.complete) { _ in .error(400, "invalid_results") }
            let (deliverer, entry) = try spooled(fixture)
            #expect(try await deliverer.deliver(entry) == .refused("The test says invalid_results."))
            #expect(deliverer.spool.isEmpty)
        }
    }

    @Test func aRevokedAgentEndsAndKeepsItsResult() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.on(AgentRoutes.complete) { _ in .error(403, "agent_revoked") }
            let (deliverer, entry) = try spooled(fixture)
            await #expect(throws: ServerError.self) { try await deliverer.deliver(entry) }
            #expect(!deliverer.spool.isEmpty)
        }
    }
}
