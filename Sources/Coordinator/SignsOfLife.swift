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

    /// What was said of one attempt, in its order.
    private struct JobSign {
        enum Word {
            case renewed(until: Timestamp)
            case socketClosed(String, graceUntil: Timestamp)
        }

        var attempt: Int
        var words: [Word] = []
        var progress: JSONValue?

        mutating func add(_ word: Word) {
            // Of two renewals in a row the later counts.
            if case .renewed? = words.last, case .renewed = word { words.removeLast() }
            words.append(word)
        }
    }

    private struct State {
        var agents: [Int64: AgentSign] = [:]
        var jobs: [Int64: JobSign] = [:]
        /// What is being written: no longer gathered, and not yet to be read.
        var writing: [Int64: JobSign] = [:]
    }

    private let state = Mutex(State())

    init() {}

    /// An agent made a request or sent a frame.
    func seen(agent: Int64, at now: Timestamp, metrics: JSONValue? = nil) {
        state.withLock { state in
            state.agents[agent] = AgentSign(seen: now, metrics: metrics ?? state.agents[agent]?.metrics)
        }
    }

    /// A held attempt gave a sign of life; the lease lasts until an instant now.
    func renew(job: Int64, attempt: Int, lease: Timestamp, progress: JSONValue? = nil) {
        note(job, attempt) { sign in
            sign.add(.renewed(until: lease))
            sign.progress = progress ?? sign.progress
        }
    }

    /// A socket of a held attempt has closed; unless another is open at whichever server, the lease lasts until an instant.
    func socketClosed(job: Int64, attempt: Int, socket: String, graceUntil: Timestamp) {
        note(job, attempt) { $0.add(.socketClosed(socket, graceUntil: graceUntil)) }
    }

    private func note(_ job: Int64, _ attempt: Int, _ change: (inout JobSign) -> Void) {
        state.withLock { state in
            var sign = state.jobs[job] ?? JobSign(attempt: attempt)
            // A socket of an attempt that is over takes nothing from the one that runs.
            if sign.attempt > attempt { return }
            if sign.attempt < attempt { sign = JobSign(attempt: attempt) }
            change(&sign)
            state.jobs[job] = sign
        }
    }

    /// Whether a socket has closed here that the database still holds for open.
    func isClosing(job: Int64, socket: String) -> Bool {
        state.withLock { state in
            (state.jobs[job]?.words ?? []).contains {
                if case .socketClosed(socket, _) = $0 { true } else { false }
            }
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
        state.withLock { state in
            [state.jobs[job], state.writing[job]].compactMap { $0?.attempt == attempt ? $0?.progress : nil }.first
        }
    }

    /// Writes all that has gathered, in few statements.
    public func flush(_ context: ServiceContext) async throws {
        let gathered = state.withLock { state in
            let gathered = state
            state = State(writing: gathered.jobs)
            return gathered
        }
        defer { state.withLock { $0.writing = [:] } }
        guard !gathered.agents.isEmpty || !gathered.jobs.isEmpty else { return }
        do {
            // In the order of their rows, and apart, so that two servers never wait for each other.
            let agents = gathered.agents.map { AgentStore.Sign(row: $0, seen: $1.seen, metrics: $1.metrics) }
                .sorted { $0.row < $1.row }
            let jobs = gathered.jobs.sorted { $0.key < $1.key }
            if !agents.isEmpty { try await context.database.write { tx in try AgentStore(tx).touch(agents) } }
            if !jobs.isEmpty { try await context.database.write { tx in try Self.write(jobs, to: JobStore(tx)) } }
        } catch {
            // What could not be written goes behind what has come since, for the next try.
            state.withLock { state in
                state.agents.merge(gathered.agents) { newer, older in
                    AgentSign(seen: newer.seen, metrics: newer.metrics ?? older.metrics)
                }
                state.jobs.merge(gathered.jobs) { newer, older in
                    guard newer.attempt == older.attempt else { return newer.attempt > older.attempt ? newer : older }
                    var merged = older
                    for word in newer.words { merged.add(word) }
                    merged.progress = newer.progress ?? older.progress
                    return merged
                }
            }
            throw error
        }
    }

    private static func write(_ signs: [(key: Int64, value: JobSign)], to jobs: JobStore) throws {
        var renewals: [JobStore.Renewal] = []
        for (job, sign) in signs {
            var progress = sign.progress
            for word in sign.words {
                switch word {
                case .renewed(let lease):
                    renewals.append(.init(row: job, attempt: sign.attempt, lease: lease, progress: progress))
                    progress = nil
                case .socketClosed(let socket, let lease):
                    // What was said before it is written before it.
                    try jobs.renew(renewals)
                    renewals = []
                    try jobs.closeSocket(row: job, attempt: sign.attempt, socket: socket, lease: lease)
                }
            }
            // Of one job there is one renewal in a statement.
            if sign.words.count > 1 {
                try jobs.renew(renewals)
                renewals = []
            }
        }
        try jobs.renew(renewals)
    }
}
