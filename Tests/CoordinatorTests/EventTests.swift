import Domain
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Events")
struct EventTests {
    private let bus = EventBus()
    private let jobs: [JobID] = {
        let random = RepeatableRandom()
        return (0..<2).map { _ in JobID(at: Timestamp(milliseconds: 0), random: random) }
    }()

    private func progress(_ job: Int, _ percentage: Double) -> Event {
        .jobProgress(team: 1, job: jobs[job], ProgressUpdate(stage: .scanning, percentage: percentage))
    }

    private func status(_ job: Int, _ status: JobStatus) -> Event {
        .jobStatus(team: 1, job: jobs[job], status, agent: nil)
    }

    private func word(_ event: Event?) -> String {
        switch event {
        case .jobProgress(_, let job, let progress)?: "\(jobs.firstIndex(of: job) ?? -1): \(progress.percentage ?? -1)"
        case .jobStatus(_, let job, let status, _)?: "\(jobs.firstIndex(of: job) ?? -1): \(status)"
        case nil: "end"
        default: "?"
        }
    }

    @Test("Progress waits once for each job, the latest; everything else stays in order", .proves("FR-500.3"))
    func coalescing() async {
        let subscription = bus.subscribe(team: 1)
        bus.publish([progress(0, 1), status(0, .running), progress(1, 5), progress(0, 2), progress(0, 3)])
        bus.publish([status(1, .running), status(1, .completed)])
        let iterator = subscription.makeAsyncIterator()
        var words: [String] = []
        for _ in 0..<3 { words.append(word(await iterator.next())) }
        bus.publish([progress(0, 4), progress(1, 6)])
        for _ in 0..<4 { words.append(word(await iterator.next())) }
        #expect(
            words == ["0: 3.0", "0: running", "1: 5.0", "1: running", "1: completed", "0: 4.0", "1: 6.0"])
    }

    @Test("Of the pool's counts and of an agent's changes, one waits for all", .proves("FR-600.12"))
    func topics() async {
        let subscription = bus.subscribe(team: 1)
        for _ in 0..<100 {
            bus.publish([.poolChanged(team: 1), .agentChanged(team: 1, agent: 7), .agentJobChanged(team: 1, agent: 7)])
            bus.publish([.agentChanged(team: 1, agent: 8)])
        }
        bus.publish([status(0, .running)])
        let iterator = subscription.makeAsyncIterator()
        var topics: [Event.Topic?] = []
        for _ in 0..<5 { topics.append(await iterator.next()?.topic) }
        #expect(topics == [.pool, .agent(7), .agentJob(7), .agent(8), nil])
    }

    @Test("A listener that takes nothing is told that it missed events, and hears what comes after")
    func overflow() async {
        let subscription = bus.subscribe(team: 1)
        bus.publish([progress(0, 1)])
        for _ in 0..<EventSubscription.limit { bus.publish([status(0, .running)]) }
        bus.publish([progress(0, 2)])
        let iterator = subscription.makeAsyncIterator()
        guard case .missed(team: 1)? = await iterator.next() else {
            Issue.record("It was not told")
            return
        }
        #expect(word(await iterator.next()) == "0: 2.0")
    }

    @Test("A listener hears what it wants, and always that something was missed")
    func wanted() async {
        let subscription = bus.subscribe(team: 1) { event in
            if case .jobStatus = event { true } else { false }
        }
        bus.publish([progress(0, 1), .poolChanged(team: 1), status(1, .running)])
        bus.lookAgain()
        let iterator = subscription.makeAsyncIterator()
        #expect(word(await iterator.next()) == "1: running")
        guard case .missed(team: 1)? = await iterator.next() else {
            Issue.record("It was not told")
            return
        }
    }

    @Test("A team hears of its own events alone", .proves("EC-3"))
    func teams() async {
        let (red, blue) = (bus.subscribe(team: 1), bus.subscribe(team: 2))
        bus.publish([.poolChanged(team: 2), status(0, .running)])
        #expect(word(await red.makeAsyncIterator().next()) == "0: running")
        guard case .poolChanged(team: 2)? = await blue.makeAsyncIterator().next() else {
            Issue.record("Blue did not hear of its own event")
            return
        }
    }

    @Test("A cancelled subscription ends, for one who waits and one who asks later", .timeLimit(.minutes(4)))
    func cancellation() async {
        let subscription = bus.subscribe(team: 1)
        async let waiting = subscription.makeAsyncIterator().next()
        subscription.cancel()
        #expect(await word(waiting) == "end")
        bus.publish([status(0, .running)])
        #expect(word(await subscription.makeAsyncIterator().next()) == "end")
        let other = bus.subscribe(team: 1)
        // The test awaits its value.
        let task = Task { await other.makeAsyncIterator().next() }
        task.cancel()
        #expect(word(await task.value) == "end")
    }
}
