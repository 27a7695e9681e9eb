import Domain
import Synchronization

/// One listener's queue of events. Progress waits at most once for each job, the latest wins; everything else is kept in
/// order, so that a slow browser never slows an agent and misses no change of state.
public final class EventSubscription: AsyncSequence, Sendable {
    private struct State {
        var queue: [Event?] = []
        var head = 0
        var progressPositions: [JobID: Int] = [:]
        var waiting: CheckedContinuation<Event?, Never>?
        var isFinished = false
    }

    private let state = Mutex(State())
    private let onCancel: @Sendable () -> Void

    init(onCancel: @escaping @Sendable () -> Void) {
        self.onCancel = onCancel
    }

    /// Stops listening; the sequence ends.
    public func cancel() {
        let waiting = state.withLock { state in
            state.isFinished = true
            state.queue.removeAll()
            return state.waiting.take()
        }
        waiting?.resume(returning: nil)
        onCancel()
    }

    func offer(_ event: Event) {
        let waiting: CheckedContinuation<Event?, Never>? = state.withLock { state in
            if state.isFinished { return nil }
            if let waiting = state.waiting.take() { return waiting }
            if case .jobProgress(_, let job, _) = event {
                if let position = state.progressPositions[job] {
                    state.queue[position] = event
                    return nil
                }
                state.progressPositions[job] = state.queue.count
            }
            state.queue.append(event)
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
        if case .jobProgress(_, let job, _)? = event { state.progressPositions[job] = nil }
        if state.head == state.queue.count {
            state.queue.removeAll(keepingCapacity: true)
            state.head = 0
        } else if state.head >= 256, state.head * 2 > state.queue.count {
            // A listener that is never quite done must not make the queue grow for ever.
            state.queue.removeFirst(state.head)
            for job in state.progressPositions.keys { state.progressPositions[job]? -= state.head }
            state.head = 0
        }
        return event
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
