import Synchronization

/// Carries events inside this process from those who made them happen to those who show them.
public final class EventBus: Sendable {
    private struct State {
        var nextID = 0
        var subscriptions: [Int64: [Int: EventSubscription]] = [:]
        var observers: [@Sendable (Event) -> Void] = []
    }

    private let state = Mutex(State())

    /// A bus without listeners.
    public init() {}

    /// Whether every change of the database is told here: what events make stale may be kept only then.
    public var isComplete: Bool { true }

    /// Tells everyone whom they concern.
    public func publish(_ events: [Event]) {
        for event in events {
            let (subscriptions, observers) = state.withLock { state in
                (state.subscriptions[event.team].map { Array($0.values) } ?? [], state.observers)
            }
            for observer in observers { observer(event) }
            for subscription in subscriptions { subscription.offer(event) }
        }
    }

    /// Listens to a team's events from now on, until the subscription is cancelled.
    public func subscribe(team: Int64) -> EventSubscription {
        state.withLock { state in
            state.nextID += 1
            let id = state.nextID
            let subscription = EventSubscription { [weak self] in self?.remove(id, team: team) }
            state.subscriptions[team, default: [:]][id] = subscription
            return subscription
        }
    }

    /// Adds a listener for the life of the bus that is called at once, on the publisher's thread; it must be quick.
    func observe(_ observer: @escaping @Sendable (Event) -> Void) {
        state.withLock { $0.observers.append(observer) }
    }

    private func remove(_ id: Int, team: Int64) {
        state.withLock { state in
            state.subscriptions[team]?[id] = nil
            if state.subscriptions[team]?.isEmpty == true { state.subscriptions[team] = nil }
        }
    }
}
