import Database
import Domain

/// A team's settings.
public struct ConfigurationStore {
    private let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// What a team has set, by name; a setting that is not there keeps its default.
    public func values(team: Int64) throws -> [String: JSONValue] {
        let rows = try tx.query("SELECT name, value FROM configuration WHERE team_id = ?1", [team])
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.text("name"), try $0.json("value")) })
    }

    /// Replaces a setting.
    public func set(team: Int64, _ name: String, to value: JSONValue, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            """
            INSERT INTO configuration (team_id, name, value, updated_at, updated_by) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (team_id, name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,
              updated_by = excluded.updated_by
            """, [team, name, JSONColumn.encode(value), now, user])
    }
}
