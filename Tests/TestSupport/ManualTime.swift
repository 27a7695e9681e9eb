import Domain
import Synchronization

/// A clock that stands still until a test moves it. Sleepers wake, in order, when it passes their instant.
public final class ManualTime: TimeSource {
    private struct State {
        var now: Timestamp
        var uptime: Duration = .zero
        var nextID = 0
        var sleepers: [Int: (until: Timestamp, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var cancelled: Set<Int> = []
        var change: (by: Duration, readingsLeft: Int)?

        /// Sets the clock where it is to be set after this reading of clock or uptime.
        mutating func countReading() {
            guard var change else { return }
            change.readingsLeft -= 1
            self.change = change.readingsLeft > 0 ? change : nil
            if change.readingsLeft == 0 { now = now + change.by }
        }
    }

    private let state: Mutex<State>

    /// A clock that shows an instant; by default 2026-01-02T03:04:05.678Z.
    public init(_ now: Timestamp = Timestamp(milliseconds: 1_767_323_045_678)) {
        state = Mutex(State(now: now))
    }

    /// The instant that the clock shows.
    public func now() -> Timestamp {
        state.withLock { state in
            defer { state.countReading() }
            return state.now
        }
    }

    /// The time by which it was advanced.
    public func uptime() -> Duration {
        state.withLock { state in
            defer { state.countReading() }
            return state.uptime
        }
    }

    /// Sets the clock, without any time passing.
    public func set(by duration: Duration) {
        state.withLock { $0.now = $0.now + duration }
    }

    /// Sets the clock as soon as it, or the uptime, has been read so many times more, ≥ 1: in the middle of something.
    public func set(by duration: Duration, afterReadings count: Int) {
        state.withLock { $0.change = (duration, count) }
    }

    /// Moves the clock on and wakes those who slept until then.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now + duration
            state.uptime += duration
            let due = state.sleepers.filter { $0.value.until <= state.now }.sorted { $0.value.until < $1.value.until }
            for (id, _) in due { state.sleepers[id] = nil }
            return due.map(\.value.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// Returns once at least that many tasks sleep on this clock.
    public func waitForSleepers(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isMet = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isMet { continuation.resume() }
        }
    }

    /// Returns once no task sleeps on this clock.
    public func waitForNoSleepers() async {
        while !state.withLock({ $0.sleepers.isEmpty }) { await Task.yield() }
    }

    /// Waits until the clock has been moved to an instant or past it.
    public func sleep(until instant: Timestamp) async throws {
        try Task.checkCancellation()
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(id, until: instant, continuation)
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: id)
                if sleeper == nil { state.cancelled.insert(id) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    private func enter(_ id: Int, until instant: Timestamp, _ continuation: CheckedContinuation<Void, any Error>) {
        enum Outcome { case passed, cancelled, sleeping([CheckedContinuation<Void, Never>]) }
        let outcome: Outcome = state.withLock { state in
            if state.cancelled.remove(id) != nil { return .cancelled }
            if instant <= state.now { return .passed }
            state.sleepers[id] = (instant, continuation)
            let count = state.sleepers.count
            let met = state.watchers.filter { $0.count <= count }
            state.watchers.removeAll { $0.count <= count }
            return .sleeping(met.map(\.continuation))
        }
        switch outcome {
        case .passed: continuation.resume()
        case .cancelled: continuation.resume(throwing: CancellationError())
        case .sleeping(let watchers): for watcher in watchers { watcher.resume() }
        }
    }
}
