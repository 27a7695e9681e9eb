import Database
import Domain

/// API tokens, known by the hash of their secret alone.
public struct APITokenStore {
    private let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Adds a token of a person.
    public func insert(
        guid: APITokenID, user: Int64, name: String, tokenHash: String, prefix: String, at now: Timestamp
    ) throws {
        try tx.execute(
            "INSERT INTO api_tokens (guid, user_id, name, token_hash, prefix, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            [guid, user, name, tokenHash, prefix, now])
    }

    /// The token of a secret, and whose it is.
    public func find(tokenHash: String) throws -> (token: APIToken, user: User)? {
        guard let row = try tx.query("SELECT * FROM api_tokens WHERE token_hash = ?1", [tokenHash]).first,
            let user = try UserStore(tx).find(row: try row.integer("user_id")), user.removedAt == nil
        else { return nil }
        return (try Self.token(row), user)
    }

    /// A person's tokens, newest first.
    public func all(user: Int64) throws -> [APIToken] {
        try tx.query("SELECT * FROM api_tokens WHERE user_id = ?1 ORDER BY id DESC LIMIT 200", [user]).map(Self.token)
    }

    /// Notes that a token opened something.
    public func setUsed(row: Int64, at now: Timestamp) throws {
        try tx.execute("UPDATE api_tokens SET last_used_at = ?2 WHERE id = ?1", [row, now])
    }

    /// Withdraws a token of a person; false where there is none.
    public func delete(_ guid: APITokenID, user: Int64) throws -> Bool {
        try tx.execute("DELETE FROM api_tokens WHERE guid = ?1 AND user_id = ?2", [guid, user]) == 1
    }

    /// Withdraws all tokens of a person.
    public func deleteAll(user: Int64) throws {
        try tx.execute("DELETE FROM api_tokens WHERE user_id = ?1", [user])
    }

    private static func token(_ row: SQLRow) throws -> APIToken {
        APIToken(
            rowID: try row.integer("id"), guid: try row.guid("guid"), name: try row.text("name"),
            prefix: try row.text("prefix"), createdAt: try row.instant("created_at"),
            lastUsedAt: try row.optionalInstant("last_used_at"))
    }
}
