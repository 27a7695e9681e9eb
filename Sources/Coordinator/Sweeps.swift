import Database
import Domain
import ServiceLifecycle
import Store
import Synchronization

/// What has to happen without anybody asking: silent agents, expired leases, unanswered cancellations, due jobs, idle
/// uploads, blobs left behind. Every server runs it; every step is idempotent.
public final class Sweeps: Service {
    private struct State {
        var listening: Listening
        /// Whether rows may hold times of a clock that was ahead: one that was set back, perhaps while no server ran.
        var mayBeAhead = true
        /// The uptime from which blobs are looked through again.
        var blobsDueAt: Duration = .zero
        /// The id of a master key that other servers use and this one has not; said once.
        var missesKey: String?
    }

    private let context: ServiceContext
    private let uploads: UploadService
    private let claims: ClaimService
    private let state: Mutex<State>

    static let interval: Duration = .seconds(1)
    /// Blobs are left behind by accidents only, and to look through them takes long in an object store.
    static let blobInterval: Duration = .seconds(24 * 3600)

    init(_ context: ServiceContext, _ uploads: UploadService, _ claims: ClaimService) {
        self.context = context
        self.uploads = uploads
        self.claims = claims
        state = Mutex(State(listening: Listening(context.time)))
    }

    /// Sweeps once a second until the server stops; then writes the last signs of life.
    public func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                await sweep()
                // A cancelled sleep is the end of the loop.
                do { try await context.time.sleep(for: Self.interval) } catch { break }
            }
        }
        try await context.life.flush(context)
    }

    /// One round. A step that fails is logged and comes again with the next round.
    public func sweep() async {
        if let change = state.withLock({ $0.listening.beginRound(context.time) }) {
            context.logger.notice("clock was set", metadata: ["seconds": "\(change.inSeconds)"])
            if change < .zero { state.withLock { $0.mayBeAhead = true } }
        }
        let wereHeard = await judgeSilence()
        state.withLock { $0.listening.endRound(context.time, wereHeard: wereHeard) }
        await step("master key") { try await followMasterKey() }
        await step("due jobs") { try await claims.callForDueJobs() }
        // An agent that could not be heard could not go on with its upload.
        if let now = steadyInstant(), isSilenceCounted(at: now) {
            await step("idle uploads") { try await uploads.expire(idleSince: now - Lease.uploadIdle) }
            await step("blobs left behind") { try await clearBlobs(at: now) }
        }
        await step("expired sessions") {
            let now = context.time.now()
            try await context.database.write { tx in try SessionStore(tx).deleteExpired(at: now) }
        }
    }

    /// Agents and jobs that nothing was heard of for too long.
    /// - Returns: whether the database answered; while it does not, nobody can be heard.
    private func judgeSilence() async -> Bool {
        // What agents have said must be in the rows before silence is judged by them.
        guard await step("signs of life", { try await context.life.flush(context) }) else { return false }
        guard await step("times", { try await mendTimes() }) else { return false }
        // One instant for all. Where the clock is set in mid-round, what was written before and what was written since
        // cannot be judged by it: the next round begins anew.
        guard let now = steadyInstant() else { return true }
        let isSilenceCounted = isSilenceCounted(at: now)
        if isSilenceCounted {
            await step("silent agents") { try await takeOffline(silentSince: now - Lease.agentSilence) }
        }
        var overdue: [Job] = []
        guard await step("overdue jobs", { overdue = try await overdueJobs(at: now) }) else { return false }
        guard steadyInstant() != nil else { return true }
        await step("overdue jobs") { try await takeBack(overdue, at: now, isSilenceCounted: isSilenceCounted) }
        return true
    }

    /// Takes a new master key into use that another process has made.
    private func followMasterKey() async throws {
        guard let known = try await Coordinator.masterKeyID(context.database), known != context.keys.currentID else {
            return
        }
        context.keys.reread()
        if context.keys.currentID == known {
            context.logger.notice("new master key is in use", metadata: ["key": "\(known)"])
        }
        let isMissing = context.keys.currentID != known && !context.keys.holds(known)
        guard
            state.withLock({ state in
                defer { state.missesKey = isMissing ? known : nil }
                return isMissing && state.missesKey != known
            })
        else { return }
        context.logger.error(
            "master key was rotated elsewhere; copy master.key from the server on which it was",
            metadata: ["key": "\(known)"])
    }

    private func clearBlobs(at now: Timestamp) async throws {
        let uptime = context.time.uptime()
        guard state.withLock({ uptime >= $0.blobsDueAt }) else { return }
        // Before, so that a store that fails is not asked again each second.
        state.withLock { $0.blobsDueAt = uptime + Self.blobInterval }
        try await BlobSweep(context: context).run(at: now)
    }

    private func steadyInstant() -> Timestamp? { state.withLock { $0.listening.steadyInstant(context.time) } }

    private func isSilenceCounted(at now: Timestamp) -> Bool {
        state.withLock { $0.listening.isSilenceCounted(at: now) }
    }

    /// After the clock was set back, nobody waits for it to come round again.
    private func mendTimes() async throws {
        guard state.withLock({ $0.mayBeAhead }) else { return }
        let now = context.time.now()
        try await context.database.write { tx in
            try JobStore(tx).mendTimes(at: now)
            try AgentStore(tx).mendTimes(at: now)
        }
        state.withLock { $0.mayBeAhead = false }
    }

    /// FR-100.5
    private func takeOffline(silentSince: Timestamp) async throws {
        let gone = try await context.write { tx in
            let gone = try AgentStore(tx).takeOffline(silentSince: silentSince)
            let events = gone.flatMap { agent -> [Event] in
                [.agentChanged(team: agent.teamRowID, agent: agent.rowID), .poolChanged(team: agent.teamRowID)]
            }
            return (gone, events)
        }
        for agent in gone { context.logger.notice("agent went offline", metadata: ["agent": "\(agent.guid)"]) }
    }

    private func overdueJobs(at now: Timestamp) async throws -> [Job] {
        try await context.database.read { tx in try JobStore(tx).overdue(at: now) }
    }

    /// FR-200.6, NFR-200.4, and the 60 s that an agent has to answer a cancellation.
    private func takeBack(_ overdue: [Job], at now: Timestamp, isSilenceCounted: Bool) async throws {
        for job in overdue {
            let isCancellation = job.cancelRequestedAt != nil && job.leaseExpiresAt.map { $0 > now } ?? true
            guard isCancellation || isSilenceCounted else { continue }
            do {
                try await context.write { [context] tx -> (Void, [Event]) in
                    // Only if nothing has happened since it was read.
                    guard let current = try JobStore(tx).find(row: job.rowID), current.state == job.state,
                        current.leaseExpiresAt == job.leaseExpiresAt
                    else { return ((), []) }
                    let mover = JobMover(tx, context)
                    if isCancellation { return ((), try mover.move(current, .cancelTimedOut, by: nil).events) }
                    return ((), try mover.move(current, .agentLost, by: nil).events)
                }
                context.logger.notice(
                    isCancellation ? "cancellation was not answered" : "lease ran out",
                    metadata: [
                        "job": "\(job.guid)", "agent": "\(job.agent?.description ?? "")",
                        "attempt": "\(job.state.attempt)",
                    ])
            } catch let error as CoordinatorError {
                context.logger.debug(
                    "job moved meanwhile", metadata: ["job": "\(job.guid)", "reason": "\(error.code)"])
            }
        }
    }

    @discardableResult
    private func step(_ name: String, _ body: () async throws -> Void) async -> Bool {
        do {
            try await body()
            return true
        } catch is CancellationError {
            // The server stops; the last signs of life are written by `run`.
            return false
        } catch {
            context.logger.error("sweep failed", metadata: ["step": "\(name)", "error": "\(error)"])
            return false
        }
    }
}
