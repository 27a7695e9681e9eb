import Domain
import Synchronization

/// The agents' sockets of this process by their job, so that a later one takes the place of an earlier.
final class ProgressSockets: Sendable {
    private struct State {
        var nextID = 0
        var open: [JobID: (id: Int, replace: @Sendable () -> Void)] = [:]
    }

    private let state = Mutex(State())

    /// Enters a socket and replaces the one before.
    /// - Returns: a number to leave by.
    func enter(_ job: JobID, replace: @escaping @Sendable () -> Void) -> Int {
        let (id, earlier) = state.withLock { state in
            state.nextID += 1
            let earlier = state.open.updateValue((state.nextID, replace), forKey: job)
            return (state.nextID, earlier)
        }
        earlier?.replace()
        return id
    }

    /// Removes a socket, unless another has its place.
    func leave(_ job: JobID, _ id: Int) {
        state.withLock { state in
            if state.open[job]?.id == id { state.open[job] = nil }
        }
    }
}
