import Synchronization

/// Figures that the web layer counts itself, since the server started.
final class WebMetrics: Sendable {
    /// A histogram's upper bounds, in seconds.
    static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50]

    /// What has been counted so far.
    struct Figures: Sendable {
        /// Answers by status.
        var answers: [Int: Int] = [:]
        var claimsWithJob = 0
        var claimsWithoutJob = 0
        var claimsUndelivered = 0
        /// How many claims fell under each bound, and above the last.
        var claimBuckets = [Int](repeating: 0, count: bounds.count + 1)
        var claimSeconds = 0.0
        /// Open sockets by whom they are for.
        var openSockets: [String: Int] = [:]
        var chunks = 0
        var chunkBytes = 0
    }

    private let state = Mutex(Figures())

    /// All figures at one moment.
    var figures: Figures { state.withLock { $0 } }

    func answered(status: Int) {
        state.withLock { $0.answers[status, default: 0] += 1 }
    }

    /// A claim was answered; those with a job count for the latency.
    func claimed(job: Bool, after duration: Duration) {
        state.withLock { figures in
            guard job else {
                figures.claimsWithoutJob += 1
                return
            }
            let seconds = duration / .seconds(1)
            figures.claimsWithJob += 1
            figures.claimSeconds += seconds
            figures.claimBuckets[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
        }
    }

    func claimUndelivered() {
        state.withLock { $0.claimsUndelivered += 1 }
    }

    func uploaded(bytes: Int) {
        state.withLock { figures in
            figures.chunks += 1
            figures.chunkBytes += bytes
        }
    }

    /// Counts a socket for as long as a session runs.
    func countingSocket(_ kind: String, _ session: () async -> Void) async {
        state.withLock { $0.openSockets[kind, default: 0] += 1 }
        await session()
        state.withLock { $0.openSockets[kind, default: 0] -= 1 }
    }
}
