#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where the time comes from. Tests put a clock of their own here and move it by hand.
public protocol TimeSource: Sendable {
    /// The present instant.
    func now() -> Timestamp

    /// The time that has passed since some instant of old, whatever was done to the clock meanwhile.
    func uptime() -> Duration

    /// Waits until an instant has come; returns at once if it has passed.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func sleep(until instant: Timestamp) async throws

    /// Waits for a duration from now.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func sleep(for duration: Duration) async throws
}

extension TimeSource {
    /// As of a clock that nobody sets.
    public func uptime() -> Duration { now() - Timestamp(milliseconds: 0) }

    /// Waits until the clock shows that the duration has passed.
    public func sleep(for duration: Duration) async throws {
        try await sleep(until: now() + duration)
    }
}

/// The clock of the machine.
public struct SystemTime: TimeSource {
    /// The clock of the machine.
    public init() {}

    /// The machine's idea of the present instant.
    public func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// The monotonic clock, which stands still while the machine sleeps.
    public func uptime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    /// Waits by the monotonic clock for the span that lies between now and the instant.
    public func sleep(until instant: Timestamp) async throws {
        let span = instant - now()
        guard span > .zero else { return try Task.checkCancellation() }
        try await Task.sleep(for: span)
    }

    /// Waits by the monotonic clock, however the other one is set meanwhile.
    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}
