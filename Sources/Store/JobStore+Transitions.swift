import Database
import Domain

extension JobStore {
    /// Writes a new state, if the job is still in the one that was read: a compare-and-set on status and attempt.
    /// - Returns: false where somebody else was quicker; nothing is changed then.
    public func move(_ job: Job, to state: JobState, by user: Int64?, at now: Timestamp) throws -> Bool {
        let isFirstWord = state.isCancelRequested && job.cancelRequestedAt == nil
        return try tx.execute(
            """
            UPDATE jobs SET status = ?4, attempt = ?5, retry_count = ?6, loss_count = ?7,
              cancel_requested_at = CASE WHEN ?8 = 1 THEN ?9 ELSE cancel_requested_at END, updated_at = ?9, updated_by = ?10
            WHERE id = ?1 AND status = ?2 AND attempt = ?3
            """,
            [
                job.rowID, job.state.status.rawValue, job.state.attempt, state.status.rawValue, state.attempt,
                state.retryCount, state.lossCount, isFirstWord, now, user,
            ]) == 1
    }

    /// Writes who got a job, and clears what an earlier attempt left.
    public func setAssigned(row: Int64, agent: Int64, lease: Timestamp, at now: Timestamp) throws {
        try tx.execute(
            """
            UPDATE jobs SET agent_id = ?2, lease_expires_at = ?3, assigned_at = ?4, started_at = NULL, not_before = NULL,
              progress = NULL WHERE id = ?1
            """, [row, agent, lease, now])
    }

    /// Writes that work began.
    public func setStarted(row: Int64, lease: Timestamp, at now: Timestamp) throws {
        try tx.execute(
            "UPDATE jobs SET started_at = coalesce(started_at, ?2), lease_expires_at = ?3 WHERE id = ?1",
            [row, now, lease])
    }

    /// Puts a job back into the queue, due at once or after a failure's delay.
    public func setWaiting(row: Int64, until instant: Timestamp?) throws {
        // Without a delay it keeps its place in the queue.
        try tx.execute(
            """
            UPDATE jobs SET agent_id = NULL, lease_expires_at = NULL, not_before = ?2, progress = NULL,
              available_at = coalesce(?2, available_at) WHERE id = ?1
            """, [row, instant])
    }

    /// Writes that a job has ended.
    public func setEnded(row: Int64, result: ResultID?, at now: Timestamp) throws {
        try tx.execute(
            "UPDATE jobs SET completed_at = ?2, lease_expires_at = NULL, result_guid = ?3 WHERE id = ?1",
            [row, now, result])
    }

    /// Keeps what went wrong. NFR-400.3.
    public func setError(row: Int64, kind: ErrorKind?, message: String?, detail: String?) throws {
        try tx.execute(
            "UPDATE jobs SET error_kind = ?2, error_message = ?3, error_detail = ?4 WHERE id = ?1",
            [row, kind?.rawValue, message, detail])
    }

    /// Binds the waiting jobs of a collection to another agent. FR-400.10.
    public func rebindWaiting(collection: Int64, toAgent agent: Int64) throws {
        try tx.execute(
            "UPDATE jobs SET bound_agent_id = ?2 WHERE collection_id = ?1 AND status IN ('scheduled', 'pending')",
            [collection, agent])
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
