import Domain
import TestSupport
import Testing
import Wire

@testable import AgentRuntime

@Suite struct ProgressSocketTests {
    private static let path = "/ws/agent/jobs/\(Fixture.jobID)/progress"

    private func reporter(_ fixture: Fixture, _ cancellation: Cancellation = Cancellation()) throws -> ProgressReporter
    {
        ProgressReporter(
            context: try fixture.context(), job: Fixture.jobID, socketPath: Self.path, cancellation: cancellation)
    }

    @Test(.proves("FR-500.1", "FR-500.2", "FR-510.5")) func streamsEveryFieldInTheEnvelopeAndCloses() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let reporter = try reporter(fixture)
            let running = Task { await reporter.run() }
            let socket = await server.sockets.element(1)
            #expect(socket.path == Self.path)
            #expect(socket.headers.first(name: "Authorization") == "Bearer \(Fixture.key)")
            await socket.messages.element(1)
            reporter.board.report(
                ProgressUpdate(
                    stage: .scanning, percentage: 12.5, filesScanned: 1000, totalFiles: 8000, currentFile: "a/b.dng",
                    message: "reading"))
            await fixture.time.waitForSleepers(3)
            fixture.time.advance(by: .milliseconds(100))
            let messages = await socket.messages.wait { $0.contains { $0["data"]?["files_scanned"] == 1000 } }
            let stage = try #require(messages.first { $0["type"] == "stage" })
            #expect(stage["data"]?["previous_stage"] == "initializing")
            #expect(stage["data"]?["current_stage"] == "scanning")
            let progress = try #require(messages.last)
            #expect(progress["type"] == "progress")
            #expect(progress["timestamp"]?.stringValue.flatMap { Timestamp($0) } != nil)
            #expect(progress["data"]?["percentage"] == .number(12.5))
            #expect(progress["data"]?["total_files"] == 8000)
            #expect(progress["data"]?["current_file"] == "a/b.dng")
            #expect(progress["data"]?["message"] == "reading")
            reporter.finish()
            await running.value
            await socket.controls.wait { $0.contains(.connectionClose) }
        }
    }

    @Test(.proves("NFR-100.8")) func sendsAtMostTenTimesASecondAndTheLatestWins() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let reporter = try reporter(fixture)
            let running = Task { await reporter.run() }
            let socket = await server.sockets.element(1)
            await socket.messages.element(1)
            // REST loop, silence watch and the pace of the first burst sleep now.
            await fixture.time.waitForSleepers(3)
            for count in 1...500 {
                reporter.board.report(ProgressUpdate(stage: .initializing, filesScanned: Int64(count)))
            }
            fixture.time.advance(by: .milliseconds(99))
            #expect(socket.messages(of: "progress").count == 1)
            fixture.time.advance(by: .milliseconds(1))
            let second = await socket.messages.element(2)
            #expect(second["data"]?["files_scanned"] == 500)
            reporter.finish()
            await running.value
            #expect(socket.messages(of: "progress").count == 2)
        }
    }

    @Test(.proves("FR-500.5")) func hearsThatTheJobIsCancelled() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let cancellation = Cancellation()
            let reporter = try reporter(fixture, cancellation)
            let running = Task { await reporter.run() }
            let socket = await server.sockets.element(1)
            socket.send(["type": "cancel", "timestamp": "2026-01-02T03:04:05.678Z", "data": ["reason": "not needed"]])
            #expect(try await cancellation.signal.wait() == .asked("not needed"))
            reporter.finish()
            await running.value
        }
    }

    @Test(.proves("FR-500.6", "NFR-200.6")) func answersPingsOfBothKinds() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let reporter = try reporter(fixture)
            let running = Task { await reporter.run() }
            let socket = await server.sockets.element(1)
            socket.send(["type": "ping", "timestamp": "2026-01-02T03:04:05.678Z"])
            await socket.messages.wait { $0.contains { $0["type"] == "pong" } }
            socket.ping()
            await socket.controls.wait { $0.contains(.pong) }
            socket.send(["type": "something_new"])
            reporter.finish()
            await running.value
        }
    }

    @Test func streamsWarnings() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let reporter = try reporter(fixture)
            reporter.board.warn(JobWarning(message: "unreadable", file: "x/\\xFF", errorType: "permission_denied"))
            let running = Task { await reporter.run() }
            let socket = await server.sockets.element(1)
            let warning = await socket.messages.wait { $0.contains { $0["type"] == "warning" } }.first
            #expect(warning?["data"]?["file"] == "x/\\xFF")
            #expect(warning?["data"]?["error_type"] == "permission_denied")
            reporter.finish()
            await running.value
        }
    }

    @Test(arguments: [4003, 4004] as [UInt16]) func aJobThatIsGoneIsDropped(code: UInt16) async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let cancellation = Cancellation()
            let reporter = try reporter(fixture, cancellation)
            let running = Task { await reporter.run() }
            await server.sockets.element(1).close(code)
            #expect(try await cancellation.signal.wait() == .gone)
            reporter.finish()
            await running.value
        }
    }
}
