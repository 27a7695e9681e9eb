import Domain
import Synchronization

/// One listener's queue of events. Of one topic (a job's progress, the pool's counts, an agent) only the latest waits;
/// everything else is kept in order, so that a slow browser never slows an agent and misses no change of state. One that
/// takes nothing for long is told that it missed events, instead of all of them.
public final class EventSubscription: AsyncSequence, Sendable {
    private struct State {
        var queue: [Event?] = []
        var head = 0
        var positions: [Event.Topic: Int] = [:]
        var waiting: CheckedContinuation<Event?, Never>?
        var isFinished = false
    }

    private let state = Mutex(State())
    private let team: Int64
    private let wants: @Sendable (Event) -> Bool
    private let onCancel: @Sendable () -> Void

    /// So many events wait at most.
    static let limit = 10_000

    init(
        team: Int64, wants: @escaping @Sendable (Event) -> Bool, onCancel: @escaping @Sendable () -> Void
    ) {
        self.team = team
        self.wants = wants
        self.onCancel = onCancel
    }

    /// Stops listening; the sequence ends.
    public func cancel() {
        let waiting = state.withLock { state in
            state.isFinished = true
            Self.clear(&state)
            return state.waiting.take()
        }
        waiting?.resume(returning: nil)
        onCancel()
    }

    func offer(_ event: Event) {
        var isMissed = false
        if case .missed = event { isMissed = true }
        guard isMissed || wants(event) else { return }
        let waiting: CheckedContinuation<Event?, Never>? = state.withLock { state in
            if state.isFinished { return nil }
            if let waiting = state.waiting.take() { return waiting }
            if let topic = event.topic {
                if let position = state.positions[topic] {
                    state.queue[position] = event
                    return nil
                }
                state.positions[topic] = state.queue.count
            }
            state.queue.append(event)
            if state.queue.count - state.head > Self.limit {
                Self.clear(&state)
                state.queue.append(.missed(team: team))
            }
            return nil
        }
        waiting?.resume(returning: event)
    }

    private func next() async -> Event? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready: Event?? = state.withLock { state in
                    if let event = Self.pop(&state) { return .some(event) }
                    if state.isFinished { return .some(nil) }
                    state.waiting = continuation
                    return nil
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            cancel()
        }
    }

    private static func pop(_ state: inout State) -> Event? {
        guard state.head < state.queue.count else { return nil }
        let event = state.queue[state.head]
        state.queue[state.head] = nil
        state.head += 1
        if let topic = event?.topic { state.positions[topic] = nil }
        if state.head == state.queue.count {
            state.queue.removeAll(keepingCapacity: true)
            state.head = 0
        } else if state.head >= 256, state.head * 2 > state.queue.count {
            // A listener that is never quite done must not make the queue grow for ever.
            state.queue.removeFirst(state.head)
            for topic in state.positions.keys { state.positions[topic]? -= state.head }
            state.head = 0
        }
        return event
    }

    private static func clear(_ state: inout State) {
        state.queue.removeAll()
        state.positions.removeAll()
        state.head = 0
    }

    /// Takes events one by one; for one task at a time.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let subscription: EventSubscription

        /// The next event; nil once the subscription is cancelled.
        public func next() async -> Event? {
            await subscription.next()
        }
    }

    /// Begins to take events.
    public func makeAsyncIterator() -> Iterator {
        Iterator(subscription: self)
    }
}
