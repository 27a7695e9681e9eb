/// A closure that waits for a connection, with its result type already hidden.
struct PostgresWork: Sendable {
    /// Until when it waits for a connection.
    let deadline: ContinuousClock.Instant
    /// Whether it may write.
    let mode: PostgresTransaction.Mode
    /// Runs the closure, which may happen more than once, and returns what hands its result to the caller.
    let run: @Sendable (any SQLConnection) throws -> @Sendable () -> Void
    /// Hands an error to the caller. This, or one of the results, is called exactly once.
    let fail: @Sendable (any Error) -> Void
}
