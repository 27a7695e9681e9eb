import Synchronization

/// Whether the client of a connection is still there.
///
/// It is gone once it has closed its sending side (a FIN) or the connection as a whole. A FIN alone neither cancels a
/// request's handler nor closes the channel, so work that is held for a client, like a claim, has to watch for it here.
public final class ClientPresence: Sendable {
    /// The presence of the client whose request the current task answers.
    @TaskLocal static var current = ClientPresence()

    private struct State {
        var isGone = false
        var nextID = 0
        var actions: [Int: @Sendable () -> Void] = [:]
    }

    /// An action that waits for the client to go. It stays in force until it is removed, or has run.
    public struct Registration: Sendable {
        fileprivate let id: Int
        fileprivate let presence: ClientPresence

        /// Takes the action back; it does nothing if it has run.
        public func remove() {
            presence.state.withLock { state in state.actions[id] = nil }
        }
    }

    private let state = Mutex(State())

    /// A client that is there.
    public init() {}

    /// True once the client has gone; it never comes back.
    public var isGone: Bool { state.withLock { $0.isGone } }

    /// Runs an action once, when the client goes; at once if it has gone. It runs on the connection's event loop, and must not block.
    public func whenGone(_ action: @escaping @Sendable () -> Void) -> Registration {
        let id: Int? = state.withLock { state in
            if state.isGone { return nil }
            state.nextID += 1
            state.actions[state.nextID] = action
            return state.nextID
        }
        if id == nil { action() }
        return Registration(id: id ?? 0, presence: self)
    }

    /// Runs work while an action waits for the client to go; the action is removed when the work has ended.
    public func watching<Value>(
        onGone action: @escaping @Sendable () -> Void,
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async throws -> Value
    ) async rethrows -> Value {
        let registration = whenGone(action)
        defer { registration.remove() }
        return try await work()
    }

    /// Marks the client as gone and runs what waits for it.
    func markGone() {
        let actions = state.withLock { state in
            state.isGone = true
            defer { state.actions = [:] }
            return state.actions.sorted { $0.key < $1.key }.map(\.value)
        }
        for action in actions { action() }
    }
}
