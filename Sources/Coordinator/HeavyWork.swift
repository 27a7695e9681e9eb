import Dispatch
import Synchronization

/// Work that takes a core, or much memory, for long: looking through results and reports of 50 MB, hashing passwords. So
/// many pieces go on at once and the others wait in line, all on threads of their own, so that claims, heartbeats and pages
/// never wait for one.
public final class HeavyWork: Sendable {
    private struct State {
        var free: Int
        var nextID = 0
        var line: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    }

    private let state: Mutex<State>
    private let threads: Threads

    /// - Parameter limit: how many pieces go on at once, ≥ 1.
    public init(atOnce limit: Int) {
        state = Mutex(State(free: limit))
        threads = Threads()
    }

    /// How many wait in line.
    var waiting: Int { state.withLock { $0.line.count } }

    /// Does a piece of work when it is its turn.
    /// - Throws: what the work throws; `CancellationError` where the task is cancelled while it waits.
    public func run<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        try await takeTurn()
        defer { endTurn() }
        return try await withTaskExecutorPreference(threads) { try await work() }
    }

    private func takeTurn() async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isItsTurn = state.withLock { state -> Result<Bool, any Error> in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    guard state.free > 0 else {
                        state.line.append((id, continuation))
                        return .success(false)
                    }
                    state.free -= 1
                    return .success(true)
                }
                switch isItsTurn {
                case .success(true): continuation.resume()
                case .success(false): break
                case .failure(let error): continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            let left = state.withLock { state in
                state.line.firstIndex { $0.id == id }.map { state.line.remove(at: $0).continuation }
            }
            left?.resume(throwing: CancellationError())
        }
    }

    private func endTurn() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            if state.line.isEmpty {
                state.free += 1
                return nil
            }
            return state.line.removeFirst().continuation
        }
        next?.resume()
    }

    private final class Threads: TaskExecutor {
        private let queue = DispatchQueue(label: "safelight.heavy", attributes: .concurrent)

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }
}
