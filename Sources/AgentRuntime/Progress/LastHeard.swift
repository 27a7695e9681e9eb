import Domain
import Synchronization

/// When the other side last said anything.
final class LastHeard: Sendable {
    private let instant: Mutex<Timestamp>

    init(_ instant: Timestamp) {
        self.instant = Mutex(instant)
    }

    var value: Timestamp { instant.withLock { $0 } }

    func set(_ instant: Timestamp) { self.instant.withLock { $0 = instant } }
}
