import Domain
import Synchronization

/// A clock for what tries again: who sleeps wakes at once, with the clock moved on by the time.
public final class InstantTime: TimeSource {
    private let state: Mutex<(now: Timestamp, uptime: Duration, sleeps: [Duration])>

    /// A clock that shows an instant; by default the machine's present one, which servers believe.
    public init(_ now: Timestamp = SystemTime().now()) {
        state = Mutex((now, .zero, []))
    }

    /// The durations that were slept, in order.
    public var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Lets time pass.
    public func advance(by duration: Duration) {
        state.withLock { state in
            state.now = state.now + duration
            state.uptime += duration
        }
    }

    /// The instant that the clock shows.
    public func now() -> Timestamp { state.withLock { $0.now } }

    /// The time that has passed since the beginning.
    public func uptime() -> Duration { state.withLock { $0.uptime } }

    /// Returns at once.
    public func sleep(until instant: Timestamp) async throws { try await self.sleep(for: instant - now()) }

    /// Returns at once.
    public func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock { $0.sleeps.append(duration) }
        advance(by: duration)
    }
}
