import Domain
import TestSupport
import Testing
import Wire

@testable import AgentRuntime

@Suite struct HeartbeatLoopTests {
    private func loop(_ context: AgentContext) -> HeartbeatLoop {
        HeartbeatLoop(context: context, metrics: MachineMetrics(folder: "/"))
    }

    @Test(.proves("FR-100.4", "FR-450.1")) func beatsEveryThirtySecondsWithAllThatIsKnown() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let context = try fixture.context()
            let running = Task { try await loop(context).run() }
            let first = await server.requests(AgentRoutes.heartbeat).element(1)
            #expect(first.headers.first(name: "Authorization") == "Bearer \(Fixture.key)")
            #expect(first.json["status"] == "online")
            #expect(
                first.json["capabilities"] == Capabilities.list(roots: ["/photos"]).json)
            #expect(first.json["binary_checksum"]?.stringValue == fixture.identity.binaryChecksum)
            #expect(first.json["version"] == "9.8.7")
            #expect(first.json["platform"] == "linux-amd64")
            #expect(first.json["roots"] == fixture.settings.roots.json)
            #expect(first.json["metrics"]?["disk_free_gb"] != nil)
            #expect(first.json.objectValue?["current_job_guid"] == .null)
            await fixture.time.waitForSleepers()
            fixture.time.advance(by: .milliseconds(29_999))
            #expect(server.requests(AgentRoutes.heartbeat).all.count == 1)
            fixture.time.advance(by: .milliseconds(1))
            await server.requests(AgentRoutes.heartbeat).element(2)
            server.on(AgentRoutes.heartbeat) { _ in .error(401, "unauthorized") }
            await fixture.time.waitForSleepers()
            fixture.time.advance(by: .seconds(30))
            await #expect(throws: ServerError.self) { try await running.value }
        }
    }

    @Test func namesTheJobInHandAndHearsThatItIsCancelled() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.on(AgentRoutes.heartbeat) { _ in Fixture.heartbeatReply(cancel: [.string(Fixture.jobID)]) }
            let context = try fixture.context()
            let cancellation = Cancellation()
            try await context.state.begin(Fixture.jobID, cancellation)
            let running = Task { try await loop(context).run() }
            let beat = await server.requests(AgentRoutes.heartbeat).element(1)
            #expect(beat.json["current_job_guid"]?.stringValue == Fixture.jobID)
            guard case .asked = try await cancellation.signal.wait() else {
                Issue.record("not asked")
                return
            }
            running.cancel()
        }
    }

    @Test(.proves("NFR-200.2"), arguments: [503, 429, 500])
    func triesAgainWhenTheServerRecovers(status: Int) async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.on(AgentRoutes.heartbeat) { _ in .error(status, "busy", retryAfter: 7) }
            let running = Task { try await loop(try fixture.context()).run() }
            await fixture.time.waitForSleepers()
            fixture.time.advance(by: .milliseconds(6_999))
            #expect(server.requests(AgentRoutes.heartbeat).all.count == 1)
            fixture.time.advance(by: .milliseconds(1))
            await server.requests(AgentRoutes.heartbeat).element(2)
            running.cancel()
        }
    }

    @Test(arguments: [(401, "unauthorized"), (403, "agent_revoked"), (403, "unknown_checksum")])
    func endsForGoodOnARefusal(status: Int, code: String) async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.on(AgentRoutes.heartbeat) { _ in .error(status, code) }
            let error = await #expect(throws: ServerError.self) { try await loop(try fixture.context()).run() }
            #expect(error?.asExit.exit == .notPermitted)
        }
    }

    @Test func aHeartbeatWithoutAJobNeverOvertakesTheJobThatBegins() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let release = OneShot<Void>()
            server.on(AgentRoutes.heartbeat) { _ in
                do { try await release.wait() } catch { return .cut }
                return Fixture.heartbeatReply()
            }
            let context = try fixture.context()
            let running = Task { try await loop(context).run() }
            await server.requests(AgentRoutes.heartbeat).element(1)
            let begun = Recorder<Bool>()
            async let begin: Void = {
                try await context.state.begin(Fixture.jobID, nil)
                begun.append(true)
            }()
            #expect(begun.all.isEmpty)
            release.set(())
            try await begin
            await begun.element(1)
            running.cancel()
        }
    }
}

extension [String] {
    /// The texts as a JSON list.
    var json: JSONValue { .array(map { .string($0) }) }
}
