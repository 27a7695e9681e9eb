import Database
import Domain

/// Signs of life of held attempts: leases and progress sockets. Servers write them independently of each other, so each
/// statement takes effect only where nobody has written something later.
extension JobStore {
    /// Renews the lease of a held attempt, and keeps its progress where some came along. What another server has written
    /// stays where it lasts longer, unless by so much that a clock must have been wrong.
    public func renew(row: Int64, attempt: Int, lease: Timestamp, progress: JSONValue?) throws {
        try tx.execute(
            """
            UPDATE jobs SET progress = coalesce(?5, progress),
              lease_expires_at = CASE WHEN lease_expires_at BETWEEN ?3 AND ?4 THEN lease_expires_at ELSE ?3 END
            WHERE id = ?1 AND attempt = ?2 AND status IN ('assigned', 'running')
            """, [row, attempt, lease, lease + Lease.duration, try progress.map(JSONColumn.encode)])
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
