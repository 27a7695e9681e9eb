import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Failures and retries")
struct RetryTests {
    @Test(
        "A failed attempt is tried again after 30 s, 2 min and 8 min, give or take a fifth, then it fails for good",
        .proves("FR-200.7", "NFR-400.3"), arguments: TestEngine.all)
    func delays(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            for (number, seconds) in [30.0, 120, 480].enumerated() {
                let given = try await s.agent.running()
                #expect(given.attempt == number + 1)
                try await s.agent.fail(given)
                let waiting = try await s.look(job)
                #expect(waiting.status == .pending && waiting.retryCount == number + 1)
                let delay = (try #require(waiting.notBefore) - f.time.now())
                #expect((seconds * 0.8...seconds * 1.2).contains(delay.inSeconds), "\(delay)")
                f.time.advance(by: delay - .milliseconds(1))
                #expect(try await s.agent.claim() == nil)
                f.time.advance(by: .milliseconds(1))
            }
            try await s.agent.fail(try await s.agent.running())
            let ended = try await s.look(job)
            #expect(ended.status == .failed && ended.completedAt == f.time.now() && ended.attempt == 4)
            #expect(ended.errorKind == .toolError && ended.errorMessage == "exiftool broke")
            #expect(ended.attempts?.map(\.outcome) == [.failed, .failed, .failed, .failed])
            f.time.advance(by: .seconds(3600))
            #expect(try await s.agent.claim() == nil)
        }
    }

    @Test("Delays differ from job to job", .proves("FR-200.7"), arguments: TestEngine.all)
    func jitter(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            var delays: Set<Duration> = []
            for _ in 0..<5 {
                let job = try await s.job()
                try await s.agent.fail(try await s.agent.running())
                delays.insert(try #require(try await s.look(job).notBefore) - f.time.now())
            }
            #expect(delays.count > 1)
        }
    }

    @Test(
        "What nobody can hope to go better is not tried again", .proves("FR-200.7", "EC-5"), arguments: TestEngine.all,
        [ErrorKind.permissionDenied, .invalidConfiguration, .storageUnavailable, .internal])
    func kinds(_ engine: TestEngine, _ kind: ErrorKind) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            try await s.agent.fail(try await s.agent.running(), kind)
            let seen = try await s.look(job)
            #expect(seen.status == (kind.isWorthRetrying ? .pending : .failed))
            #expect(seen.errorKind == kind)
        }
    }

    @Test("A failure without a kind is tried again; agent_lost is the server's own word", arguments: TestEngine.all)
    func odd(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            let given = try await s.agent.running()
            #expect(try await f.refusal { try await s.agent.fail(given, .agentLost) } == "400 invalid_field")
            try await s.agent.fail(given, nil)
            #expect(try await s.look(job).status == .pending)
        }
    }

    @Test("A completed job shows no error of an attempt before", arguments: TestEngine.all)
    func recovers(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job()
            try await s.agent.fail(try await s.agent.running())
            f.time.advance(by: .seconds(60))
            try await s.agent.complete(try await s.agent.running())
            let seen = try await s.look(job)
            #expect(seen.status == .completed && seen.errorKind == nil && seen.errorMessage == nil)
            #expect(seen.attempts?.map(\.outcome) == [.failed, .completed])
        }
    }

    @Test(
        "A failure for good is told to everyone of the team, and to nobody else", .proves("EC-3"),
        arguments: TestEngine.all)
    func notices(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let (member, stranger) = (try await f.person(role: .member), try await f.administrator(of: "Blue"))
            let events = f.coordinator.context.events.subscribe(team: s.administrator.team.rowID)
            let job = try await s.job()
            try await s.agent.fail(try await s.agent.running(), .permissionDenied)
            events.cancel()
            let notices = f.coordinator.notices
            for reader in [s.administrator, member] {
                let list = try await notices.list(for: reader, try PageRequest())
                #expect(list.items.map(\.kind) == ["job_failed"] && list.items.first?.jobGuid == job.guid)
                #expect(list.items.first?.title == "PhotoStats on Photos in /photos failed")
                #expect(list.items.first?.message == "exiftool broke" && list.items.first?.isRead == false)
            }
            #expect(try await notices.unreadCount(for: stranger) == 0)
            try await notices.readAll(for: member)
            #expect(try await notices.unreadCount(for: member) == 0)
            #expect(try await notices.unreadCount(for: s.administrator) == 1)
            let own = try #require(try await notices.list(for: s.administrator, try PageRequest()).items.first?.guid)
            #expect(try await f.refusal { try await notices.read(own, for: member) } == "404 not_found")
            for _ in 0..<2 { try await notices.read(own, for: s.administrator) }
            #expect(try await notices.unreadCount(for: s.administrator) == 0)
        }
    }

    @Test("A person runs a failed or cancelled job again as a new one", .proves("US-8"), arguments: TestEngine.all)
    func byHand(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.job(priority: 2)
            func retry() async throws -> JobDTO {
                try await f.coordinator.jobs.retry(job.guid, by: s.administrator)
            }
            #expect(try await f.refusal { _ = try await retry() } == "409 not_retryable")
            let given = try await s.agent.running()
            #expect(try await f.refusal { _ = try await retry() } == "409 not_retryable")
            try await s.agent.fail(given, .permissionDenied)
            let again = try await retry()
            #expect(again.guid != job.guid && again.status == .pending && again.parentJobGuid == job.guid)
            #expect(again.priority == 2 && again.retryCount == 0 && again.attempt == 0)
            _ = try await s.cancel(again)
            _ = try await f.coordinator.jobs.retry(again.guid, by: s.administrator)
            try await s.agent.complete(try await s.agent.running())
            try await f.coordinator.collections.delete(s.collection.guid, by: s.administrator)
            #expect(try await f.refusal { _ = try await retry() } == "409 not_retryable")
        }
    }
}
