import Domain
import Synchronization

/// What was read from the database lately, so that the usual request costs no read. Whoever owns a cache forgets what an
/// event says has changed; where events may be missed nothing is kept, and nothing is older than 60 s in any case.
final class ReadCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let readAt: Timestamp
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        /// Counts what was forgotten, so that a read that began before is not kept after.
        var changes = 0
        var sizeToPurge = 1024

        mutating func forgetAll() {
            changes += 1
            entries.removeAll()
        }
    }

    private let events: EventBus
    private let time: any TimeSource
    private let state = Mutex(State())

    init(events: EventBus, time: any TimeSource) {
        self.events = events
        self.time = time
    }

    /// The value of a key: kept, or read now and kept unless something was forgotten meanwhile. No value is never kept.
    func value(for key: Key, read: () async throws -> Value?) async throws -> Value? {
        let readAt = time.now()
        let isUsable = events.isComplete
        let (kept, changes) = state.withLock { state -> (Value?, Int) in
            guard isUsable else {
                state.forgetAll()
                return (nil, state.changes)
            }
            let entry = state.entries[key].flatMap { Self.isFresh($0, readAt) ? $0 : nil }
            return (entry?.value, state.changes)
        }
        if let kept { return kept }
        guard let value = try await read() else { return nil }
        guard isUsable, events.isComplete else { return value }
        state.withLock { state in
            guard state.changes == changes else { return }
            state.entries[key] = Entry(value: value, readAt: readAt)
            if state.entries.count >= state.sizeToPurge {
                state.entries = state.entries.filter { Self.isFresh($0.value, readAt) }
                state.sizeToPurge = max(1024, state.entries.count * 2)
            }
        }
        return value
    }

    /// Forgets a key.
    func forget(_ key: Key) {
        state.withLock { state in
            state.changes += 1
            state.entries[key] = nil
        }
    }

    /// Forgets every value that a test picks.
    func forget(where isStale: (Value) -> Bool) {
        state.withLock { state in
            state.changes += 1
            for (key, entry) in state.entries where isStale(entry.value) { state.entries[key] = nil }
        }
    }

    private static func isFresh(_ entry: Entry, _ now: Timestamp) -> Bool {
        // A clock that was set back must not make an entry last.
        now >= entry.readAt && now < entry.readAt + readCacheLifetime
    }
}

/// The longest that anything is kept without being read again.
let readCacheLifetime: Duration = .seconds(60)
