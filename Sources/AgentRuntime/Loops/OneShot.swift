import Synchronization

/// A value that is set once and that any number of tasks can wait for.
final class OneShot<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var nextID = 0
        var waiters: [Int: CheckedContinuation<Value, any Error>] = [:]
    }

    private let state = Mutex(State())

    /// The value, once it is set.
    var value: Value? { state.withLock { $0.value } }

    /// Sets the value and wakes who waits; only the first call counts.
    /// - Returns: whether this was the first.
    @discardableResult
    func set(_ value: Value) -> Bool {
        let waiters: [CheckedContinuation<Value, any Error>]? = state.withLock { state in
            guard state.value == nil else { return nil }
            state.value = value
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        guard let waiters else { return false }
        for waiter in waiters { waiter.resume(returning: value) }
        return true
    }

    /// Waits for the value.
    /// - Throws: `CancellationError` when the waiting task is cancelled.
    func wait() async throws -> Value {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Value, any Error>? = state.withLock { state in
                    if let value = state.value { return .success(value) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiters[id] = continuation
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(throwing: CancellationError())
        }
    }
}

/// What is thrown out of work that a `OneShot` cut short.
struct CutShort: Error {}

extension OneShot {
    /// Runs work, and stops it as soon as the value is set.
    /// - Throws: `CutShort` where the value came first, else what the work throws.
    func cuttingShort<Output: Sendable>(
        _ work: @escaping @Sendable () async throws -> Output
    ) async throws -> Output {
        if value != nil { throw CutShort() }
        return try await withThrowingTaskGroup(of: Output.self) { group in
            group.addTask { try await work() }
            group.addTask {
                _ = try await self.wait()
                throw CutShort()
            }
            defer { group.cancelAll() }
            guard let output = try await group.next() else { throw CancellationError() }
            return output
        }
    }
}
