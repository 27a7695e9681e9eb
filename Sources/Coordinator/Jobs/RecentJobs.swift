import Domain

/// How many jobs each agent was given in the last hour. US-10.
struct RecentJobs {
    static let window: Duration = .seconds(3600)

    private var counts: [Int64: Int] = [:]
    /// Assignments that count, from `head` on, in the order of their time.
    private var assignments: [(agent: Int64, at: Timestamp)] = []
    private var head = 0

    /// The jobs of an agent, as of the last time that older ones were forgotten.
    func count(_ agent: Int64) -> Int { counts[agent] ?? 0 }

    /// An agent was given a job.
    mutating func add(_ agent: Int64, at instant: Timestamp) {
        counts[agent, default: 0] += 1
        assignments.append((agent, instant))
    }

    /// Forgets what was an hour ago.
    /// - Returns: the agents that have fewer jobs now, some perhaps more than once.
    mutating func forget(before now: Timestamp) -> [Int64] {
        var agents: [Int64] = []
        while head < assignments.count, assignments[head].at <= now - Self.window {
            let agent = assignments[head].agent
            head += 1
            counts[agent, default: 1] -= 1
            if counts[agent] == 0 { counts[agent] = nil }
            agents.append(agent)
        }
        if head > 1024, head * 2 > assignments.count {
            assignments.removeFirst(head)
            head = 0
        }
        return agents
    }
}
