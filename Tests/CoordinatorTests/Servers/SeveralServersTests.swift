import Database
import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// Two servers on one database that hear nothing of each other: everything is right all the same.
@Suite("Several servers", .proves("SL-8"), .timeLimit(.minutes(5)))
struct SeveralServersTests {
    private static let report = Array(
        """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>PhotoStats</title>
        <meta name="generator" content="Safelight 0.1.0"></head><body><p>Report</p></body></html>
        """.utf8)

    @Test("A heartbeat at one server does not lose the job of a socket at another", arguments: TestEngine.all)
    func socketElsewhere(_ engine: TestEngine) async throws {
        try await Fixture.pair(engine) { one, other in
            let s = try await one.studio()
            let job = try await s.running()
            let held = try await s.agent.openSocket(job)
            let there = s.agent.on(other)
            _ = try await there.heartbeat(.idle)
            #expect(try await s.look(job).status == .running)
            one.coordinator.progress.closeSocket(held)
            _ = try await there.heartbeat(.idle)
            #expect(try await s.look(job).status == .running, "the other server cannot know yet")
            await one.sweep()
            _ = try await there.heartbeat(.idle)
            #expect(try await s.look(job).status == .pending)
        }
    }

    @Test(
        "A heartbeat that names a job that another server gave a moment ago does not stop it", arguments: TestEngine.all
    )
    func givenElsewhere(_ engine: TestEngine) async throws {
        try await Fixture.pair(engine) { one, other in
            let s = try await one.studio()
            let there = s.agent.on(other)
            _ = try await there.heartbeat(.idle)
            let job = try await s.running()
            #expect(try await there.heartbeat(.job(job.guid)).cancelJobGuids.isEmpty)
            #expect(try await there.heartbeat(.job("job_00000000000000000000000000")).cancelJobGuids.count == 1)
        }
    }

    @Test("A socket that moves to another server leaves no grace behind", arguments: TestEngine.all)
    func movedSocket(_ engine: TestEngine) async throws {
        try await Fixture.pair(engine) { one, other in
            await one.sweep()
            await other.sweep()
            let s = try await one.studio()
            let job = try await s.running()
            let before = try await s.agent.openSocket(job)
            let after = try await s.agent.on(other).openSocket(job)
            #expect(try await !one.coordinator.progress.standing(of: before).isLatest)
            #expect(try await other.coordinator.progress.standing(of: after).isLatest)
            await other.sweep()
            one.coordinator.progress.closeSocket(before)
            await one.sweep()
            await other.sweep(after: .seconds(89))
            #expect(try await s.look(job).status == .running)
            await other.sweep(after: .seconds(1))
            await other.sweep()
            #expect(try await s.look(job).status == .pending)
        }
    }

    @Test("What one server writes late shortens no lease that another renewed since", arguments: TestEngine.all)
    func lateSigns(_ engine: TestEngine) async throws {
        try await Fixture.pair(engine) { one, other in
            let s = try await one.studio()
            let job = try await s.running()
            one.time.advance(by: .seconds(60))
            try await s.agent.on(other).progress(job, 70)
            await other.sweep()
            let lease = try await one.count("SELECT lease_expires_at AS n FROM jobs")
            let seen = try await one.count("SELECT last_seen AS n FROM agents")
            // What it heard 60 s ago it writes only now.
            await one.sweep()
            #expect(try await one.count("SELECT lease_expires_at AS n FROM jobs") == lease)
            #expect(try await one.count("SELECT last_seen AS n FROM agents") == seen)
            // A lease beyond all measure comes of a wrong clock.
            try await one.execute("UPDATE jobs SET lease_expires_at = lease_expires_at + 3600000")
            try await s.agent.progress(job)
            await one.sweep()
            #expect(try await one.count("SELECT lease_expires_at AS n FROM jobs") == lease)
        }
    }

    @Test(
        "Chunks go to any server, the end to another, at once to both", .proves("EC-6", "EC-4"),
        arguments: TestEngine.all)
    func uploads(_ engine: TestEngine) async throws {
        try await Fixture.pair(engine) { one, other in
            let s = try await one.studio()
            let there = s.agent.on(other)
            let job = try await s.running()
            let padding = JSONValue.string(String(repeating: "x", count: UploadService.chunkSize))
            let results = CanonicalJSON.encode(["padding": padding, "total_files": 1, "total_size": 2])
            let bytes = results + Self.report
            let request = try Signed(job).uploaded(results, report: Self.report)
            let upload = try await s.agent.invited(request, job)
            #expect(try await there.invited(request, job) == upload)
            try await there.put(Array(bytes[UploadService.chunkSize...]), 1, of: upload)
            #expect(try await s.agent.uploadState(upload).received == [1])
            try await s.agent.put(Array(bytes[..<UploadService.chunkSize]), 0, of: upload)
            #expect(
                try await one.refusal { try await there.put(Array(bytes[..<UploadService.chunkSize]), 0, of: upload) }
                    == "409 chunk_exists")
            async let first = s.agent.finalize(upload)
            async let second = there.finalize(upload)
            let answers = try await [first, second]
            #expect(answers[0] == answers[1])
            let guid = try #require(answers[0].resultGuid)
            for f in [one, other] {
                #expect(try await f.coordinator.results.json(guid, for: s.administrator) == results)
                #expect(try await f.coordinator.results.report(guid, for: s.administrator) == Self.report)
            }
            #expect(try await one.count("SELECT count(*) AS n FROM results") == 1)
            #expect(try one.files() == ["reports/\(guid).html", "results/\(guid).json"])
        }
    }

    @Test(
        "A need that one server has learnt is met at the other at once", .proves("FR-200.4"), arguments: TestEngine.all)
    func needs(_ engine: TestEngine) async throws {
        try await Fixture.pair(engine) { one, other in
            let s = try await one.studio()
            let there = s.agent.on(other)
            #expect(try await there.claim() == nil)
            try await s.job(.photostats)
            #expect(try await there.claimed().tool == .photostats)
            // The answer may have been lost: any server gives the same one again.
            #expect(try await s.agent.claimed().signingSecret == there.claimed().signingSecret)
        }
    }

    @Test("Claims on both servers give each job out once", .proves("FR-200.4", "EC-4"), arguments: TestEngine.all)
    func claims(_ engine: TestEngine) async throws {
        try await Fixture.pair(engine) { one, other in
            let administrator = try await one.administrator()
            var agents: [TestAgent] = []
            for number in 0..<8 { agents.append(try await one.agent("agent \(number)", of: administrator)) }
            for (number, agent) in agents.enumerated() {
                let collection = try await one.collection("/\(number)", on: agent, by: administrator)
                try await one.unbind(try await one.job(on: collection, by: administrator))
            }
            let given = try await withThrowingTaskGroup(of: String?.self) { group in
                for (number, agent) in agents.enumerated() {
                    let there = agent.on(number % 2 == 0 ? one : other)
                    group.addTask { try await there.claim()?.guid }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(given.compactMap(\.self)).count == 8)
        }
    }

    @Test("Sweeps of both at once take a job back once", .proves("FR-200.6"), arguments: TestEngine.all)
    func sweeps(_ engine: TestEngine) async throws {
        try await Fixture.pair(engine) { one, other in
            let s = try await one.studio()
            let job = try await s.running()
            await one.sweep()
            await other.sweep()
            one.time.advance(by: .seconds(91))
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<6 {
                    group.addTask { await (number % 2 == 0 ? one : other).coordinator.sweeps.sweep() }
                }
            }
            #expect(try await s.look(job).status == .pending)
            #expect(try await one.count("SELECT loss_count AS n FROM jobs") == 1)
            #expect(try await s.look(job).attempts?.count == 1)
        }
    }

    @Test("Sessions, forms and set-up are every server's", arguments: TestEngine.all)
    func accounts(_ engine: TestEngine) async throws {
        try await Fixture.pair(engine) { one, other in
            let codes = [
                try #require(try await one.coordinator.accounts.makeSetupCode()),
                try #require(try await other.coordinator.accounts.makeSetupCode()),
            ]
            func setUp(_ f: Fixture, _ code: String, _ team: String) async throws -> String? {
                try await f.refusal {
                    try await f.coordinator.accounts.setUp(
                        .init(
                            code: code, teamName: team, name: "Ann", email: "\(team)@example.org",
                            password: Fixture.password))
                }
            }
            #expect(try await setUp(one, "none-such-code", "blue") == "403 wrong_code")
            // Each server's code is good at each; of two at once one wins.
            async let first = setUp(one, codes[1], "red")
            async let second = setUp(other, codes[0], "green")
            let refusals = try await [first, second]
            #expect(refusals.compactMap(\.self) == ["403 setup_closed"])
            let team = refusals[0] == nil ? "red" : "green"
            let secret = try await one.coordinator.accounts.signIn(
                email: "\(team)@example.org", password: Fixture.password
            ).secret
            let here = try #require(try await one.coordinator.accounts.authenticate(session: secret))
            let there = try #require(try await other.coordinator.accounts.authenticate(session: secret))
            #expect(here == there && here.csrfToken != nil)
            try await other.coordinator.accounts.signOut(session: secret)
            #expect(try await one.coordinator.accounts.authenticate(session: secret) == nil)
        }
    }
}
