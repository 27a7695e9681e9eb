import Database
import Domain

/// Notifications, and the audit trail.
public struct NotificationStore {
    private let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Adds a notification for a user.
    public func insert(
        guid: NotificationID, user: Int64, kind: String, title: String, message: String, job: JobID?, agent: AgentID?,
        at now: Timestamp
    ) throws {
        try tx.execute(
            """
            INSERT INTO notifications (guid, user_id, kind, title, message, job_guid, agent_guid, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """, [guid, user, kind, title, message, job, agent, now])
    }

    /// A user's notifications, newest first, older than a row.
    public func page(user: Int64, before row: Int64? = nil, limit: Int) throws -> [Notification] {
        try tx.query(
            "SELECT * FROM notifications WHERE user_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
            [user, row ?? Int64.max, limit]
        ).map(Self.notification)
    }

    /// A user's notification.
    public func find(_ guid: NotificationID, user: Int64) throws -> Notification? {
        try tx.query("SELECT * FROM notifications WHERE guid = ?1 AND user_id = ?2", [guid, user]).first
            .map(Self.notification)
    }

    /// How many a user has not seen.
    public func unreadCount(user: Int64) throws -> Int {
        try tx.query(
            "SELECT count(*) AS count FROM notifications WHERE user_id = ?1 AND read_at IS NULL", [user]
        ).first?.int("count") ?? 0
    }

    /// Marks all of a user's as seen.
    public func readAll(user: Int64, at now: Timestamp) throws {
        try tx.execute("UPDATE notifications SET read_at = ?2 WHERE user_id = ?1 AND read_at IS NULL", [user, now])
    }

    /// Marks one of a user's as seen; false where the user has none such.
    public func read(_ guid: NotificationID, user: Int64, at now: Timestamp) throws -> Bool {
        try tx.execute(
            "UPDATE notifications SET read_at = coalesce(read_at, ?3) WHERE guid = ?1 AND user_id = ?2",
            [guid, user, now]) == 1
    }

    /// Writes who did what to what.
    public func audit(
        team: Int64, user: Int64?, action: String, subject: String, details: String? = nil, at now: Timestamp
    ) throws {
        try tx.execute(
            "INSERT INTO audit (team_id, user_id, action, subject, details, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            [team, user, action, subject, details, now])
    }

    private static func notification(_ row: SQLRow) throws -> Notification {
        Notification(
            rowID: try row.integer("id"), guid: try row.guid("guid"), userRowID: try row.integer("user_id"),
            kind: try row.text("kind"), title: try row.text("title"), message: try row.text("message"),
            job: try row.optionalGuid("job_guid"), agent: try row.optionalGuid("agent_guid"),
            isRead: try row.optionalInteger("read_at") != nil, createdAt: try row.instant("created_at"))
    }
}
