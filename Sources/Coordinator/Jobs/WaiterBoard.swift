import Domain

/// The claims that wait, in the order in which they are called. A pure value: what a call costs depends on the number of
/// different capability sets in a team, not on the number of claims.
struct WaiterBoard {
    /// A job that became available, as far as it matters who can take it.
    struct Call: Hashable {
        let team: Int64
        let requirement: Requirement
        let boundAgent: Int64?
    }

    /// Claims of a team that can do the same.
    private struct Group: Hashable {
        let team: Int64
        let capabilities: [String]
    }

    /// Before whom a claim is called: the fewest calls first, since one that is awake may leave with another job; then the
    /// fewest jobs of its agent in the last hour, then the one that came first.
    private struct Rank: Hashable, Comparable {
        var calls: Int
        var recentJobs: Int

        static func < (left: Rank, right: Rank) -> Bool {
            (left.calls, left.recentJobs) < (right.calls, right.recentJobs)
        }
    }

    private struct Waiter {
        let agent: Int64
        let group: Group
        /// Where it stands in its group; nil while it is not to be called.
        var rank: Rank?
        /// The calls that woke it since it last lay down.
        var calls: [Call] = []
        var isBarred = false
        var isGone = false
    }

    /// The number of the claim that entered last; they count upwards from 1.
    private(set) var latestID = 0
    private var waiters: [Int: Waiter] = [:]
    private var ofAgent: [Int64: [Int]] = [:]
    private var groups: [Int64: [[String]: [Rank: [Int]]]] = [:]
    private var recent = RecentJobs()

    /// The teams of which a claim waits.
    var teams: Set<Int64> { Set(groups.keys) }

    /// Enters a claim.
    mutating func enter(agent: Int64, team: Int64, capabilities: [String]) -> Int {
        latestID += 1
        waiters[latestID] = Waiter(agent: agent, group: Group(team: team, capabilities: capabilities))
        ofAgent[agent, default: []].append(latestID)
        place(latestID)
        return latestID
    }

    /// Removes a claim.
    /// - Returns: the calls that it has not answered.
    mutating func leave(_ id: Int) -> [Call] {
        update(id) { $0.isGone = true }
        guard let waiter = waiters.removeValue(forKey: id) else { return [] }
        ofAgent[waiter.agent]?.removeAll { $0 == id }
        if ofAgent[waiter.agent]?.isEmpty == true { ofAgent[waiter.agent] = nil }
        return waiter.calls
    }

    /// Says whether the agent of a claim is given nothing now.
    /// - Returns: the calls that it cannot answer.
    mutating func setBarred(_ id: Int, _ isBarred: Bool) -> [Call] {
        if waiters[id]?.isBarred == isBarred, !isBarred { return [] }
        var calls: [Call] = []
        update(id) { waiter in
            waiter.isBarred = isBarred
            if isBarred { swap(&calls, &waiter.calls) }
        }
        return calls
    }

    /// The client of a claim is gone: it is called no more.
    mutating func setGone(_ id: Int) {
        update(id) { $0.isGone = true }
    }

    /// A claim has looked in vain: others have the jobs that it was called for.
    mutating func forgetCalls(_ id: Int) {
        if waiters[id]?.calls.isEmpty == false { update(id) { $0.calls = [] } }
    }

    /// Chooses the claim for a job, and notes the call.
    mutating func choose(for call: Call, at now: Timestamp) -> Int? {
        for agent in recent.forget(before: now) { rankAnew(agent) }
        let chosen = call.boundAgent.map { bound(to: $0, call) } ?? unbound(call)
        if let chosen { update(chosen) { $0.calls.append(call) } }
        return chosen
    }

    /// Whether a claim has entered and not left.
    func isHere(_ id: Int) -> Bool { waiters[id] != nil }

    /// The claims of an agent.
    func claims(of agent: Int64) -> [Int] { ofAgent[agent] ?? [] }

    /// Every claim.
    var all: [Int] { Array(waiters.keys) }

    /// The claims whose agents were given nothing when they last looked.
    var barred: [Int] { waiters.filter { $0.value.isBarred }.map(\.key) }

    /// An agent was given a job.
    mutating func assigned(to agent: Int64, at instant: Timestamp) {
        recent.add(agent, at: instant)
        rankAnew(agent)
    }

    private func bound(to agent: Int64, _ call: Call) -> Int? {
        claims(of: agent).filter { id in
            guard let waiter = waiters[id], waiter.rank != nil else { return false }
            return waiter.group.team == call.team && call.requirement.isMet(by: waiter.group.capabilities)
        }.min { isBefore($0, $1) }
    }

    private func unbound(_ call: Call) -> Int? {
        let fit = (groups[call.team] ?? [:]).filter { capabilities, _ in call.requirement.isMet(by: capabilities) }
        return fit.values.compactMap { ranks in ranks.keys.min().flatMap { ranks[$0]?.first } }
            .min { isBefore($0, $1) }
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        guard let first = waiters[left]?.rank, let second = waiters[right]?.rank else { return left < right }
        return first == second ? left < right : first < second
    }

    private mutating func rankAnew(_ agent: Int64) {
        for id in claims(of: agent) { update(id) { _ in } }
    }

    private mutating func update(_ id: Int, _ change: (inout Waiter) -> Void) {
        guard waiters[id] != nil else { return }
        takeOut(id)
        if var waiter = waiters[id] {
            change(&waiter)
            waiters[id] = waiter
        }
        place(id)
    }

    private mutating func place(_ id: Int) {
        guard let waiter = waiters[id], !waiter.isBarred, !waiter.isGone else { return }
        let rank = Rank(calls: waiter.calls.count, recentJobs: recent.count(waiter.agent))
        waiters[id]?.rank = rank
        groups[waiter.group.team, default: [:]][waiter.group.capabilities, default: [:]][rank, default: []]
            .insertInOrder(id)
    }

    private mutating func takeOut(_ id: Int) {
        guard let waiter = waiters[id], let rank = waiter.rank else { return }
        waiters[id]?.rank = nil
        groups.change(waiter.group.team) { team in
            team.change(waiter.group.capabilities) { ranks in ranks.change(rank) { $0.removeInOrder(id) } }
        }
    }
}

extension Dictionary where Value: Collection {
    /// Changes a value in place, and drops it once it is empty.
    fileprivate mutating func change(_ key: Key, _ change: (inout Value) -> Void) {
        guard let index = index(forKey: key) else { return }
        change(&values[index])
        if values[index].isEmpty { remove(at: index) }
    }
}

extension [Int] {
    /// Where a number stands, or would stand, in ascending order.
    private func position(of number: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    fileprivate mutating func insertInOrder(_ number: Int) {
        if let last, last > number { insert(number, at: position(of: number)) } else { append(number) }
    }

    fileprivate mutating func removeInOrder(_ number: Int) {
        let position = position(of: number)
        if position < count, self[position] == number { remove(at: position) }
    }
}
