import Database
import Domain

/// Pipelines. Deleted ones are hidden; jobs and results keep pointing at them.
public struct PipelineStore {
    private let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// What people write of a pipeline.
    public struct Content: Sendable {
        /// Its name.
        public var name: String
        /// What it is for.
        public var summary: String
        /// Its nodes, an array (analysis.md, *Pipeline Validation*).
        public var nodes: JSONValue

        /// From its parts.
        public init(name: String, summary: String, nodes: JSONValue) {
            self.name = name
            self.summary = summary
            self.nodes = nodes
        }
    }

    /// A team's pipeline; nil where it was deleted.
    public func find(_ guid: PipelineID, team: Int64) throws -> Pipeline? {
        try tx.query("SELECT * FROM pipelines WHERE guid = ?1 AND team_id = ?2 AND deleted_at IS NULL", [guid, team])
            .first.map(Self.pipeline)
    }

    /// The pipeline of a row, deleted or not.
    public func find(row: Int64) throws -> Pipeline? {
        try tx.query("SELECT * FROM pipelines WHERE id = ?1", [row]).first.map(Self.pipeline)
    }

    /// The one that a team's runs take where nothing else is said.
    public func standard(team: Int64) throws -> Pipeline? {
        try tx.query(
            "SELECT * FROM pipelines WHERE team_id = ?1 AND is_default = 1 AND deleted_at IS NULL", [team]
        ).first.map(Self.pipeline)
    }

    /// A team's pipelines by name, those behind a name and row first given; at most `limit`.
    public func page(team: Int64, after: (name: String, row: Int64)? = nil, limit: Int = Int.max) throws -> [Pipeline] {
        try tx.query(
            """
            SELECT * FROM pipelines WHERE team_id = ?1 AND deleted_at IS NULL AND (name > ?2 OR (name = ?2 AND id > ?3))
            ORDER BY name, id LIMIT ?4
            """, [team, after?.name ?? "", after?.row ?? -1, limit]
        ).map(Self.pipeline)
    }

    /// Adds a pipeline, which is not the default.
    /// - Throws: `DatabaseError.constraint(.unique)` where the team has one of that name.
    public func insert(guid: PipelineID, team: Int64, _ content: Content, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            """
            INSERT INTO pipelines (guid, team_id, name, summary, nodes, is_default, created_at, created_by)
            VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7)
            """, [guid, team, content.name, content.summary, JSONColumn.encode(content.nodes), now, user])
    }

    /// Replaces what people wrote of a pipeline.
    /// - Throws: `DatabaseError.constraint(.unique)` where the team has another of that name.
    public func update(row: Int64, _ content: Content, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            "UPDATE pipelines SET name = ?2, summary = ?3, nodes = ?4, updated_at = ?5, updated_by = ?6 WHERE id = ?1",
            [row, content.name, content.summary, JSONColumn.encode(content.nodes), now, user])
    }

    /// Makes a pipeline the team's default in place of any other; nil leaves the team without one.
    public func setStandard(row: Int64?, team: Int64, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            """
            UPDATE pipelines SET is_default = 0, updated_at = ?2, updated_by = ?3
            WHERE team_id = ?1 AND is_default = 1 AND deleted_at IS NULL
            """, [team, now, user])
        guard let row else { return }
        try tx.execute(
            "UPDATE pipelines SET is_default = 1, updated_at = ?2, updated_by = ?3 WHERE id = ?1", [row, now, user])
    }

    /// Hides a pipeline.
    public func delete(row: Int64, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            """
            UPDATE pipelines SET deleted_at = ?2, is_default = 0, updated_at = ?2, updated_by = ?3 WHERE id = ?1
            """, [row, now, user])
    }

    private static func pipeline(_ row: SQLRow) throws -> Pipeline {
        Pipeline(
            rowID: try row.integer("id"), guid: try row.guid("guid"), teamRowID: try row.integer("team_id"),
            name: try row.text("name"), summary: try row.text("summary"), nodes: try row.json("nodes"),
            isDefault: try row.bool("is_default"), createdAt: try row.instant("created_at"),
            updatedAt: try row.optionalInstant("updated_at"), updatedByRowID: try row.optionalInteger("updated_by"))
    }
}
