/// A write that waits for its turn, with its result type already hidden.
struct QueuedWrite: Sendable {
    /// Tells it from the others in the queue.
    let id: UInt64
    /// Runs the closure, which may happen more than once, and returns what hands its result to the caller.
    let run: @Sendable (any SQLConnection) throws -> @Sendable () -> Void
    /// Hands an error to the caller. This, or one of the results, is called exactly once.
    let fail: @Sendable (any Error) -> Void
}
