import Synchronization

/// What the loops of one agent know of each other.
final class AgentState: Sendable {
    private struct State {
        var job: String?
        var cancellation: Cancellation?
        var idleHeartbeat: OneShot<Void>?
    }

    private let state = Mutex(State())
    /// Set with the server's first answer to a heartbeat.
    let greeted = OneShot<Void>()
    /// Set when no more jobs are wanted.
    let draining = OneShot<Void>()
    /// Set when the current job has to be given back too.
    let handingBack = OneShot<Void>()
    /// Rings when the server answered, so that who waits after a failure tries at once. NFR-200.2.
    let reached = Bell()

    /// The job in hand, running or being delivered.
    var job: String? { state.withLock { $0.job } }

    /// Takes a job in hand. Waits until a heartbeat that says "no job" is answered: overtaken, it would give this one back.
    func begin(_ job: String, _ cancellation: Cancellation?) async throws {
        let pending = state.withLock { state in
            state.job = job
            state.cancellation = cancellation
            return state.idleHeartbeat
        }
        try await pending?.wait()
    }

    func end() {
        state.withLock { state in
            state.job = nil
            state.cancellation = nil
        }
    }

    /// Runs a heartbeat, told the job in hand.
    func heartbeat<Answer>(_ send: (String?) async throws -> Answer) async throws -> Answer {
        let ended = OneShot<Void>()
        let job = state.withLock { state in
            if state.job == nil { state.idleHeartbeat = ended }
            return state.job
        }
        defer {
            state.withLock { $0.idleHeartbeat = nil }
            ended.set(())
        }
        return try await send(job)
    }

    /// Cancels the job in hand if it is one of these.
    func cancel(_ jobs: [String], _ reason: Cancellation.Reason) {
        let cancellation = state.withLock { state in
            state.job.map(jobs.contains) == true ? state.cancellation : nil
        }
        cancellation?.cancel(reason)
    }

    /// Gives the job in hand back.
    func handBack() {
        state.withLock { $0.cancellation }?.cancel(.handedBack)
    }
}
