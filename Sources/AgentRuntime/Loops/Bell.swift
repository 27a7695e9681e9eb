import Domain
import Synchronization

/// Wakes the one task that waits for it; a ring that nobody waits for is kept for the next wait.
final class Bell: Sendable {
    private struct State {
        var hasRung = false
        var nextID = 0
        var waiter: (id: Int, continuation: CheckedContinuation<Void, any Error>)?
    }

    private let state = Mutex(State())

    func ring() {
        let waiter = state.withLock { state in
            if state.waiter == nil { state.hasRung = true }
            defer { state.waiter = nil }
            return state.waiter?.continuation
        }
        waiter?.resume()
    }

    /// Forgets a ring that nobody waited for.
    func silence() { state.withLock { $0.hasRung = false } }

    /// Waits for the next ring.
    /// - Throws: `CancellationError` when the waiting task is cancelled.
    func wait() async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.hasRung {
                        state.hasRung = false
                        return .success(())
                    }
                    state.waiter = (id, continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
                guard state.waiter?.id == id else { return nil }
                defer { state.waiter = nil }
                return state.waiter?.continuation
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    /// Waits for the next ring, but no longer than a duration.
    func wait(atMost duration: Duration, on time: any TimeSource) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.wait() }
            group.addTask { try await time.sleep(for: duration) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
