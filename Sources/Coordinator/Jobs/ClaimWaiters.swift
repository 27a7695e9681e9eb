import Domain
import Synchronization

/// The claims that this process holds until a job is there. A job that becomes available wakes one of the claims that can
/// take it: that of the agent with the fewest jobs in the last hour. US-10. A wake-up that a claim could not use goes on
/// to the next one, so that no job lies hidden while agents wait. FR-200.4.
final class ClaimWaiters: Sendable {
    /// Why a waiting claim goes on.
    enum Wake: Sendable {
        /// It was called for a job.
        case called
        /// Something else may have changed.
        case lookAgain
        case timeIsUp, clientGone
    }

    private struct State {
        var board = WaiterBoard()
        var sleeping: [Int: CheckedContinuation<Wake, Never>] = [:]
        /// What woke a claim that was not asleep.
        var pending: [Int: Wake] = [:]
        /// Agents whose last look gave a job, so that there probably is another.
        var fed: Set<Int64> = []
        var lastWokeBarred: Timestamp?
    }

    /// Claims whose agents are given nothing look again this often by themselves.
    static let barredInterval: Duration = .seconds(10)

    private let state = Mutex(State())
    private let time: any TimeSource

    init(time: any TimeSource) {
        self.time = time
    }

    /// The teams of which a claim is here.
    var teams: Set<Int64> { state.withLock { $0.board.teams } }

    /// Enters a claim, before it looks for a job, so that no job slips in between.
    func enter(agent: Int64, team: Int64, capabilities: [String]) -> Int {
        state.withLock { $0.board.enter(agent: agent, team: team, capabilities: capabilities) }
    }

    /// Removes a claim; the calls beyond the one that its job answered go on to others.
    func leave(_ id: Int, hasJob: Bool) {
        let calls = state.withLock { state in
            state.pending[id] = nil
            return state.board.leave(id)
        }
        for call in calls.dropFirst(hasJob ? 1 : 0) { pass(call) }
    }

    /// Says whether the agent of a claim is given nothing now; what it was called for goes on to others.
    func setBarred(_ id: Int, _ isBarred: Bool) {
        let calls = state.withLock { $0.board.setBarred(id, isBarred) }
        for call in calls { pass(call) }
    }

    /// Waits until something wakes the claim.
    func wait(_ id: Int) async -> Wake {
        await withCheckedContinuation { continuation in
            let wake: Wake? = state.withLock { state in
                if let pending = state.pending.removeValue(forKey: id) { return pending }
                // It has looked since the last call, in vain: others have those jobs.
                state.board.forgetCalls(id)
                state.sleeping[id] = continuation
                return nil
            }
            if let wake { continuation.resume(returning: wake) }
        }
    }

    /// Wakes one claim. Being gone outlasts every other reason.
    func wake(_ id: Int, _ wake: Wake) {
        let continuation: CheckedContinuation<Wake, Never>? = state.withLock { state in
            if wake == .clientGone { state.board.setGone(id) }
            if let continuation = state.sleeping.removeValue(forKey: id) { return continuation }
            switch (state.pending[id], wake) {
            // A call outlasts a vague word, and being gone everything.
            case (.clientGone, _), (.called, .lookAgain): break
            default: if state.board.isHere(id) { state.pending[id] = wake }
            }
            return nil
        }
        continuation?.resume(returning: wake)
    }

    /// A job became available: the fit claim whose agent has had the fewest jobs lately looks again.
    func jobAvailable(team: Int64, requirement: Requirement, boundAgent: Int64?) {
        pass(WaiterBoard.Call(team: team, requirement: requirement, boundAgent: boundAgent))
    }

    private func pass(_ call: WaiterBoard.Call) {
        let now = time.now()
        let chosen = state.withLock { $0.board.choose(for: call, at: now) }
        if let chosen { wake(chosen, .called) }
    }

    /// An agent changed, for example it is no longer paused: its waiting claims look again.
    func agentChanged(_ agent: Int64) {
        let ids = state.withLock { $0.board.claims(of: agent) }
        for id in ids { wake(id, .lookAgain) }
    }

    /// Jobs may have become available unheard: every waiting claim looks again.
    func lookAgain() {
        let ids = state.withLock { $0.board.all }
        for id in ids { wake(id, .lookAgain) }
    }

    /// What bars an agent may have ended without a word: the claims that are given nothing look again.
    func wakeBarred() {
        let now = time.now()
        let ids: [Int] = state.withLock { state in
            if let last = state.lastWokeBarred, last <= now, now < last + Self.barredInterval { return [] }
            state.lastWokeBarred = now
            return state.board.barred
        }
        for id in ids { wake(id, .lookAgain) }
    }

    /// Takes over what was assigned before this process began.
    func reload(_ assignments: [(agent: Int64, at: Timestamp)]) {
        state.withLock { state in
            for assignment in assignments { state.board.assigned(to: assignment.agent, at: assignment.at) }
        }
    }

    /// An agent was given a job.
    func assigned(to agent: Int64) {
        let now = time.now()
        state.withLock { $0.board.assigned(to: agent, at: now) }
    }

    /// An agent's look here gave a job.
    func foundJob(_ agent: Int64) {
        state.withLock { _ = $0.fed.insert(agent) }
    }

    /// Whether an agent's last look gave a job.
    func isFed(_ agent: Int64) -> Bool {
        state.withLock { $0.fed.contains(agent) }
    }

    /// An agent has looked in vain.
    func foundNothing(_ agent: Int64) {
        state.withLock { _ = $0.fed.remove(agent) }
    }
}
