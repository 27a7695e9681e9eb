/// A database that statements run on, whichever its engine.
///
/// Closures must do nothing but SQL: several may share one transaction, they **may be run more than once** (after a
/// commit that failed, say), and they run on a thread that others wait for. Send events, write files and count things
/// after the call has returned, as only then is the work durable.
public protocol SQLDatabase: Sendable {
    /// Where this engine's SQL differs.
    var dialect: Dialect { get }

    /// Runs a closure that may write, in a transaction, and returns once that is committed and durable.
    ///
    /// An error thrown by the closure undoes what that closure did and is rethrown here. A task that is cancelled
    /// before
    /// its closure has begun gets `CancellationError`, and the closure does not run; later a cancellation has no
    /// effect.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T

    /// Runs a closure that only reads. All its queries see the same committed state; writing is
    /// ``DatabaseError/readOnly``.
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T

    /// Finishes the work that was accepted, then closes every connection. From the call on, further work is
    /// ``DatabaseError/closed``. Closing twice does nothing.
    func close() async throws
}
