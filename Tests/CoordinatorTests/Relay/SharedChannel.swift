import Database
import Synchronization

/// A channel in memory with the manners of PostgreSQL's: everybody hears everything, themselves too, while a session lasts.
/// A test breaks it.
final class SharedChannel: NotificationChannel {
    private struct State {
        var nextID = 0
        var sessions: [Int: AsyncStream<String>.Continuation] = [:]
        var sent: [String] = []
        var isDown = false
        var losesTexts = false
        var isDeaf = false
    }

    private let state = Mutex(State())

    struct Down: Error {}

    /// Every text that was sent, lost ones too.
    var sent: [String] { state.withLock { $0.sent } }

    var sessionCount: Int { state.withLock { $0.sessions.count } }

    /// Breaks every session, and refuses new ones until it is up again.
    func setDown(_ isDown: Bool) {
        let broken = state.withLock { state in
            state.isDown = isDown
            defer { if isDown { state.sessions = [:] } }
            return isDown ? Array(state.sessions.values) : []
        }
        for session in broken { session.finish() }
    }

    /// Swallows what is sent from now on, while the senders believe that it was heard.
    func setLosesTexts(_ loses: Bool) {
        state.withLock { $0.losesTexts = loses }
    }

    func open() async throws -> any NotificationSession {
        let (texts, continuation) = AsyncStream.makeStream(of: String.self)
        let id = try state.withLock { state in
            guard !state.isDown else { throw Down() }
            state.nextID += 1
            state.sessions[state.nextID] = continuation
            return state.nextID
        }
        return Session(texts: texts, id: id, channel: self)
    }

    private struct Session: NotificationSession {
        let texts: AsyncStream<String>
        let id: Int
        let channel: SharedChannel

        func send(_ texts: [String]) async throws { try channel.send(texts, from: id) }

        func close() { channel.close(id) }
    }

    private func send(_ texts: [String], from id: Int) throws {
        let listeners = try state.withLock { state in
            guard state.sessions[id] != nil else { throw Down() }
            state.sent += texts
            return state.losesTexts ? [] : Array(state.sessions.values)
        }
        for text in texts {
            for listener in listeners { listener.yield(text) }
        }
    }

    private func close(_ id: Int) {
        state.withLock { $0.sessions.removeValue(forKey: id) }?.finish()
    }
}
