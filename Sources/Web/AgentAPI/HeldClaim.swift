import Synchronization

/// A claim that is held for a client: ends when the client goes, or the server stops, whichever is first.
final class HeldClaim: Sendable {
    private struct State {
        var leave: (@Sendable () -> Void)?
        var registration: ClientPresence.Registration?
        var isStopped = false
    }

    private let presence: ClientPresence
    private let state = Mutex(State())

    init(presence: ClientPresence) {
        self.presence = presence
    }

    /// Takes what ends the claim.
    func hold(_ leave: @escaping @Sendable () -> Void) {
        let isStopped = state.withLock { state in
            state.leave = leave
            return state.isStopped
        }
        let registration = presence.whenGone(leave)
        state.withLock { $0.registration = registration }
        if isStopped { leave() }
    }

    /// Ends the claim, or the next one that is held.
    func stop() {
        let leave = state.withLock { state in
            state.isStopped = true
            return state.leave
        }
        leave?()
    }

    /// Nothing is held any more.
    func end() {
        let registration = state.withLock { state in
            state.leave = nil
            return state.registration.take()
        }
        registration?.remove()
    }
}
