import Synchronization

/// The writes that were accepted and have not begun, in order of arrival.
final class WriteQueue: Sendable {
    private struct State {
        var waiting: [QueuedWrite] = []
        var isServed = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let nextID = Atomic<UInt64>(0)
    /// Called after each arrival with the number that wait, so that a test knows when a group is complete.
    private let onArrival: (@Sendable (Int) -> Void)?

    init(onArrival: (@Sendable (Int) -> Void)? = nil) {
        self.onArrival = onArrival
    }

    /// How many writes wait.
    var count: Int { state.withLock { $0.waiting.count } }

    /// Whether it accepts no more writes.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// An identity for a write that is to be added.
    func makeID() -> UInt64 { nextID.add(1, ordering: .relaxed).newValue }

    /// Adds a write, or fails it if the queue is closed. True if the caller must now have the queue served.
    func add(_ write: QueuedWrite) -> Bool {
        let (isAccepted, mustServe, count) = state.withLock { state in
            guard !state.isClosed else { return (false, false, 0) }
            state.waiting.append(write)
            let mustServe = !state.isServed
            state.isServed = true
            return (true, mustServe, state.waiting.count)
        }
        guard isAccepted else {
            write.fail(DatabaseError.closed)
            return false
        }
        onArrival?(count)
        return mustServe
    }

    /// Takes a write out again that has not begun, and fails it with `CancellationError`.
    func cancel(_ id: UInt64) {
        let write = state.withLock { state in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
        }
        write?.fail(CancellationError())
    }

    /// The next writes, oldest first. None means that the queue is no longer served: the next to be added says so.
    func take(atMost limit: Int) -> [QueuedWrite] {
        state.withLock { state in
            let group = Array(state.waiting.prefix(limit))
            state.waiting.removeFirst(group.count)
            if group.isEmpty { state.isServed = false }
            return group
        }
    }

    /// Accepts no more writes; those that wait will still be served. False if it was closed already.
    func close() -> Bool {
        state.withLock { state in
            let wasOpen = !state.isClosed
            state.isClosed = true
            return wasOpen
        }
    }
}
