import Domain
import Synchronization

/// What waits to be sent, and who waits for it.
final class RelayOutbox: Sendable {
    /// What a sender waits for.
    enum Wanted { case anything, urgent }

    private struct State {
        var batch = EventBatch()
        var waiting: (wanted: Wanted, continuation: CheckedContinuation<Void, Never>)?

        /// The one who waits, if what it wants is there.
        mutating func served() -> CheckedContinuation<Void, Never>? {
            guard let wanted = waiting?.wanted else { return nil }
            guard wanted == .anything ? !batch.isEmpty : batch.isUrgent else { return nil }
            return waiting.take()?.continuation
        }
    }

    private let state = Mutex(State())

    func add(_ events: [Event]) {
        let served = state.withLock { state in
            for event in events { state.batch.add(event) }
            return state.served()
        }
        served?.resume()
    }

    func take() -> EventBatch {
        state.withLock { $0.batch.take() }
    }

    /// Waits until what is wanted is there, the time is up, or the task is cancelled; for one task at a time.
    func wait(for wanted: Wanted, until instant: Timestamp, _ time: any TimeSource) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // A cancelled sleep means that what was wanted came first.
                do { try await time.sleep(until: instant) } catch { return }
                self.wake()
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let served = state.withLock { state -> CheckedContinuation<Void, Never>? in
                        state.waiting = (wanted, continuation)
                        // The alarm may have gone off before there was anybody to wake.
                        let isOver = Task.isCancelled || time.now() >= instant
                        return isOver ? state.waiting.take()?.continuation : state.served()
                    }
                    served?.resume()
                }
            } onCancel: {
                wake()
            }
            group.cancelAll()
        }
    }

    private func wake() {
        state.withLock { $0.waiting.take()?.continuation }?.resume()
    }
}
