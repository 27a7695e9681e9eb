import Domain
import Store
import Synchronization

/// Signs of life since the last write: agents' last requests and jobs' renewed leases. Written together about once a
/// second, so that a heartbeat costs no transaction of its own; up to a second of them may be lost, which loses nothing.
public final class SignsOfLife: Sendable {
    private struct AgentSign {
        var seen: Timestamp
        var metrics: JSONValue?
    }

    private struct JobSign {
        var attempt: Int
        var lease: Timestamp
        var progress: JSONValue?
    }

    private struct State {
        var agents: [Int64: AgentSign] = [:]
        var jobs: [Int64: JobSign] = [:]
    }

    private let state = Mutex(State())

    init() {}

    /// An agent made a request or sent a frame.
    func seen(agent: Int64, at now: Timestamp, metrics: JSONValue? = nil) {
        state.withLock { state in
            state.agents[agent] = AgentSign(seen: now, metrics: metrics ?? state.agents[agent]?.metrics)
        }
    }

    /// A held attempt gave a sign of life; the lease lasts until an instant now, be it later or earlier than before.
    func renew(job: Int64, attempt: Int, lease: Timestamp, progress: JSONValue? = nil) {
        state.withLock { state in
            // A socket of an attempt that is over takes nothing from the one that runs.
            if let newer = state.jobs[job]?.attempt, newer > attempt { return }
            let earlier = state.jobs[job].flatMap { $0.attempt == attempt ? $0.progress : nil }
            state.jobs[job] = JobSign(attempt: attempt, lease: lease, progress: progress ?? earlier)
        }
    }

    /// The latest progress of an attempt that waits to be written.
    func pendingProgress(job: Int64, attempt: Int) -> JSONValue? {
        state.withLock { state in state.jobs[job].flatMap { $0.attempt == attempt ? $0.progress : nil } }
    }

    /// Writes all that has gathered, in one transaction.
    public func flush(_ context: ServiceContext) async throws {
        let gathered = state.withLock { state in
            let gathered = state
            state = State()
            return gathered
        }
        guard !gathered.agents.isEmpty || !gathered.jobs.isEmpty else { return }
        do {
            try await context.database.write { tx in
                for (agent, sign) in gathered.agents {
                    try AgentStore(tx).touch(row: agent, at: sign.seen, metrics: sign.metrics)
                }
                for (job, sign) in gathered.jobs {
                    try JobStore(tx).renew(row: job, attempt: sign.attempt, lease: sign.lease, progress: sign.progress)
                }
            }
        } catch {
            // What could not be written goes behind what has come since, for the next try.
            state.withLock { state in
                state.agents.merge(gathered.agents) { newer, older in
                    AgentSign(seen: newer.seen, metrics: newer.metrics ?? older.metrics)
                }
                state.jobs.merge(gathered.jobs) { newer, older in
                    guard newer.attempt == older.attempt else { return newer.attempt > older.attempt ? newer : older }
                    return JobSign(
                        attempt: newer.attempt, lease: newer.lease, progress: newer.progress ?? older.progress)
                }
            }
            throw error
        }
    }
}
