import Database
import Domain

/// A team's settings, and its pipelines.
public struct ConfigurationStore {
    private let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// A setting; nil where the team keeps the default.
    public func value(team: Int64, _ name: String) throws -> JSONValue? {
        try tx.query("SELECT value FROM configuration WHERE team_id = ?1 AND name = ?2", [team, name]).first?.json(
            "value")
    }

    /// Replaces a setting.
    public func set(team: Int64, _ name: String, to value: JSONValue, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            """
            INSERT INTO configuration (team_id, name, value, updated_at, updated_by) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (team_id, name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,
              updated_by = excluded.updated_by
            """, [team, name, try JSONColumn.encode(value), now, user])
    }

    /// A team's pipeline.
    public func pipeline(_ guid: PipelineID, team: Int64) throws -> Pipeline? {
        try tx.query("SELECT * FROM pipelines WHERE guid = ?1 AND team_id = ?2 AND deleted_at IS NULL", [guid, team])
            .first.map(Self.pipeline)
    }

    /// The pipeline of a row, deleted or not.
    public func pipeline(row: Int64) throws -> Pipeline? {
        try tx.query("SELECT * FROM pipelines WHERE id = ?1", [row]).first.map(Self.pipeline)
    }

    /// A team's pipelines, by name.
    public func pipelines(team: Int64) throws -> [Pipeline] {
        try tx.query("SELECT * FROM pipelines WHERE team_id = ?1 AND deleted_at IS NULL ORDER BY name, id", [team])
            .map(Self.pipeline)
    }

    /// Adds a pipeline.
    public func insertPipeline(
        guid: PipelineID, team: Int64, name: String, summary: String, nodes: JSONValue, isDefault: Bool, by user: Int64,
        at now: Timestamp
    ) throws {
        try tx.execute(
            """
            INSERT INTO pipelines (guid, team_id, name, summary, nodes, is_default, created_at, created_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """, [guid, team, name, summary, try JSONColumn.encode(nodes), isDefault, now, user])
    }

    private static func pipeline(_ row: SQLRow) throws -> Pipeline {
        Pipeline(
            rowID: try row.integer("id"), guid: try row.guid("guid"), teamRowID: try row.integer("team_id"),
            name: try row.text("name"), summary: try row.text("summary"), nodes: try row.json("nodes"),
            isDefault: try row.bool("is_default"), createdAt: try row.instant("created_at"))
    }
}
