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

    /// An attempt has ended: what it last said is of no more use.
    func forget(job: Int64, attempt: Int) {
        state.withLock { state in
            if state.jobs[job]?.attempt == attempt { state.jobs[job] = nil }
        }
    }

    /// The latest progress of an attempt that waits to be written.
    func pendingProgress(job: Int64, attempt: Int) -> JSONValue? {
        state.withLock { state in state.jobs[job].flatMap { $0.attempt == attempt ? $0.progress : nil } }
    }

    /// Writes all that has gathered, in few statements.
    public func flush(_ context: ServiceContext) async throws {
        let gathered = state.withLock { state in
            let gathered = state
            state = State()
            return gathered
        }
        guard !gathered.agents.isEmpty || !gathered.jobs.isEmpty else { return }
        do {
            // In the order of their rows, and apart, so that two servers never wait for each other.
            let agents = gathered.agents.map { AgentStore.Sign(row: $0, seen: $1.seen, metrics: $1.metrics) }
                .sorted { $0.row < $1.row }
            let jobs = gathered.jobs.map {
                JobStore.Renewal(row: $0, attempt: $1.attempt, lease: $1.lease, progress: $1.progress)
            }.sorted { $0.row < $1.row }
            if !agents.isEmpty { try await context.database.write { tx in try AgentStore(tx).touch(agents) } }
            if !jobs.isEmpty { try await context.database.write { tx in try JobStore(tx).renew(jobs) } }
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
