import Domain
import Synchronization

/// The claims that this process holds until a job is there. A job that becomes available wakes one of the claims that can
/// take it: that of the agent with the fewest jobs in the last hour. US-10. A wake-up that a claim could not use goes on
/// to the next one, so that no job lies hidden while agents wait. FR-200.4.
final class ClaimWaiters: Sendable {
    /// Why a waiting claim goes on.
    enum Wake: Sendable { case lookAgain, timeIsUp, clientGone }

    /// A job that became available, as far as it matters who can take it.
    private struct Call {
        let team: Int64
        let requirement: Requirement
        let boundAgent: Int64?
    }

    private struct Waiter {
        let agent: Int64
        let team: Int64
        let capabilities: [String]
        var continuation: CheckedContinuation<Wake, Never>?
        var pending: Wake?
        /// The calls that woke it since it last lay down.
        var calls: [Call] = []
        /// Its agent is given nothing now, for example because it is paused.
        var isBarred = false
    }

    private struct State {
        var nextID = 0
        var waiters: [Int: Waiter] = [:]
        var recentJobs: [Int64: [Timestamp]] = [:]
    }

    private static let window: Duration = .seconds(3600)
    private let state = Mutex(State())
    private let time: any TimeSource

    init(time: any TimeSource) {
        self.time = time
    }

    /// Enters a claim, before it looks for a job, so that no job slips in between.
    func enter(agent: Int64, team: Int64, capabilities: [String]) -> Int {
        state.withLock { state in
            state.nextID += 1
            state.waiters[state.nextID] = Waiter(agent: agent, team: team, capabilities: capabilities)
            return state.nextID
        }
    }

    /// Removes a claim; the calls beyond the one that its job answered go on to others.
    func leave(_ id: Int, hasJob: Bool) {
        let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
        for call in (waiter?.calls ?? []).dropFirst(hasJob ? 1 : 0) { pass(call) }
    }

    /// Says whether the agent of a claim is given nothing now; what it was called for goes on to others.
    func setBarred(_ id: Int, _ isBarred: Bool) {
        let calls: [Call] = state.withLock { state in
            state.waiters[id]?.isBarred = isBarred
            guard isBarred, let calls = state.waiters[id]?.calls else { return [] }
            state.waiters[id]?.calls = []
            return calls
        }
        for call in calls { pass(call) }
    }

    /// Waits until something wakes the claim.
    func wait(_ id: Int) async -> Wake {
        await withCheckedContinuation { continuation in
            let wake: Wake? = state.withLock { state in
                guard var waiter = state.waiters[id] else { return .timeIsUp }
                defer { state.waiters[id] = waiter }
                if let pending = waiter.pending.take() { return pending }
                // It has looked since the last call, in vain: others have those jobs.
                waiter.calls = []
                waiter.continuation = continuation
                return nil
            }
            if let wake { continuation.resume(returning: wake) }
        }
    }

    /// Wakes one claim. Being gone outlasts every other reason.
    func wake(_ id: Int, _ wake: Wake) {
        let continuation: CheckedContinuation<Wake, Never>? = state.withLock { state in
            guard var waiter = state.waiters[id] else { return nil }
            defer { state.waiters[id] = waiter }
            if let continuation = waiter.continuation.take() { return continuation }
            if waiter.pending != .clientGone { waiter.pending = wake }
            return nil
        }
        continuation?.resume(returning: wake)
    }

    /// A job became available: the fit claim whose agent has had the fewest jobs lately looks again.
    func jobAvailable(team: Int64, requirement: Requirement, boundAgent: Int64?) {
        pass(Call(team: team, requirement: requirement, boundAgent: boundAgent))
    }

    private func pass(_ call: Call) {
        let now = time.now()
        let chosen: Int? = state.withLock { state in
            let fit = state.waiters.filter { _, waiter in
                waiter.team == call.team && waiter.pending != .clientGone && !waiter.isBarred
                    && (call.boundAgent == nil || call.boundAgent == waiter.agent)
                    && call.requirement.isMet(by: waiter.capabilities)
            }
            // One that is awake already may be about to leave with another job.
            let chosen = fit.min { left, right in
                let leftLoad = Self.load(left.value.agent, state, now)
                let rightLoad = Self.load(right.value.agent, state, now)
                return (left.value.calls.count, leftLoad, left.key) < (right.value.calls.count, rightLoad, right.key)
            }?.key
            if let chosen { state.waiters[chosen]?.calls.append(call) }
            return chosen
        }
        if let chosen { wake(chosen, .lookAgain) }
    }

    /// An agent changed, for example it is no longer paused: its waiting claims look again.
    func agentChanged(_ agent: Int64) {
        let ids = state.withLock { state in state.waiters.filter { $0.value.agent == agent }.map(\.key) }
        for id in ids { wake(id, .lookAgain) }
    }

    /// Jobs may have become available unheard: every waiting claim looks again.
    func lookAgain() {
        let ids = state.withLock { Array($0.waiters.keys) }
        for id in ids { wake(id, .lookAgain) }
    }

    /// Takes over what was assigned before this process began.
    func reload(_ assignments: [(agent: Int64, at: Timestamp)]) {
        state.withLock { state in
            for assignment in assignments { state.recentJobs[assignment.agent, default: []].append(assignment.at) }
        }
    }

    /// An agent was given a job.
    func assigned(to agent: Int64) {
        let now = time.now()
        state.withLock { state in
            let recent = state.recentJobs[agent, default: []].filter { $0 > now - Self.window }
            state.recentJobs[agent] = recent + [now]
        }
    }

    private static func load(_ agent: Int64, _ state: State, _ now: Timestamp) -> Int {
        state.recentJobs[agent]?.count { $0 > now - window } ?? 0
    }
}
