import Database
import Domain
import Logging
import ServiceLifecycle
import Synchronization
import Wire

/// Carries a server's events to the others that share its database, and theirs to it (design.md, *Several servers*).
///
/// A notification may be lost; that only delays. Payloads are numbered, and each server gives a sign of life every two
/// seconds: whoever finds one missing, a server fallen silent, or its own voice unheard tells everything that listens
/// to look again.
public final class EventRelay: Service {
    private struct State {
        var peers = RelayPeers()
        var number: Int64 = 0
        var heardSelf: Timestamp
    }

    private let bus: EventBus
    private let channel: any NotificationChannel
    private let time: any TimeSource
    private let random: any RandomSource
    private let logger: Logger
    private let origin: String
    private let outbox = RelayOutbox()
    private let state: Mutex<State>

    /// Events that somebody waits for go out this long after those before them; the first after a pause at once.
    static let urgentPause: Duration = .milliseconds(5)
    /// All others, progress above all, are gathered for so long.
    static let pause: Duration = .milliseconds(50)
    /// Time between two signs of life.
    static let signInterval: Duration = .seconds(2)
    /// A session in which a server has not heard itself for so long is broken, whatever the system says of it.
    static let deafness: Duration = .seconds(6)

    /// A relay for a server's bus, which is incomplete until the relay runs and hears.
    /// - Parameter time: the relay's own clock; by default that of the context.
    public init(_ context: ServiceContext, channel: any NotificationChannel, time: (any TimeSource)? = nil) {
        bus = context.events
        self.time = time ?? context.time
        random = context.random
        logger = context.logger
        self.channel = channel
        origin = Base64URL.encode(context.random.bytes(9))
        state = Mutex(State(heardSelf: self.time.now()))
        bus.attach { [outbox] events in outbox.add(events) }
    }

    /// Relays until the server stops; then sends what is left, and says farewell.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                do {
                    let session = try await self.channel.open()
                    if await self.serve(session) { failures = 0 }
                    session.close()
                } catch {
                    self.logger.warning("events of other servers cannot be heard", metadata: ["error": "\(error)"])
                }
                self.bus.setComplete(false)
                // A cancelled sleep is the end of the loop.
                do { try await self.time.sleep(for: self.backoff(after: failures)) } catch { break }
                failures += 1
            }
        }
    }

    /// Half a second and more with each failure, up to ten, with jitter.
    private func backoff(after failures: Int) -> Duration {
        let longest = min(10_000, 500 << min(failures, 5))
        return .milliseconds(Int64(Double(longest) * (0.5 + random.fraction() / 2)))
    }

    /// Speaks and listens until the session breaks.
    /// - Returns: whether anything was heard in it.
    private func serve(_ session: any NotificationSession) async -> Bool {
        let opened = time.now()
        state.withLock { $0.heardSelf = opened }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.listen(session) }
            group.addTask { await self.watch() }
            group.addTask { await self.speak(session) }
            await group.next()
            // A server that stops still sends its last words; a session that is broken takes none.
            if !Task.isCancelled { session.close() }
            group.cancelAll()
        }
        return bus.isComplete
    }
}

extension EventRelay {
    private func listen(_ session: any NotificationSession) async {
        for await text in session.texts {
            guard let payload = EventPayload(text) else {
                logger.warning("notification not understood", metadata: ["size": "\(text.utf8.count)"])
                continue
            }
            hear(payload)
        }
    }

    private func hear(_ payload: EventPayload) {
        let now = time.now()
        guard payload.origin != origin else {
            state.withLock { $0.heardSelf = now }
            // What came while nobody listened here is lost to us.
            if !bus.isComplete {
                // First, so that nothing kept from before is taken for true.
                bus.lookAgain()
                bus.setComplete(true)
            }
            return
        }
        if state.withLock({ $0.peers.hear(payload, at: now) }) {
            logger.notice("events of another server were lost", metadata: ["server": "\(payload.origin)"])
            bus.lookAgain()
        }
        bus.deliver(payload.events)
    }

    /// Ends once the server does not hear itself any more, as when the network was cut without a word.
    private func watch() async {
        while true {
            // A cancelled sleep means that the session ends.
            do { try await time.sleep(for: .seconds(1)) } catch { return }
            let now = time.now()
            let (isDeaf, isPeerGone) = state.withLock { state in
                (state.heardSelf + Self.deafness < now, state.peers.forgetSilent(at: now))
            }
            if isPeerGone {
                logger.notice("another server has fallen silent")
                bus.lookAgain()
            }
            if isDeaf {
                logger.warning("events of other servers are not heard any more")
                return
            }
        }
    }

    private func speak(_ session: any NotificationSession) async {
        do {
            // The first words: the sign that proves that this server is heard.
            try await session.send([sign()])
            while !Task.isCancelled {
                await outbox.wait(for: .anything, until: time.now() + Self.signInterval, time)
                let batch = outbox.take()
                let texts = texts(of: batch)
                let sent = time.now()
                try await session.send(texts.isEmpty ? [sign()] : texts)
                // A cancelled sleep means that the server stops.
                do { try await time.sleep(for: Self.urgentPause) } catch { break }
                await outbox.wait(for: .urgent, until: sent + Self.pause, time)
            }
            try await session.send(texts(of: outbox.take()) + [sign(isFarewell: true)])
        } catch {
            logger.warning("events could not be sent to other servers", metadata: ["error": "\(error)"])
            // Whether they have them is not known: the gap in the numbers tells them to look again.
            state.withLock { $0.number += 1 }
        }
    }

    private func sign(isFarewell: Bool = false) -> String {
        EventPayload.sign(from: origin, number: numbers(1), isFarewell: isFarewell)
    }

    private func texts(of batch: EventBatch) -> [String] {
        if batch.hasOverflowed { _ = numbers(1) }
        let first = state.withLock { $0.number }
        let texts = EventPayload.texts(batch.events, from: origin, number: first)
        _ = numbers(texts.count)
        return texts
    }

    /// Takes so many numbers.
    private func numbers(_ count: Int) -> Int64 {
        state.withLock { state in
            defer { state.number += Int64(count) }
            return state.number
        }
    }
}
