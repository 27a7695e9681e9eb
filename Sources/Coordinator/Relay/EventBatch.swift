import Domain

/// Events that wait to be sent to the other servers. Progress waits at most once for each job, the latest wins; that an
/// agent or the pool changed waits once, as whoever hears it reads the present state.
struct EventBatch {
    /// A team's counts are a topic of that team's.
    private struct Place: Hashable {
        let team: Int64
        let topic: Event.Topic
    }

    private(set) var events: [Event] = []
    private var positions: [Place: Int] = [:]
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
        // Caches of who an agent is rely on its changes.
        case .agentChanged, .jobAvailable, .stopJob, .agentExpelled, .agentDeleted, .socketOpened, .missed:
            isUrgent = true
        case .jobProgress, .agentJobChanged, .poolChanged, .jobStatus, .jobEnded, .jobWarning, .jobAssigned, .notified:
            break
        }
        if let topic = event.topic {
            let place = Place(team: event.team, topic: topic)
            if let position = positions[place] {
                events[position] = event
                return
            }
            positions[place] = events.count
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
