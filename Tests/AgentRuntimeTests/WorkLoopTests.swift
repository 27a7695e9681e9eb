import Domain
import TestSupport
import Testing
import Wire

@testable import AgentRuntime

@Suite struct WorkLoopTests {
    private struct NoWork: AttemptWork {
        func perform(_ job: JobAssignment, _ session: AttemptSession) async throws -> WorkOutput {
            WorkOutput(results: Array("{}".utf8), report: nil, filesProcessed: 0)
        }
    }

    private func loop(_ fixture: Fixture) throws -> (WorkLoop, AgentState) {
        let context = try fixture.context()
        context.state.greeted.set(())
        let deliverer = Deliverer(
            context: context, spool: try Spool(folder: fixture.home.spoolFolder, logger: fixture.logger))
        let runner = JobRunner(context: context, work: NoWork(), deliverer: deliverer)
        return (WorkLoop(context: context, runner: runner, deliverer: deliverer), context.state)
    }

    @Test(.proves("FR-200.3")) func asksForAJobAndWaitsAtTheServer() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.on(AgentRoutes.claim) { _ in await Fixture.held() }
            let (loop, state) = try loop(fixture)
            let running = Task { try await loop.run(once: false) }
            let claim = await server.requests(AgentRoutes.claim).element(1)
            #expect(claim.json["wait_seconds"] == 25)
            #expect(claim.json["capabilities"]?[0] == "local_filesystem")
            state.draining.set(())
            try await running.value
        }
    }

    @Test func saysNothingOfLocalFoldersWithoutRoots() async throws {
        try await FakeServer.run { server in
            var fixture = try Fixture(server)
            fixture.settings.roots = []
            server.on(AgentRoutes.claim) { _ in .error(401, "unauthorized") }
            let (loop, _) = try loop(fixture)
            await #expect(throws: ServerError.self) { try await loop.run(once: false) }
            let claim = await server.requests(AgentRoutes.claim).element(1)
            #expect(claim.json["capabilities"] == Capabilities.list(roots: []).json)
        }
    }

    @Test(.proves("NFR-200.2")) func goesOnClaimingAfterEveryPassingFailure() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let replies: [FakeServer.Reply] = [.error(500, "internal"), .cut, .error(429, "slow", retryAfter: 9)]
            server.on(AgentRoutes.claim) { _ in
                let number = server.requests(AgentRoutes.claim).all.count
                return number <= replies.count ? replies[number - 1] : .error(403, "agent_revoked")
            }
            let (loop, _) = try loop(fixture)
            let running = Task { try await loop.run(once: false) }
            for _ in replies {
                await fixture.time.waitForSleepers()
                fixture.time.advance(by: .seconds(60))
            }
            await #expect(throws: ServerError.self) { try await running.value }
            #expect(server.requests(AgentRoutes.claim).all.count == 4)
        }
    }

    @Test(.proves("NFR-200.2", "SC-006")) func anAnsweredHeartbeatEndsTheWait() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.on(AgentRoutes.claim) { _ in
                server.requests(AgentRoutes.claim).all.count == 1 ? .cut : .error(401, "unauthorized")
            }
            let (loop, state) = try loop(fixture)
            let running = Task { try await loop.run(once: false) }
            await fixture.time.waitForSleepers()
            state.reached.ring()
            await #expect(throws: ServerError.self) { try await running.value }
        }
    }

    @Test func neverAsksInATightLoop() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            server.on(AgentRoutes.claim) { _ in .json(["job": nil]) }
            let (loop, _) = try loop(fixture)
            let running = Task { try await loop.run(once: false) }
            await fixture.time.waitForSleepers()
            #expect(server.requests(AgentRoutes.claim).all.count == 1)
            fixture.time.advance(by: .seconds(1))
            await server.requests(AgentRoutes.claim).element(2)
            running.cancel()
        }
    }

    @Test func doesOneJobWithOnce() async throws {
        try await FakeServer.run { server in
            let fixture = try Fixture(server)
            let job = try WireJSON.decode(JobAssignment.self, from: CanonicalJSON.encode(Fixture.job("/x")))
            fixture.handOut(job)
            let (loop, _) = try loop(fixture)
            try await loop.run(once: true)
            #expect(server.requests(AgentRoutes.claim).all.count == 1)
            #expect(server.requests(AgentRoutes.complete).all.count == 1)
        }
    }
}
