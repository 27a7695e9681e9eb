import Domain
import Synchronization
import Wire

/// What is known of an attempt's progress and not yet sent. Work writes to it from any thread, at any rate; the latest
/// progress wins, stages and warnings are kept.
final class ProgressBoard: Sendable {
    /// What waits to be sent.
    struct News: Sendable {
        var stages: [StageChange] = []
        var warnings: [JobWarning] = []
        var progress: ProgressUpdate?

        var isEmpty: Bool { stages.isEmpty && warnings.isEmpty && progress == nil }
    }

    private struct State {
        var latest = ProgressUpdate(stage: .initializing, percentage: 0)
        var news = News()
        var warnings = 0
    }

    /// More warnings than this are not streamed; the results hold them all.
    private static let mostWarnings = 100
    private let state = Mutex(State())
    /// Rings when there is news.
    let bell = Bell()

    /// The last known progress.
    var latest: ProgressUpdate { state.withLock { $0.latest } }

    func report(_ update: ProgressUpdate) {
        state.withLock { state in
            if update.stage != state.latest.stage {
                state.news.stages.append(
                    StageChange(previousStage: state.latest.stage, currentStage: update.stage, message: update.message))
            }
            state.latest = update
            state.news.progress = update
        }
        bell.ring()
    }

    func warn(_ warning: JobWarning) {
        let isKept = state.withLock { state in
            guard state.warnings < Self.mostWarnings else { return false }
            state.warnings += 1
            state.news.warnings.append(warning)
            return true
        }
        if isKept { bell.ring() }
    }

    /// Takes what waits to be sent.
    func take() -> News {
        state.withLock { state in
            defer { state.news = News() }
            return state.news
        }
    }

    /// Makes the latest progress news again, for a socket that has just opened.
    func repeatLatest() {
        state.withLock { $0.news.progress = $0.latest }
        bell.ring()
    }
}
