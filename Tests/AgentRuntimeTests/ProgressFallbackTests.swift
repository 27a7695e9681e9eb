import Domain
import TestSupport
import Testing
import Wire

@testable import AgentRuntime

@Suite struct ProgressFallbackTests {
    private func reporter(_ fixture: Fixture, _ cancellation: Cancellation = Cancellation()) throws -> ProgressReporter
    {
        ProgressReporter(
            context: try fixture.context(), job: Fixture.jobID,
            socketPath: "/ws/agent/jobs/\(Fixture.jobID)/progress", cancellation: cancellation)
    }

    @Test(.proves("FR-500.7", "FR-500.8", "EC-7")) func withoutASocketProgressGoesByREST() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.refuseSockets(1000)
            let reporter = try reporter(fixture)
            reporter.board.report(
                ProgressUpdate(stage: .scanning, percentage: 40, filesScanned: 7, totalFiles: 9, currentFile: "c"))
            let running = Task { await reporter.run() }
            for number in 1...4 {
                await server.refusals.wait { $0.count >= min(number, 3) }
                await fixture.time.waitForSleepers(2)
                fixture.time.advance(by: .seconds(5))
                await server.requests(AgentRoutes.progress).element(number)
            }
            let update = await server.requests(AgentRoutes.progress).element(4).json
            #expect(update["stage"] == "scanning")
            #expect(update["percentage"] == 40)
            #expect(update["files_scanned"] == 7)
            #expect(update["total_files"] == 9)
            #expect(update["current_file"] == "c")
            // Three connects failed; the next one is a minute away.
            #expect(server.refusals.all.count == 3)
            await fixture.log.wait { $0.contains { $0.contains("progress goes by REST") } }
            reporter.finish()
            await running.value
        }
    }

    @Test(.proves("FR-500.8")) func neverMoreOftenThanEveryTwoSeconds() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.refuseSockets(1000)
            let reporter = try reporter(fixture)
            let running = Task { await reporter.run() }
            await server.refusals.element(1)
            await fixture.time.waitForSleepers(2)
            fixture.time.advance(by: .milliseconds(1_999))
            #expect(server.requests(AgentRoutes.progress).all.isEmpty)
            await fixture.time.waitForSleepers(1)
            fixture.time.advance(by: .milliseconds(3_001))
            await server.requests(AgentRoutes.progress).element(1)
            running.cancel()
            await running.value
        }
    }

    @Test(.proves("FR-500.8")) func cancelComesBackWithTheAnswer() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.refuseSockets(1000)
            server.on(AgentRoutes.progress) { _ in .json(["acknowledged": true, "cancelled": true]) }
            let cancellation = Cancellation()
            let reporter = try reporter(fixture, cancellation)
            let running = Task { await reporter.run() }
            await server.refusals.element(1)
            await fixture.time.waitForSleepers(2)
            fixture.time.advance(by: .seconds(5))
            guard case .asked = try await cancellation.signal.wait() else {
                Issue.record("not asked")
                return
            }
            reporter.finish()
            await running.value
        }
    }

    @Test(arguments: [(409, "stale_attempt"), (403, "not_your_job"), (404, "not_found")])
    func aJobThatIsGoneIsDropped(status: Int, code: String) async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.refuseSockets(1000)
            server.on(AgentRoutes.progress) { _ in .error(status, code) }
            let cancellation = Cancellation()
            let reporter = try reporter(fixture, cancellation)
            let running = Task { await reporter.run() }
            await server.refusals.element(1)
            await fixture.time.waitForSleepers(2)
            fixture.time.advance(by: .seconds(5))
            #expect(try await cancellation.signal.wait() == .gone)
            reporter.finish()
            await running.value
        }
    }

    @Test(.proves("NFR-200.6")) func aSocketThatDropsIsOpenedAgain() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let reporter = try reporter(fixture)
            let running = Task { await reporter.run() }
            let first = await server.sockets.element(1)
            await first.messages.element(1)
            reporter.board.report(ProgressUpdate(stage: .initializing, filesScanned: 77))
            first.close(1001)
            // The pause before the next connect is below a second; the session that ended may still be letting go.
            await fixture.log.wait { $0.contains("the progress socket is opened again") }
            await fixture.time.waitForSleepers(2)
            fixture.time.advance(by: .seconds(1))
            let second = await server.sockets.element(2)
            let again = await second.messages.wait { $0.contains { $0["type"] == "progress" } }
            #expect(again.contains { $0["data"]?["files_scanned"] == 77 })
            reporter.finish()
            await running.value
        }
    }

    @Test(.proves("FR-500.7")) func fromRESTItComesBackToTheSocket() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.refuseSockets(3)
            let reporter = try reporter(fixture)
            let running = Task { await reporter.run() }
            for number in 1...3 {
                await server.refusals.element(number)
                await fixture.time.waitForSleepers(2)
                fixture.time.advance(by: .seconds(5))
                await server.requests(AgentRoutes.progress).element(number)
            }
            await fixture.log.wait { $0.contains { $0.contains("progress goes by REST") } }
            await fixture.time.waitForSleepers(2)
            fixture.time.advance(by: .seconds(60))
            let socket = await server.sockets.element(1)
            await socket.messages.element(1)
            reporter.finish()
            await running.value
        }
    }
}
