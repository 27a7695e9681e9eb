import Synchronization

/// Carries events from those who made them happen to those who show them: inside this process at once, and to the other
/// servers of the same database through a relay, where there is one.
public final class EventBus: Sendable {
    private struct State {
        var nextID = 0
        var subscriptions: [Int64: [Int: EventSubscription]] = [:]
        var observers: [@Sendable (Event) -> Void] = []
        var outlet: (@Sendable ([Event]) -> Void)?
        var isComplete = true
    }

    private let state = Mutex(State())

    /// A bus without listeners.
    public init() {}

    /// Whether every server's events are heard here: true for the only server, and while the relay hears the others. What
    /// is kept in memory and relies on events to be thrown away holds nothing while this is false.
    public var isComplete: Bool { state.withLock { $0.isComplete } }

    /// Tells everyone whom they concern, on all servers.
    public func publish(_ events: [Event]) {
        deliver(events)
        guard !events.isEmpty, let outlet = state.withLock({ $0.outlet }) else { return }
        outlet(events)
    }

    /// Tells those in this process: what another server has published.
    func deliver(_ events: [Event]) {
        for event in events {
            let (subscriptions, observers) = state.withLock { state in
                (state.subscriptions[event.team].map { Array($0.values) } ?? [], state.observers)
            }
            for observer in observers { observer(event) }
            for subscription in subscriptions { subscription.offer(event) }
        }
    }

    /// Tells everyone in this process, of every team, that events were missed.
    func lookAgain() {
        let (subscriptions, observers) = state.withLock { state in
            (state.subscriptions.map { ($0.key, Array($0.value.values)) }, state.observers)
        }
        for observer in observers { observer(.missed(team: 0)) }
        for (team, listeners) in subscriptions {
            for subscription in listeners { subscription.offer(.missed(team: team)) }
        }
    }

    /// Hands everything that is published here to a relay as well; the bus is incomplete until that says otherwise.
    func attach(_ outlet: @escaping @Sendable ([Event]) -> Void) {
        state.withLock { state in
            state.outlet = outlet
            state.isComplete = false
        }
    }

    /// Says whether the relay hears the other servers.
    func setComplete(_ isComplete: Bool) {
        state.withLock { $0.isComplete = isComplete }
    }

    /// Listens to a team's events from now on, until the subscription is cancelled.
    /// - Parameter wants: which events are listened to, asked on the publisher's thread; that some were missed is always
    ///   told.
    public func subscribe(
        team: Int64, wants: @escaping @Sendable (Event) -> Bool = { _ in true }
    ) -> EventSubscription {
        state.withLock { state in
            state.nextID += 1
            let id = state.nextID
            let subscription = EventSubscription(team: team, wants: wants) { [weak self] in
                self?.remove(id, team: team)
            }
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
