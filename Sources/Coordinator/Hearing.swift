import Domain
import Synchronization

/// Since when this server has been able to hear agents without a break.
final class Hearing: Sendable {
    private let state: Mutex<Timestamp>

    init(since instant: Timestamp) {
        state = Mutex(instant)
    }

    var since: Timestamp { state.withLock { $0 } }

    /// It was interrupted until now.
    func restart(at now: Timestamp) {
        state.withLock { $0 = now }
    }
}
