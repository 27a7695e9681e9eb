import Domain
import Logging
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// Two servers' buses with a channel between them that a test breaks.
@Suite(.timeLimit(.minutes(5)))
struct EventRelayTests {
    /// Runs two relays until the test has ended, with both in hearing.
    private static func withRelays(_ test: @Sendable (Pair) async throws -> Void) async throws {
        try await Fixture.run(try #require(TestEngine.all.first)) { f in
            let pair = Pair(f)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pair.left.relay.run() }
                group.addTask { try await pair.right.relay.run() }
                await pair.untilComplete()
                try await test(pair)
                group.cancelAll()
            }
        }
    }

    @Test("What one server publishes is heard at the other, once, and not told back")
    func heard() async throws {
        try await Self.withRelays { pair in
            let right = pair.right.bus.subscribe(team: 1).makeAsyncIterator()
            let left = pair.left.bus.subscribe(team: 1).makeAsyncIterator()
            pair.left.bus.publish([.poolChanged(team: 2), .agentChanged(team: 1, agent: 5)])
            #expect("\(await right.next() as Any)" == "\(Event?.some(.agentChanged(team: 1, agent: 5)) as Any)")
            pair.right.bus.publish([.agentChanged(team: 1, agent: 6)])
            #expect("\(await left.next() as Any)" == "\(Event?.some(.agentChanged(team: 1, agent: 5)) as Any)")
            // Had its own come back over the channel, it would be here twice.
            #expect("\(await left.next() as Any)" == "\(Event?.some(.agentChanged(team: 1, agent: 6)) as Any)")
        }
    }

    @Test("A hundred jobs that report ten times a second take one place each")
    func coalesced() async throws {
        try await Self.withRelays { pair in
            // Before anything is sent, or a slow machine has sent it all before anybody listens.
            let right = pair.right.bus.subscribe(team: 1)
            // The first is sent at once; all that follow wait for the pause that the clock does not end.
            let jobs = (0..<100).map { JobID(at: Timestamp(milliseconds: Int64($0)), random: pair.random) }
            for percentage in 1...50 {
                let progress = ProgressUpdate(stage: .scanning, percentage: Double(percentage))
                pair.left.bus.publish(jobs.map { .jobProgress(team: 1, job: $0, progress) })
            }
            await pair.tick(.milliseconds(60))
            var latest: [JobID: Double] = [:]
            for await event in right {
                if case .jobProgress(_, let job, let progress) = event { latest[job] = progress.percentage }
                if latest.count == 100, latest.values.allSatisfy({ $0 == 50 }) { break }
            }
            let events = pair.channel.sent.compactMap { EventPayload($0) }.flatMap(\.events)
            #expect(events.count <= 300, "5,000 were published")
        }
    }

    @Test("A broken channel makes both incomplete, and afterwards everybody looks again")
    func broken() async throws {
        try await Self.withRelays { pair in
            let right = pair.right.bus.subscribe(team: 1).makeAsyncIterator()
            pair.channel.setDown(true)
            await pair.until { !$0.left.bus.isComplete && !$0.right.bus.isComplete }
            pair.left.bus.publish([.poolChanged(team: 9)])
            pair.channel.setDown(false)
            await pair.untilComplete()
            #expect("\(await right.next() as Any)" == "\(Event?.some(.missed(team: 1)) as Any)")
        }
    }

    @Test("Texts that nobody hears are noticed by the sender and by the others")
    func deaf() async throws {
        try await Self.withRelays { pair in
            pair.channel.setLosesTexts(true)
            await pair.until { !$0.left.bus.isComplete && !$0.right.bus.isComplete }
            pair.channel.setLosesTexts(false)
            await pair.untilComplete()
        }
    }

    @Test("A gap in another's numbers, and its silence, tell everybody to look again")
    func peers() {
        var peers = RelayPeers()
        let start = Timestamp(milliseconds: 0)
        func hear(_ number: Int64, _ isFarewell: Bool = false) -> Bool {
            peers.hear(EventPayload(origin: "other", number: number, isFarewell: isFarewell), at: start)
        }
        let gaps = [hear(5), hear(6), hear(8), hear(9)]
        #expect(gaps == [false, false, true, false])
        let late = start + RelayPeers.silence + .milliseconds(1)
        let missed = [peers.forgetSilent(at: start), peers.forgetSilent(at: late)]
        #expect(missed == [false, true])
        let afterwards = [hear(1), hear(2, true), peers.forgetSilent(at: late)]
        #expect(afterwards == [false, false, false], "one that said farewell is not missed")
    }
}

/// Two relays over one channel, on one clock.
private final class Pair: Sendable {
    struct Side: Sendable {
        let bus: EventBus
        let relay: EventRelay
    }

    let channel: SharedChannel
    let left: Side
    let right: Side
    let random = RepeatableRandom(seed: 3)
    private let time: ManualTime

    init(_ f: Fixture) {
        let channel = SharedChannel()
        self.channel = channel
        time = f.time
        func side() -> Side {
            let context = ServiceContext(
                database: f.database, blobs: f.blobs, keys: f.coordinator.context.keys, time: f.time, random: f.random,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            return Side(bus: context.events, relay: EventRelay(context, channel: channel))
        }
        left = side()
        right = side()
    }

    /// Moves the clock on once the relays have gone to sleep on it.
    func tick(_ duration: Duration = .milliseconds(500)) async {
        await time.waitForSleepers(2)
        time.advance(by: duration)
    }

    /// Moves the clock on until something holds.
    func until(_ holds: (Pair) -> Bool) async {
        while !holds(self) {
            await tick()
            await Task.yield()
        }
    }

    func untilComplete() async {
        await until { $0.left.bus.isComplete && $0.right.bus.isComplete }
    }
}
