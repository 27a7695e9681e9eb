import Domain
import Synchronization

/// The jobs that were handed out and have not begun, as far as events tell: only a hint, that the next sign of work is to be
/// written at once instead of read about first.
final class AssignedJobs: Sendable {
    private let jobs = Mutex<Set<String>>([])

    func observe(_ event: Event) {
        guard case .jobStatus(_, let job, let status, _) = event else { return }
        jobs.withLock { jobs in
            if status == .assigned { jobs.insert(job.description) } else { jobs.remove(job.description) }
        }
    }

    /// Whether a job has probably not begun.
    func contains(_ job: String) -> Bool {
        jobs.withLock { $0.contains(job) }
    }
}
