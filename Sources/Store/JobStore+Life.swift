import Database
import Domain

/// Signs of life of held attempts: leases and progress sockets. Servers write them independently of each other, so each
/// statement takes effect only where nobody has written something later.
extension JobStore {
    /// What an attempt that is held has last said.
    public struct Renewal: Sendable {
        /// The job's row, and which attempt.
        public var row: Int64, attempt: Int
        /// Until when it may be silent, and how far it is; nil where it did not say.
        public var lease: Timestamp, progress: JSONValue?

        /// From its parts.
        public init(row: Int64, attempt: Int, lease: Timestamp, progress: JSONValue?) {
            self.row = row
            self.attempt = attempt
            self.lease = lease
            self.progress = progress
        }
    }

    /// Renews the leases of attempts of different jobs, where they are still held, and keeps their progress where some came
    /// along. What another server has written stays where it lasts longer, unless by so much that a clock must have been
    /// wrong.
    public func renew(_ renewals: [Renewal]) throws {
        try tx.executeBatches(
            renewals, columns: ["BIGINT", "BIGINT", "BIGINT", "BIGINT", "TEXT"],
            sql: { rows in
                """
                UPDATE jobs SET progress = coalesce(v.column5, progress), lease_expires_at = CASE
                  WHEN lease_expires_at BETWEEN v.column3 AND v.column4 THEN lease_expires_at ELSE v.column3 END
                FROM (VALUES \(rows)) v
                WHERE jobs.id = v.column1 AND jobs.attempt = v.column2 AND jobs.status IN ('assigned', 'running')
                """
            },
            arguments: {
                [$0.row, $0.attempt, $0.lease, $0.lease + Lease.duration, $0.progress.map(JSONColumn.encode)]
            })
    }

    /// Writes which socket of a held attempt is the latest.
    public func openSocket(row: Int64, attempt: Int, socket: String) throws {
        try tx.execute(
            "UPDATE jobs SET progress_socket = ?3 WHERE id = ?1 AND attempt = ?2 AND status IN ('assigned', 'running')",
            [row, attempt, socket])
    }

    /// Writes that a socket has closed, and until when the attempt has time for another sign of life; nothing where a later
    /// socket has taken its place.
    public func closeSocket(row: Int64, attempt: Int, socket: String, lease: Timestamp) throws {
        try tx.execute(
            """
            UPDATE jobs SET progress_socket = NULL, lease_expires_at = ?4
            WHERE id = ?1 AND attempt = ?2 AND progress_socket = ?3 AND status IN ('assigned', 'running')
            """, [row, attempt, socket, lease])
    }

    /// The latest socket that was opened for a job and not closed since, perhaps one of an earlier attempt.
    public func socket(row: Int64) throws -> String? {
        try tx.first("SELECT progress_socket FROM jobs WHERE id = ?1", [row])?.optionalText("progress_socket")
    }
}
