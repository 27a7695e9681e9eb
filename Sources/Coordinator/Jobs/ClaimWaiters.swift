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

    private struct Sleeper {
        let continuation: CheckedContinuation<Wake, Never>
        let alarm: Int64
    }

    /// Wakes all claims whose time is up at one instant.
    private struct Alarm {
        let task: Task<Void, Never>
        var claims: Set<Int>
    }

    /// What an agent found when it last looked in vain.
    private struct Nothing {
        let capabilities: [String]
        /// What had been told of jobs that it may run before that look.
        let news: Int

        /// It looks for the first time, or again.
        static let notYet = Nothing(capabilities: [], news: -1)
    }

    private struct State {
        var board = WaiterBoard()
        var sleeping: [Int: Sleeper] = [:]
        /// By the instant, in steps of `alarmStep`.
        var alarms: [Int64: Alarm] = [:]
        /// What woke a claim that was not asleep.
        var pending: [Int: Wake] = [:]
        /// Agents whose last look gave a job, so that there probably is another.
        var fed: Set<Int64> = []
        /// How often something was told of a team's jobs: those bound to an agent, and those bound to none.
        var news: [Int64: [Int64?: [Requirement: Int]]] = [:]
        /// The claim that had entered last when an agent was given a job.
        var given: [Int64: Int] = [:]
        /// Agents whose last look found nothing, and who were told nothing of their own since.
        var nothing: [Int64: Nothing] = [:]
        var lastWokeBarred: Timestamp?

        /// How often something was told of jobs that an agent may run.
        func news(for agent: Int64, team: Int64, _ capabilities: [String]) -> Int {
            [nil, agent].reduce(0) { total, binding in
                (news[team]?[binding] ?? [:]).reduce(total) { total, told in
                    told.key.isMet(by: capabilities) ? total + told.value : total
                }
            }
        }

        mutating func leave(alarm: Int64, _ id: Int) {
            alarms[alarm]?.claims.remove(id)
            guard let left = alarms[alarm], left.claims.isEmpty else { return }
            left.task.cancel()
            alarms[alarm] = nil
        }
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

    /// Waits until something wakes the claim, at the latest `alarmStep` after an instant of the uptime; being cancelled is
    /// being gone.
    func wait(_ id: Int, until end: Duration) async -> Wake {
        let alarm = Self.alarm(after: end)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let wake: Wake? = state.withLock { state in
                    if let pending = state.pending.removeValue(forKey: id) { return pending }
                    // It has looked since the last call, in vain: others have those jobs.
                    state.board.forgetCalls(id)
                    state.sleeping[id] = Sleeper(continuation: continuation, alarm: alarm)
                    if state.alarms[alarm]?.claims.insert(id) == nil {
                        state.alarms[alarm] = Alarm(task: ring(alarm), claims: [id])
                    }
                    return nil
                }
                if let wake { continuation.resume(returning: wake) }
            }
        } onCancel: {
            wake(id, .clientGone)
        }
    }

    /// Claims end together in steps of this: thousands that each had a timer of their own would wake the machine for each.
    static let alarmStep: Duration = .milliseconds(250)

    /// How many claims wait.
    var count: Int { state.withLock { $0.sleeping.count } }

    private static func alarm(after end: Duration) -> Int64 {
        let (step, whole) = (alarmStep, Int64(end / alarmStep))
        return step * Int(whole) < end ? whole + 1 : whole
    }

    // Unstructured, as it is no one claim's child: it is cancelled with the last that it is for.
    private func ring(_ alarm: Int64) -> Task<Void, Never> {
        // As above.
        Task { [weak self, time] in
            do { try await time.sleep(for: Self.alarmStep * Int(alarm) - time.uptime()) } catch { return }
            // Taken out first: a claim that comes a moment too late needs an alarm that has yet to ring.
            let claims = self?.state.withLock { $0.alarms.removeValue(forKey: alarm)?.claims }
            for id in claims ?? [] { self?.wake(id, .timeIsUp) }
        }
    }

    /// Wakes one claim. Being gone outlasts every other reason.
    func wake(_ id: Int, _ wake: Wake) {
        let continuation: CheckedContinuation<Wake, Never>? = state.withLock { state in
            if wake == .clientGone { state.board.setGone(id) }
            if let sleeper = state.sleeping.removeValue(forKey: id) {
                state.leave(alarm: sleeper.alarm, id)
                return sleeper.continuation
            }
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
        let chosen = state.withLock { state in
            state.news[call.team, default: [:]][call.boundAgent, default: [:]][call.requirement, default: 0] += 1
            return state.board.choose(for: call, at: now)
        }
        if let chosen { wake(chosen, .called) }
    }

    /// An agent changed, for example it is no longer paused: its waiting claims look again.
    func agentChanged(_ agent: Int64) {
        let ids = state.withLock { state in
            state.nothing[agent] = nil
            return state.board.claims(of: agent)
        }
        for id in ids { wake(id, .lookAgain) }
    }

    /// Jobs may have become available unheard: every waiting claim looks again.
    func lookAgain() {
        let ids = state.withLock { state in
            state.nothing = [:]
            return state.board.all
        }
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
        state.withLock { state in
            state.board.assigned(to: agent, at: now)
            state.given[agent] = state.board.latestID
        }
    }

    /// Whether a claim's agent was given a job since the claim entered: by another claim, here or at another server.
    func wasGiven(_ agent: Int64, since id: Int) -> Bool {
        state.withLock { state in state.given[agent].map { $0 >= id } ?? false }
    }

    /// An agent's look here gave a job, or something that may end without a word.
    func foundSomething(_ agent: Int64, isJob: Bool) {
        state.withLock { state in
            if isJob { state.fed.insert(agent) }
            state.nothing[agent] = nil
        }
    }

    /// Whether an agent's last look gave a job.
    func isFed(_ agent: Int64) -> Bool {
        state.withLock { $0.fed.contains(agent) }
    }

    /// An agent begins to look.
    /// - Returns: how often something was told so far of jobs that it may run.
    func beginsToLook(_ agent: Int64, team: Int64, _ capabilities: [String]) -> Int {
        state.withLock { state in
            state.nothing[agent] = .notYet
            return state.news(for: agent, team: team, capabilities)
        }
    }

    /// An agent has looked in vain.
    /// - Parameter news: what `beginsToLook` gave.
    func foundNothing(_ agent: Int64, _ capabilities: [String], news: Int) {
        state.withLock { state in
            state.fed.remove(agent)
            // Told something of itself meanwhile, it may have looked too soon.
            if state.nothing[agent] != nil { state.nothing[agent] = Nothing(capabilities: capabilities, news: news) }
        }
    }

    /// Whether an agent has looked in vain and nothing was told since, of jobs that it may run or of itself. What other
    /// servers' lost messages would have told is found by `ClaimService.callForDueJobs`, which tells it.
    func isInVain(_ agent: Int64, team: Int64, _ capabilities: [String]) -> Bool {
        state.withLock { state in
            guard let nothing = state.nothing[agent] else { return false }
            return nothing.capabilities == capabilities
                && nothing.news == state.news(for: agent, team: team, capabilities)
        }
    }
}
