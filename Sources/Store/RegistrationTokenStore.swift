import Database
import Domain

/// Registration tokens.
public struct RegistrationTokenStore {
    private let tx: any SQLConnection
    private static let select = """
        SELECT t.*, a.guid AS agent_guid FROM registration_tokens t LEFT JOIN agents a ON a.id = t.used_by_agent_id
        """

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Adds a token, by its hash alone. NFR-300.1.
    public func insert(
        guid: RegistrationTokenID, team: Int64, name: String, tokenHash: String, by user: Int64, at now: Timestamp
    ) throws {
        try tx.execute(
            """
            INSERT INTO registration_tokens (guid, team_id, name, token_hash, created_by, created_at, expires_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, [guid, team, name, tokenHash, user, now, now + RegistrationToken.lifetime])
    }

    /// The token of a secret.
    public func find(tokenHash: String) throws -> RegistrationToken? {
        try tx.query("\(Self.select) WHERE t.token_hash = ?1", [tokenHash]).first.map(Self.token)
    }

    /// A team's tokens, newest first.
    public func all(team: Int64) throws -> [RegistrationToken] {
        try tx.query("\(Self.select) WHERE t.team_id = ?1 ORDER BY t.id DESC LIMIT 200", [team]).map(Self.token)
    }

    /// Uses a token up; false where another registration was quicker. FR-100.2.
    public func use(row: Int64, by agent: Int64, at now: Timestamp) throws -> Bool {
        try tx.execute(
            "UPDATE registration_tokens SET used_at = ?2, used_by_agent_id = ?3 WHERE id = ?1 AND used_at IS NULL",
            [row, now, agent]) == 1
    }

    /// Withdraws an unused token; false where there is none.
    public func delete(_ guid: RegistrationTokenID, team: Int64) throws -> Bool {
        try tx.execute(
            "DELETE FROM registration_tokens WHERE guid = ?1 AND team_id = ?2 AND used_at IS NULL", [guid, team]) == 1
    }

    /// Withdraws the unused tokens of a person.
    public func deleteUnused(createdBy user: Int64) throws {
        try tx.execute("DELETE FROM registration_tokens WHERE created_by = ?1 AND used_at IS NULL", [user])
    }

    private static func token(_ row: SQLRow) throws -> RegistrationToken {
        RegistrationToken(
            rowID: try row.integer("id"), guid: try row.guid("guid"), teamRowID: try row.integer("team_id"),
            name: try row.text("name"), createdByRowID: try row.integer("created_by"),
            createdAt: try row.instant("created_at"), expiresAt: try row.instant("expires_at"),
            usedAt: try row.optionalInstant("used_at"), usedByAgent: try row.optionalGuid("agent_guid"))
    }
}
