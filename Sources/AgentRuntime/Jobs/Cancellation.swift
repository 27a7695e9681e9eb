/// The wish that an attempt ends now, and why. Work polls it; tasks wait for it.
public final class Cancellation: Sendable {
    /// Who wants the end.
    public enum Reason: Hashable, Sendable {
        /// A user: the attempt ends as cancelled.
        case asked(String)
        /// The server: the job is no longer this agent's, so nothing is sent.
        case gone
        /// This agent stops: the job goes back to the queue, so nothing is sent.
        case handedBack
    }

    let signal = OneShot<Reason>()

    /// No wish yet.
    public init() {}

    /// Why the work has to end; nil while it may go on.
    public var reason: Reason? { signal.value }
    /// Whether the work has to end.
    public var isCancelled: Bool { reason != nil }

    /// Wants the end; the first reason counts.
    public func cancel(_ reason: Reason) { signal.set(reason) }
}
