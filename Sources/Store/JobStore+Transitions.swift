import Database
import Domain

extension JobStore {
    /// What is written to a job's row along with its new state.
    public struct Change {
        fileprivate var assignments = ""
        fileprivate var arguments: [any SQLValueConvertible] = []

        /// Nothing besides.
        public init() {}

        /// Work begins.
        public mutating func start(lease: Timestamp, at now: Timestamp) {
            start(at: now)
            set(lease) { "lease_expires_at = \($0)" }
        }

        /// Work began, and has ended at the same moment.
        public mutating func start(at now: Timestamp) {
            set(now) { "started_at = coalesce(started_at, \($0))" }
        }

        /// It is put back into the queue, due at once or after a failure's delay.
        public mutating func wait(until instant: Timestamp?) {
            // Without a delay it keeps its place in the queue.
            set(instant) { value in
                """
                agent_id = NULL, lease_expires_at = NULL, progress = NULL, not_before = \(value),
                  available_at = coalesce(\(value), available_at)
                """
            }
        }

        /// It ends.
        public mutating func end(result: ResultID?, at now: Timestamp) {
            set(now) { "completed_at = \($0), lease_expires_at = NULL" }
            set(result) { "result_guid = \($0)" }
        }

        /// What went wrong; nil throughout forgets what did. NFR-400.3.
        public mutating func error(kind: ErrorKind?, message: String?, detail: String?) {
            set(kind?.rawValue) { "error_kind = \($0)" }
            set(message) { "error_message = \($0)" }
            set(detail) { "error_detail = \($0)" }
        }

        private mutating func set(_ value: any SQLValueConvertible, _ assignment: (_ placeholder: String) -> String) {
            arguments.append(value)
            assignments += ", " + assignment("?\(arguments.count + JobStore.moveArguments)")
        }
    }

    private static let moveArguments = 11

    /// Writes a new state, if the job is still in the one that was read: a compare-and-set on status, attempt and whether it
    /// is to be cancelled.
    /// - Returns: false where somebody else was quicker; nothing is changed then.
    public func move(_ job: Job, to state: JobState, _ change: Change = Change(), by user: Int64?, at now: Timestamp)
        throws -> Bool
    {
        let isFirstWord = state.isCancelRequested && job.cancelRequestedAt == nil
        return try tx.execute(
            """
            UPDATE jobs SET status = ?4, attempt = ?5, retry_count = ?6, loss_count = ?7,
              cancel_requested_at = CASE WHEN ?8 = 1 THEN ?9 ELSE cancel_requested_at END, updated_at = ?9,
              updated_by = ?10\(change.assignments)
            WHERE id = ?1 AND status = ?2 AND attempt = ?3
              AND CASE WHEN cancel_requested_at IS NULL THEN 0 ELSE 1 END = ?11
            """,
            [
                job.rowID, job.state.status.rawValue, job.state.attempt, state.status.rawValue, state.attempt,
                state.retryCount, state.lossCount, isFirstWord, now, user, job.cancelRequestedAt != nil,
            ] + change.arguments) == 1
    }

    /// Binds the waiting jobs of a collection to another agent. FR-400.10.
    public func rebindWaiting(collection: Int64, toAgent agent: Int64) throws {
        try tx.execute(
            "UPDATE jobs SET bound_agent_id = ?2 WHERE collection_id = ?1 AND status IN ('scheduled', 'pending')",
            [collection, agent])
    }

    /// Says anew what a waiting job needs.
    public func setRequirement(row: Int64, _ requirement: Int64) throws {
        try tx.execute(
            "UPDATE jobs SET requirement_id = ?2 WHERE id = ?1 AND status IN ('scheduled', 'pending')",
            [row, requirement])
    }

    /// Keeps a warning of the agent, up to 1,000 for a job.
    /// - Returns: false where there are that many already.
    public func addWarning(row: Int64, message: String, file: String?, errorType: String?, at now: Timestamp) throws
        -> Bool
    {
        try tx.execute(
            """
            INSERT INTO job_warnings (job_id, message, file, error_type, created_at)
            SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM job_warnings WHERE job_id = ?1) < 1000
            """, [row, message, file, errorType, now]) == 1
    }

    /// The warnings of a job, as they came: message, file, error type.
    public func warnings(row: Int64) throws -> [(message: String, file: String?, errorType: String?)] {
        try tx.query("SELECT * FROM job_warnings WHERE job_id = ?1 ORDER BY id", [row]).map {
            (try $0.text("message"), try $0.optionalText("file"), try $0.optionalText("error_type"))
        }
    }
}
