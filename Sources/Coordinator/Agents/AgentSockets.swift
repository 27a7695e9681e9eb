import Domain
import Synchronization

/// The progress sockets that are open in this process, so that a heartbeat without a job is not taken for a restart.
public final class AgentSockets: Sendable {
    private struct State {
        var latest: [JobID: Int] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    init() {}

    /// A socket was opened; a later one of the same job takes its place.
    /// - Returns: a number that closes it.
    func opened(_ job: JobID) -> Int {
        state.withLock { state in
            state.count += 1
            state.latest[job] = state.count
            return state.count
        }
    }

    /// A socket was closed.
    /// - Returns: whether it was the latest of its job, so that now there is none.
    func closed(_ job: JobID, _ number: Int) -> Bool {
        state.withLock { state in
            guard state.latest[job] == number else { return false }
            state.latest[job] = nil
            return true
        }
    }

    /// Whether a number is still the latest socket of its job.
    func isLatest(_ job: JobID, _ number: Int) -> Bool {
        state.withLock { $0.latest[job] == number }
    }

    func isOpen(_ job: JobID) -> Bool {
        state.withLock { $0.latest[job] != nil }
    }
}
