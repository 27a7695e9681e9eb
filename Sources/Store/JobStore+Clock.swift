import Database
import Domain

extension JobStore {
    /// Mends what a clock left behind that has been set back since: jobs that would wait for it to come round again, and
    /// leases and cancellations that would last as much longer.
    public func mendTimes(at now: Timestamp) throws {
        let longestDelay = RetryPolicy.delay(afterRetries: 2) * (1 + RetryPolicy.jitter)
        try tx.execute(
            """
            UPDATE jobs SET available_at = ?1, not_before = NULL
            WHERE status IN ('pending', 'assigned', 'running') AND available_at > ?1
            AND (not_before IS NULL OR not_before > ?2)
            """, [now, now + longestDelay])
        try tx.execute(
            "UPDATE jobs SET lease_expires_at = ?1 WHERE status IN ('assigned', 'running') AND lease_expires_at > ?1",
            [now + Lease.duration])
        try tx.execute(
            """
            UPDATE jobs SET cancel_requested_at = ?1
            WHERE status IN ('assigned', 'running') AND cancel_requested_at > ?1
            """, [now])
    }
}
