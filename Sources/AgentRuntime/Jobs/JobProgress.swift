import Domain
import Synchronization
import Wire

/// A run's steps as a job's progress. Neither stage nor percentage ever goes back, whichever thread speaks first.
final class JobProgress: Sendable {
    /// How far each step takes the bar.
    private enum Mark {
        static let listing = 5.0
        static let sidecars = 70.0
        static let analysing = 80.0
        static let reporting = 90.0
    }

    private let expected: Int64?
    private let send: @Sendable (ProgressUpdate) -> Void
    private let last = Mutex(ProgressUpdate(stage: .initializing, percentage: 0, filesScanned: 0))

    /// Progress of a run over about as many files as the last result counted.
    init(expected: Int64?, send: @escaping @Sendable (ProgressUpdate) -> Void) {
        self.expected = expected
        self.send = send
    }

    func report(_ step: ToolStep) {
        var update = self.update(step)
        last.withLock { last in
            update.filesScanned = update.filesScanned ?? last.filesScanned
            guard !update.isBehind(last) else { return }
            last = update
            // Inside the lock: what is sent later must not arrive earlier.
            send(update)
        }
    }

    private func update(_ step: ToolStep) -> ProgressUpdate {
        switch step {
        case .listing(let files, let folder):
            let total = expected.map { max($0, Int64(files)) }
            return ProgressUpdate(
                stage: .scanning, percentage: Self.between(Mark.listing, Mark.sidecars, Int64(files), of: total ?? 0),
                filesScanned: Int64(files), totalFiles: total, currentFile: folder)
        case .readingSidecars(let done, let total):
            return ProgressUpdate(
                stage: .scanning,
                percentage: Self.between(Mark.sidecars, Mark.analysing, Int64(done), of: Int64(total)),
                message: "Reading sidecars: \(done) of \(total)")
        case .analysing(let files): return Self.whole(.analyzing, Mark.analysing, files)
        case .reporting(let files): return Self.whole(.generatingReport, Mark.reporting, files)
        }
    }

    private static func between(_ from: Double, _ to: Double, _ done: Int64, of total: Int64) -> Double {
        guard total > 0 else { return from }
        return (from + (to - from) * min(1, Double(done) / Double(total))).rounded()
    }

    private static func whole(_ stage: Stage, _ percentage: Double, _ files: Int) -> ProgressUpdate {
        ProgressUpdate(
            stage: stage, percentage: percentage, filesScanned: Int64(files), totalFiles: Int64(files))
    }
}

extension ProgressUpdate {
    /// Whether another update has come further already.
    fileprivate func isBehind(_ other: ProgressUpdate) -> Bool {
        if (percentage ?? 0) != (other.percentage ?? 0) { return (percentage ?? 0) < (other.percentage ?? 0) }
        return (filesScanned ?? 0) < (other.filesScanned ?? 0)
    }
}
