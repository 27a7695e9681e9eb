import Database
import Domain

/// Browser sessions, known by the hash of their secret alone.
public struct SessionStore {
    private let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Opens a session.
    public func insert(tokenHash: String, user: Int64, at now: Timestamp, expires: Timestamp) throws {
        try tx.execute(
            "INSERT INTO sessions (token_hash, user_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)",
            [tokenHash, user, now, expires])
    }

    /// Who holds a session that has not expired.
    public func user(sessionHash: String, at now: Timestamp) throws -> User? {
        try tx.query(
            """
            SELECT u.* FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND u.removed_at IS NULL
            """, [sessionHash, now]
        ).first.map(UserStore.user)
    }

    /// Ends a session.
    public func delete(sessionHash: String) throws {
        try tx.execute("DELETE FROM sessions WHERE token_hash = ?1", [sessionHash])
    }

    /// Ends every session of a user.
    public func deleteAll(user: Int64) throws {
        try tx.execute("DELETE FROM sessions WHERE user_id = ?1", [user])
    }

    /// Ends every session of a user but one.
    public func deleteAll(user: Int64, but sessionHash: String) throws {
        try tx.execute("DELETE FROM sessions WHERE user_id = ?1 AND token_hash <> ?2", [user, sessionHash])
    }

    /// Removes sessions that have expired.
    public func deleteExpired(at now: Timestamp) throws {
        try tx.execute("DELETE FROM sessions WHERE expires_at <= ?1", [now])
    }
}
