import Synchronization

/// The place of a piece of work in the queue, given up when its task is cancelled, also if that happens first.
final class PostgresTicket: Sendable {
    private enum State {
        case new
        case waiting(Int)
        case cancelled
    }

    private let pool: PostgresPool
    private let state = Mutex(State.new)

    init(_ pool: PostgresPool) {
        self.pool = pool
    }

    /// The work has its place.
    func hold(_ number: Int) {
        let isCancelled = state.withLock { state in
            if case .cancelled = state { return true }
            state = .waiting(number)
            return false
        }
        if isCancelled { pool.cancel(number) }
    }

    /// The task was cancelled: work that has not begun does not begin.
    func cancel() {
        let number: Int? = state.withLock { state in
            defer { state = .cancelled }
            if case .waiting(let number) = state { return number }
            return nil
        }
        if let number { pool.cancel(number) }
    }
}
