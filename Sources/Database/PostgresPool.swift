import Dispatch
import Foundation
import Synchronization

/// Hands work to threads with a connection each. Threads and connections are made when there is work for them.
final class PostgresPool: Sendable {
    private struct State {
        var waiting = PostgresWorkQueue()
        /// Threads without work; the last to be done is the next to be used, so that few stay busy.
        var idle: [PostgresWorker] = []
        var workers = 0
        var working = 0
        var isClosed = false
        var isWatched = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    let configuration: PostgresConfiguration
    private let state = Mutex(State())
    let statistics = Mutex(PostgresStatistics())

    init(_ configuration: PostgresConfiguration) {
        self.configuration = configuration
    }

    /// What the pool does now.
    var figures: PostgresStatistics {
        var figures = statistics.withLock { $0 }
        state.withLock { state in
            figures.waiting = state.waiting.count
            figures.inUse = state.working
        }
        return figures
    }

    /// Whether it accepts no more work.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Gives the work to a thread, or has it wait for one. The number takes it out again while it waits; nil if it
    /// does not wait.
    func add(_ work: PostgresWork) -> Int? {
        enum Place { case refused, worker(PostgresWorker), newWorker, queue(Int, mustWatch: Bool) }
        let place: Place = state.withLock { state in
            if state.isClosed { return .refused }
            if let worker = state.idle.popLast() {
                state.working += 1
                return .worker(worker)
            }
            if state.workers < configuration.poolSize {
                state.workers += 1
                state.working += 1
                return .newWorker
            }
            let mustWatch = !state.isWatched
            state.isWatched = true
            return .queue(state.waiting.append(work), mustWatch: mustWatch)
        }
        switch place {
        case .refused: work.fail(DatabaseError.closed)
        case .worker(let worker): worker.hand(work)
        case .newWorker: PostgresWorker(self).start(with: work)
        case .queue(let number, let mustWatch):
            if mustWatch { watch(until: work.deadline) }
            return number
        }
        return nil
    }

    /// Takes work out again that has not begun, and fails it with `CancellationError`.
    func cancel(_ number: Int) {
        state.withLock { $0.waiting.remove(number) }?.fail(CancellationError())
    }

    /// The next work for a thread that is done with its last; it waits for some if there is none. Nil if the thread
    /// shall end.
    func next(for worker: PostgresWorker) -> PostgresWork? {
        enum Next { case work(PostgresWork), end, wait }
        let next: Next = state.withLock { state in
            if let work = state.waiting.popFirst() { return .work(work) }
            state.working -= 1
            if !state.isClosed {
                state.idle.append(worker)
                return .wait
            }
            return .end
        }
        switch next {
        case .work(let work): return work
        case .wait: return worker.wait() ?? self.next(for: worker)
        case .end: return nil
        }
    }

    /// A thread has closed its connection and is about to end.
    func hasEnded() {
        let closers = state.withLock { state in
            state.workers -= 1
            return state.workers == 0 ? state.closers : []
        }
        for closer in closers { closer.resume() }
    }

    /// Accepts no more work.
    func shut() {
        let idle = state.withLock { state in
            state.isClosed = true
            let idle = state.idle
            state.idle = []
            // They count as working until they have ended.
            state.working += idle.count
            return idle
        }
        for worker in idle { worker.hand(nil) }
    }

    /// Accepts no more work, and returns once all that was accepted is done and every connection closed.
    func close() async {
        shut()
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.workers == 0 { return true }
                state.closers.append(continuation)
                return false
            }
            if isDone { continuation.resume() }
        }
    }

    /// Fails the work that waits for too long. All wait equally long, so only the oldest needs watching.
    private func watch(until deadline: ContinuousClock.Instant) {
        let seconds = max(.zero, deadline - .now) / .seconds(1)
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [weak self] in self?.expire() }
    }

    private func expire() {
        let now = ContinuousClock.now
        let (overdue, next) = state.withLock { state in
            var overdue: [PostgresWork] = []
            while let oldest = state.waiting.first(), oldest.deadline <= now, let work = state.waiting.popFirst() {
                overdue.append(work)
            }
            let next = state.waiting.first()?.deadline
            state.isWatched = next != nil
            return (overdue, next)
        }
        if let next { watch(until: next) }
        if overdue.isEmpty { return }
        statistics.withLock { $0.exhausted += overdue.count }
        for work in overdue {
            work.fail(DatabaseError.unavailable(.exhausted(connections: configuration.poolSize)))
        }
    }
}
