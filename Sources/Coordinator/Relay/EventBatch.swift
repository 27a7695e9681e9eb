import Domain

/// Events that wait to be sent to the other servers. Progress waits at most once for each job, the latest wins; that an
/// agent or the pool changed waits once, as whoever hears it reads the present state.
struct EventBatch {
    private enum Repeated: Hashable {
        case agent(Int64), agentJob(Int64), pool(Int64)
    }

    private(set) var events: [Event] = []
    private var progressPositions: [JobID: Int] = [:]
    private var repeated: Set<Repeated> = []
    /// Whether something waits that somebody is held up by: a waiting claim, an agent that must stop.
    private(set) var isUrgent = false
    /// Whether more came than is kept; the others are to look again instead.
    private(set) var hasOverflowed = false

    /// So many events are kept while the others cannot be reached.
    static let capacity = 20_000

    var isEmpty: Bool { events.isEmpty && !hasOverflowed }

    mutating func add(_ event: Event) {
        guard !hasOverflowed else { return }
        switch event {
        case .jobProgress(_, let job, _):
            if let position = progressPositions[job] {
                events[position] = event
                return
            }
            progressPositions[job] = events.count
        case .agentChanged(_, let agent):
            // Caches of who an agent is rely on it.
            isUrgent = true
            guard repeated.insert(.agent(agent)).inserted else { return }
        case .agentJobChanged(_, let agent): guard repeated.insert(.agentJob(agent)).inserted else { return }
        case .poolChanged(let team): guard repeated.insert(.pool(team)).inserted else { return }
        case .jobAvailable, .stopJob, .agentExpelled, .agentDeleted, .socketOpened, .missed: isUrgent = true
        case .jobStatus, .jobEnded, .jobWarning, .jobAssigned, .notified: break
        }
        events.append(event)
        guard events.count > Self.capacity else { return }
        self = EventBatch()
        hasOverflowed = true
        isUrgent = true
    }

    /// Takes all that waits.
    mutating func take() -> EventBatch {
        defer { self = EventBatch() }
        return self
    }
}
