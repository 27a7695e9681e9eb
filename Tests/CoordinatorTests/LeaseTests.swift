import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Leases: how a job comes back")
struct LeaseTests {
    /// A studio on a server that has run for longer than the 90 s in which it takes nobody for silent.
    private func run(_ engine: TestEngine, _ test: (Fixture, Studio) async throws -> Void) async throws {
        try await Fixture.run(engine) { f in
            f.time.advance(by: .seconds(1000))
            try await test(f, try await f.studio())
        }
    }

    /// Lets time pass, sweeping all the while, and says whether the job is back just before and just at its end.
    private func isBack(_ job: JobAssignment, after seconds: Int, _ f: Fixture, _ s: Studio) async throws -> [Bool] {
        await f.sweep(after: .seconds(seconds) - .milliseconds(1))
        let before = try await s.look(job).status
        await f.sweep(after: .milliseconds(1))
        let after = try await s.look(job).status
        return [before == .pending, after == .pending]
    }

    @Test(
        "A running job without a socket comes back after 90 s of silence",
        .proves("FR-200.6", "NFR-200.4", "SC-007"), arguments: TestEngine.all)
    func silence(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            #expect(try await isBack(job, after: 90, f, s) == [false, true])
            #expect(try await f.count("SELECT loss_count AS n FROM jobs") == 1)
            #expect(try await f.count("SELECT retry_count AS n FROM jobs") == 0)
            #expect(try await s.look(job).attempts?.map(\.outcome) == [.lost])
            #expect(try await s.agent.claim()?.attempt == 2)
        }
    }

    @Test(
        "A job that was assigned and never started comes back after 90 s", .proves("FR-200.6"),
        arguments: TestEngine.all)
    func neverStarted(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            try await s.job()
            let job = try await s.agent.claimed()
            // Heartbeats that name it do not keep a job that was never started.
            for _ in 0..<2 {
                await f.sweep(after: .seconds(30))
                #expect(try await s.agent.heartbeat(.job(job.guid)).cancelJobGuids.isEmpty)
            }
            #expect(try await isBack(job, after: 30, f, s) == [false, true])
        }
    }

    @Test("Every sign of life that names the job renews its lease", .proves("FR-200.6"), arguments: TestEngine.all)
    func renewed(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            await f.sweep(after: .seconds(80))
            try await s.agent.progress(job)
            await f.sweep(after: .seconds(80))
            #expect(try await s.agent.heartbeat(.job(job.guid)).cancelJobGuids.isEmpty)
            await f.sweep(after: .seconds(80))
            let held = try await s.agent.openSocket(job)
            await f.sweep(after: .seconds(80))
            f.coordinator.progress.alive(held)
            await f.sweep(after: .seconds(80))
            let upload = try await s.agent.invited(try Signed(job).completed(report: Array("x".utf8)), job)
            _ = try await s.agent.uploadState(upload)
            await f.sweep(after: .seconds(80))
            try await s.agent.put(Array("x".utf8), 0, of: upload)
            #expect(try await isBack(job, after: 90, f, s) == [false, true])
        }
    }

    @Test("A heartbeat that does not name the job does not keep it", .proves("FR-200.6"), arguments: TestEngine.all)
    func unnamed(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            await f.sweep(after: .seconds(60))
            _ = try await s.agent.heartbeat()
            #expect(try await isBack(job, after: 30, f, s) == [false, true])
        }
    }

    @Test("A dropped socket leaves 40 s of grace", .proves("FR-200.6"), arguments: TestEngine.all)
    func socketGrace(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            let held = try await s.agent.openSocket(job)
            await f.sweep(after: .seconds(10))
            f.coordinator.progress.closeSocket(held)
            #expect(try await isBack(job, after: 40, f, s) == [false, true])
        }
    }

    @Test(
        "A sign of life in the grace, or a new socket, keeps the job", .proves("NFR-200.6"), arguments: TestEngine.all)
    func graceEnds(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            let first = try await s.agent.openSocket(job)
            f.coordinator.progress.closeSocket(first)
            await f.sweep(after: .seconds(39))
            try await s.agent.progress(job)
            await f.sweep(after: .seconds(80))
            let second = try await s.agent.openSocket(job)
            let third = try await s.agent.openSocket(job)
            #expect(try await !f.coordinator.progress.standing(of: second).isLatest)
            #expect(try await f.coordinator.progress.standing(of: third).isLatest)
            // The end of a socket that was replaced means nothing.
            f.coordinator.progress.closeSocket(second)
            #expect(try await isBack(job, after: 90, f, s) == [false, true])
        }
    }

    @Test("A socket that closes after its job went to another shortens nothing", arguments: TestEngine.all)
    func staleSocket(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.job()
            try await f.unbind(job)
            let stale = try await s.agent.openSocket(try await s.agent.claimed())
            try await s.agent.disconnect()
            let other = try await f.agent("other", of: s.administrator)
            let given = try await other.running()
            _ = try await other.progress(given, 50)
            f.coordinator.progress.alive(stale)
            f.coordinator.progress.closeSocket(stale)
            #expect(try await s.look(job).progress?.percentage == 50)
            #expect(try await isBack(given, after: 90, f, s) == [false, true])
        }
    }

    @Test(
        "An agent that says it has no job gives a running one back at once", .proves("FR-200.6"),
        arguments: TestEngine.all)
    func restartedAgent(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            let held = try await s.agent.openSocket(job)
            _ = try await s.agent.heartbeat(.idle)
            #expect(try await s.look(job).status == .running)
            f.coordinator.progress.closeSocket(held)
            _ = try await s.agent.heartbeat(.idle)
            #expect(try await s.look(job).status == .pending)
            let again = try await s.agent.claimed()
            // An assigned one stays: its claim may be on its way.
            _ = try await s.agent.heartbeat(.idle)
            #expect(try await s.look(again).status == .assigned)
        }
    }

    @Test("A heartbeat tells of a job that is no longer the agent's", .proves("FR-500.5"), arguments: TestEngine.all)
    func told(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            await f.sweep(after: .seconds(90))
            #expect(try await s.agent.heartbeat(.job(job.guid)).cancelJobGuids == [job.guid])
            #expect(try await f.refusal { try await s.agent.progress(job) } == "409 stale_attempt")
        }
    }

    @Test("Sweeping again changes nothing", arguments: TestEngine.all)
    func idempotent(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            f.time.advance(by: .seconds(90))
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { await f.coordinator.sweeps.sweep() } }
            }
            #expect(try await s.look(job).attempts?.count == 1)
            #expect(try await f.count("SELECT loss_count AS n FROM jobs") == 1)
        }
    }

    @Test(
        "Ten losses are forgiven, the eleventh fails the job", .proves("FR-200.7", "NFR-400.3"),
        arguments: TestEngine.all)
    func losses(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.job()
            for number in 1...11 {
                #expect(try await s.agent.running().attempt == number)
                await f.sweep(after: .seconds(90))
            }
            let seen = try await s.look(job)
            #expect(seen.status == .failed && seen.errorKind == .agentLost && seen.retryCount == 0)
            #expect(seen.errorMessage?.contains("11 times") == true)
            let notices = try await f.coordinator.notices.list(for: s.administrator, try PageRequest())
            #expect(notices.items.map(\.jobGuid) == [job.guid])
        }
    }
}
