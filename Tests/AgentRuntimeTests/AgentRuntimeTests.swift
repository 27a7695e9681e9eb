import Domain
import TestSupport
import Testing
import Wire

@testable import AgentRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The whole agent against a server at the socket.
@Suite struct AgentRuntimeTests {
    /// Works until it is told to end.
    private struct Endless: AttemptWork {
        func perform(_ job: JobAssignment, _ session: AttemptSession) async throws -> WorkOutput {
            _ = try await session.cancellation.signal.wait()
            throw CutShort()
        }
    }

    /// Works until a test lets it finish.
    private struct Held: AttemptWork {
        let release: OneShot<Void>

        func perform(_ job: JobAssignment, _ session: AttemptSession) async throws -> WorkOutput {
            try await release.wait()
            return WorkOutput(results: Array(#"{"total_files":0,"total_size":0}"#.utf8), report: nil, filesProcessed: 0)
        }
    }

    private func assignment(_ fixture: Fixture, attempt: Int = 1) throws -> JobAssignment {
        try WireJSON.decode(
            JobAssignment.self,
            from: CanonicalJSON.encode(Fixture.job(fixture.folder.path + "/photos", attempt: attempt)))
    }

    private func spool(_ fixture: Fixture) throws -> Spool {
        try Spool(folder: fixture.home.spoolFolder, logger: fixture.logger)
    }

    @Test(.proves("FR-510.1", "FR-520.5", "FR-500.1")) func doesAJobFromClaimToSignedResult() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let photos = fixture.folder.path + "/photos"
            try FileManager.default.createDirectory(atPath: photos, withIntermediateDirectories: true)
            try DurableFile.write([1, 2], to: photos + "/a.dng", mode: 0o644)
            server.on(UserRoutes.jobConfiguration) { _ in
                .json(["photo_extensions": [".dng"], "metadata_extensions": [".xmp"], "require_sidecar": []])
            }
            server.on(AgentRoutes.complete) { _ in
                .json(["upload_id": "upl_1", "chunk_size": 1_000_000, "upload_url": "/x"], status: 202)
            }
            server.on(AgentRoutes.upload) { _ in
                let size = server.requests(AgentRoutes.complete).all.last?.json["report_size"] ?? 0
                return .json(["chunk_size": 1_000_000, "total_size": size, "received": []])
            }
            server.on(AgentRoutes.chunk) { _ in .json(["chunk_index": 0, "bytes_received": 1, "complete": true]) }
            server.on(AgentRoutes.finalize) { _ in .json(["result_guid": nil, "acknowledged": true]) }
            fixture.handOut(try assignment(fixture))
            try await fixture.runtime().run(AgentRuntime.Options(once: true))
            let done = try #require(server.requests(AgentRoutes.complete).all.first).json
            #expect(done["results_json"]?["total_files"] == 1)
            let report = try #require(server.requests(AgentRoutes.chunk).all.first).body
            #expect(done["report_checksum"]?.stringValue == Checksum(of: report).description)
            let results = CanonicalJSON.encode(try #require(done["results_json"]))
            let signature = ResultSignature(
                job: try #require(JobID(Fixture.jobID)), attempt: 1, status: .completed,
                resultsChecksum: Checksum(of: results), reportChecksum: Checksum(of: report))
            #expect(signature.isValid(try #require(done["signature"]?.stringValue), secret: Fixture.secret))
            #expect(try spool(fixture).isEmpty)
            #expect(server.requests(AgentRoutes.disconnect).all.count == 1)
        }
    }

    @Test(.proves("NFR-200.5", "SL-5")) func aKilledAgentsResultIsDeliveredFirstByTheNext() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let release = OneShot<Void>()
            release.set(())
            server.on(AgentRoutes.complete) { _ in await Fixture.held() }
            fixture.handOut(try assignment(fixture))
            let first = Task { try await fixture.runtime { _ in Held(release: release) }.run() }
            await server.requests(AgentRoutes.complete).element(1)
            first.cancel()
            _ = await first.result
            #expect(try spool(fixture).entries().count == 1)
            let heartbeats = server.requests(AgentRoutes.heartbeat).all.count
            server.on(AgentRoutes.complete) { _ in
                // The heartbeat comes first here, so that the test sees what it says.
                await server.requests(AgentRoutes.heartbeat).element(heartbeats + 1)
                return .json(["result_guid": nil, "acknowledged": true])
            }
            server.on(AgentRoutes.claim) { _ in .error(401, "unauthorized") }
            await #expect(throws: AgentError.self) { try await fixture.runtime().run() }
            let beat = server.requests(AgentRoutes.heartbeat).all[heartbeats]
            #expect(beat.json["current_job_guid"]?.stringValue == Fixture.jobID)
            let sent = server.requests(AgentRoutes.complete).all
            #expect(sent.count == 2)
            #expect(sent[0].body == sent[1].body)
            #expect(try spool(fixture).isEmpty)
        }
    }

    @Test(.proves("FR-500.5")) func aCancelledJobEndsAsCancelled() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            fixture.handOut(try assignment(fixture))
            let running = Task {
                try await fixture.runtime { _ in Endless() }.run(AgentRuntime.Options(once: true))
            }
            let socket = await server.sockets.element(1)
            socket.send(["type": "cancel", "data": ["reason": "changed my mind"]])
            let done = await server.requests(AgentRoutes.complete).element(1)
            #expect(done.json["status"] == "cancelled")
            let signature = ResultSignature(
                job: try #require(JobID(Fixture.jobID)), attempt: 1, status: .cancelled, resultsChecksum: nil,
                reportChecksum: nil)
            #expect(signature.isValid(try #require(done.json["signature"]?.stringValue), secret: Fixture.secret))
            try await running.value
        }
    }

    @Test func theFirstWishToStopLetsTheJobFinish() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let release = OneShot<Void>()
            fixture.handOut(try assignment(fixture))
            let agent = try fixture.runtime { _ in Held(release: release) }
            let running = Task { try await agent.run() }
            await server.sockets.element(1)
            agent.stop()
            release.set(())
            try await running.value
            #expect(server.requests(AgentRoutes.complete).all.map { $0.json["status"] } == ["completed"])
            #expect(server.requests(AgentRoutes.disconnect).all.count == 1)
            #expect(server.requests(AgentRoutes.claim).all.count == 1)
        }
    }

    @Test func theSecondWishHandsTheJobBack() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            fixture.handOut(try assignment(fixture))
            let agent = try fixture.runtime { _ in Endless() }
            let running = Task { try await agent.run() }
            await server.sockets.element(1)
            agent.stop()
            agent.stop()
            try await running.value
            #expect(server.requests(AgentRoutes.complete).all.isEmpty)
            #expect(server.requests(AgentRoutes.disconnect).all.count == 1)
        }
    }

    @Test func patienceAfterTheFirstWishHasItsEnd() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            fixture.handOut(try assignment(fixture))
            let agent = try fixture.runtime { _ in Endless() }
            let running = Task { try await agent.run(AgentRuntime.Options(stopTimeout: .seconds(60))) }
            let socket = await server.sockets.element(1)
            await socket.messages.element(1)
            // Heartbeat, REST, silence and pace sleep; then patience too.
            await fixture.time.waitForSleepers(4)
            agent.stop()
            await fixture.time.waitForSleepers(5)
            fixture.time.advance(by: .seconds(60))
            try await running.value
            #expect(server.requests(AgentRoutes.disconnect).all.count == 1)
        }
    }

    @Test(arguments: [(401, "unauthorized"), (403, "agent_revoked"), (403, "unknown_checksum")])
    func aRefusalForGoodEndsTheAgentWith77(status: Int, code: String) async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.on(AgentRoutes.heartbeat) { _ in .error(status, code) }
            server.on(AgentRoutes.claim) { _ in await Fixture.held() }
            let error = await #expect(throws: AgentError.self) { try await fixture.runtime().run() }
            #expect(error?.exit == .notPermitted)
            #expect(server.requests(AgentRoutes.disconnect).all.isEmpty)
        }
    }

    @Test func aJobThatIsNoLongerItsOwnIsDroppedAndTheNextClaimed() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let job = try assignment(fixture)
            server.on(AgentRoutes.claim) { _ in
                let isFirst = server.requests(AgentRoutes.claim).all.count == 1
                return isFirst
                    ? FakeServer.Reply(body: WireJSON.encode(ClaimResponse(job: job))) : .error(401, "unauthorized")
            }
            let running = Task { try await fixture.runtime { _ in Endless() }.run() }
            await server.sockets.element(1).close(4003)
            await #expect(throws: AgentError.self) { try await running.value }
            #expect(server.requests(AgentRoutes.complete).all.isEmpty)
        }
    }
}
