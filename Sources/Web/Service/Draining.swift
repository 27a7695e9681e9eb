import Domain
import ServiceLifecycle
import Synchronization

/// The time between the wish to stop and the end of taking connections, in which a load balancer that asks
/// `health/ready` learns to send nothing more here. As the last of a group's services it ends before all others are told.
public final class Draining: Service {
    private let duration: Duration
    private let time: any TimeSource
    private let state = Mutex(false)

    /// Draining that takes so long; not at all for zero.
    public init(for duration: Duration, _ time: any TimeSource) {
        self.duration = duration
        self.time = time
    }

    /// Whether the server is about to stop.
    public var hasBegun: Bool { state.withLock { $0 } }

    /// Waits until the server shall stop, then as long as it takes for others to learn of it.
    public func run() async throws {
        do {
            try await gracefulShutdown()
            state.withLock { $0 = true }
            try await time.sleep(for: duration)
        } catch is CancellationError {
            // Whoever cancels wants no more waiting.
        }
    }
}
