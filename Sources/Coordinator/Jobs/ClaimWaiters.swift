import Domain
import Synchronization

/// The claims that this process holds until a job is there. A job that becomes available wakes one of the claims that can
/// take it: that of the agent with the fewest jobs in the last hour. US-10.
final class ClaimWaiters: Sendable {
    /// Why a waiting claim goes on.
    enum Wake: Sendable { case lookAgain, timeIsUp, clientGone }

    private struct Waiter {
        let agent: Int64
        let team: Int64
        let capabilities: [String]
        var continuation: CheckedContinuation<Wake, Never>?
        var pending: Wake?
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

    /// Removes a claim.
    func leave(_ id: Int) {
        state.withLock { $0.waiters[id] = nil }
    }

    /// Waits until something wakes the claim.
    func wait(_ id: Int) async -> Wake {
        await withCheckedContinuation { continuation in
            let wake: Wake? = state.withLock { state in
                guard var waiter = state.waiters[id] else { return .timeIsUp }
                defer { state.waiters[id] = waiter }
                if let pending = waiter.pending.take() { return pending }
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
        let now = time.now()
        let chosen: Int? = state.withLock { state in
            let fit = state.waiters.filter { _, waiter in
                waiter.team == team && waiter.pending == nil && (boundAgent == nil || boundAgent == waiter.agent)
                    && requirement.isMet(by: waiter.capabilities)
            }
            return fit.min { left, right in
                let leftLoad = Self.load(left.value.agent, state, now)
                let rightLoad = Self.load(right.value.agent, state, now)
                return (leftLoad, left.key) < (rightLoad, right.key)
            }?.key
        }
        if let chosen { wake(chosen, .lookAgain) }
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
