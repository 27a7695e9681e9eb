import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Silence counts only where somebody could be heard")
struct ListeningTests {
    private static let hour: Duration = .seconds(3600)

    private func run(_ engine: TestEngine, _ test: (Fixture, Studio) async throws -> Void) async throws {
        try await Fixture.run(engine) { f in
            f.time.advance(by: .seconds(1000))
            await f.sweep()
            try await test(f, try await f.studio())
        }
    }

    @Test(
        "A clock set forwards takes no job from an agent that is there", .proves("NFR-200.1"),
        arguments: TestEngine.all)
    func forwards(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            f.time.set(by: Self.hour)
            await f.sweep()
            await f.sweep(after: .seconds(89))
            #expect(try await s.look(job).status == .running)
            #expect(
                try await f.coordinator.agents.get(s.agent.guid, team: s.administrator.team.rowID).status == .online)
            try await s.agent.progress(job)
            await f.sweep(after: .seconds(89))
            #expect(try await s.look(job).status == .running)
            await f.sweep(after: .seconds(1))
            #expect(try await s.look(job).status == .pending)
        }
    }

    @Test(
        "A clock set at any moment of a round takes no job from an agent that is there", .proves("NFR-200.1"),
        arguments: [hour, .zero - hour])
    func inMidRound(_ change: Duration) async throws {
        try await run(.sqlite) { f, s in
            let job = try await s.running()
            for readings in 1...12 {
                f.time.set(by: change, afterReadings: readings)
                await f.sweep()
                f.time.advance(by: .seconds(1))
                await f.sweep()
                try #require(try await s.look(job).status == .running, "set after \(readings) readings")
                try #require(
                    try await f.coordinator.agents.get(s.agent.guid, team: s.administrator.team.rowID).status == .online
                )
                try await s.agent.progress(job)
                // The silence that counts again is what makes the next change matter.
                f.time.advance(by: .seconds(60))
                try await s.agent.progress(job)
                await f.sweep(after: .seconds(60))
            }
        }
    }

    @Test(
        "A clock set back keeps neither a waiting job waiting nor a dead agent's job", .proves("NFR-200.4"),
        arguments: TestEngine.all)
    func backwards(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            let next = try await s.job()
            f.time.set(by: .zero - Self.hour)
            await f.sweep()
            await f.sweep(after: .seconds(89))
            #expect(try await s.look(job).status == .running)
            await f.sweep(after: .seconds(1))
            #expect(try await s.look(job).status == .pending)
            #expect(
                try await f.coordinator.agents.get(s.agent.guid, team: s.administrator.team.rowID).status == .offline)
            let given = try await [s.agent.claimed().guid]
            #expect([job.guid, next.guid].contains(given[0]), "both are due")
            #expect(try await f.count("SELECT count(*) AS n FROM jobs WHERE available_at > ?1", [f.time.now()]) == 0)
        }
    }

    @Test("A job of a clock that was ahead is due at once when its server is started again", arguments: TestEngine.all)
    func ahead(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            try await s.job()
            f.time.set(by: .zero - Self.hour)
            #expect(try await s.agent.claim() == nil)
            try await f.restarted { next async throws in
                await next.sweep()
                let due = "SELECT count(*) AS n FROM jobs WHERE available_at <= ?1"
                #expect(try await next.count(due, [next.time.now()]) == 1)
            }
        }
    }

    @Test("The delay before another attempt is kept where the clock was right", arguments: TestEngine.all)
    func delay(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            _ = try await s.agent.fail(job)
            let delay = "SELECT not_before - ?1 AS n FROM jobs"
            let before = try await f.count(delay, [f.time.now()])
            #expect(before > 20_000)
            try await f.restarted { next async throws in
                await next.sweep()
                #expect(try await next.count(delay, [next.time.now()]) == before)
            }
        }
    }

    @Test("While the database is away no lease runs out", .proves("NFR-200.1"), arguments: TestEngine.all)
    func outage(_ engine: TestEngine) async throws {
        try await run(engine) { f, s in
            let job = try await s.running()
            await f.sweep(after: .seconds(1))
            try await f.execute("ALTER TABLE agents RENAME TO elsewhere")
            for _ in 0..<30 { await f.sweep(after: .seconds(10)) }
            try await f.execute("ALTER TABLE elsewhere RENAME TO agents")
            await f.sweep(after: .seconds(1))
            await f.sweep(after: .seconds(80))
            #expect(try await s.look(job).status == .running)
            await f.sweep(after: .seconds(10))
            #expect(try await s.look(job).status == .pending)
        }
    }

    @Test func aRoundThatWasHeldUpHeardNobody() {
        let time = ManualTime()
        var listening = Listening(time)
        time.advance(by: .seconds(100))
        #expect(listening.beginRound(time) == nil)
        #expect(listening.isSilenceCounted(at: time.now()))
        time.advance(by: .seconds(11))
        listening.endRound(time, wereHeard: true)
        #expect(!listening.isSilenceCounted(at: time.now() + .seconds(89)))
        #expect(listening.isSilenceCounted(at: time.now() + .seconds(90)))
    }

    @Test(arguments: [3, -3, 3600, -3600])
    func aClockThatIsSetIsNoticedOnceAlsoInMidRound(seconds: Int) {
        let time = ManualTime()
        var listening = Listening(time)
        time.advance(by: .seconds(1))
        #expect(listening.beginRound(time) == nil)
        time.set(by: .seconds(seconds))
        listening.endRound(time, wereHeard: true)
        time.advance(by: .seconds(1))
        #expect(listening.beginRound(time) == .seconds(seconds))
        #expect(!listening.isSilenceCounted(at: time.now() + .seconds(89)))
        time.advance(by: .seconds(1))
        #expect(listening.beginRound(time) == nil)
        #expect(listening.isSilenceCounted(at: time.now() + .seconds(89)))
    }

    @Test func aClockThatIsSlewedIsLeftAlone() {
        let time = ManualTime()
        var listening = Listening(time)
        for _ in 0..<200 {
            time.advance(by: .seconds(1))
            time.set(by: .milliseconds(-900))
            #expect(listening.beginRound(time) == nil)
        }
    }
}
