import Domain
import Synchronization

/// The jobs that were handed out and have not begun, as far as events tell: only a hint, that the next sign of work is to be
/// written at once instead of read about first.
final class AssignedJobs: Sendable {
    /// Words of other servers may come late or not at all and leave jobs behind; being a hint, all may be forgotten.
    private static let limit = 100_000
    private let jobs = Mutex<Set<String>>([])

    func observe(_ event: Event) {
        switch event {
        case .jobStatus(_, let job, .assigned, _):
            jobs.withLock { jobs in
                if jobs.count >= Self.limit { jobs.removeAll() }
                jobs.insert(job.description)
            }
        case .jobStatus(_, let job, _, _): jobs.withLock { _ = $0.remove(job.description) }
        case .missed: jobs.withLock { $0.removeAll() }
        default: break
        }
    }

    /// Whether a job has probably not begun.
    func contains(_ job: String) -> Bool {
        jobs.withLock { $0.contains(job) }
    }
}
