import Database
import Domain

/// Collections.
public struct CollectionStore {
    private let tx: any SQLConnection
    private static let select = """
        SELECT c.*, a.guid AS agent_guid, a.name AS agent_name, p.guid AS pipeline_guid, n.guid AS connector_guid,
          n.name AS connector_name, n.credential_location FROM collections c
        LEFT JOIN agents a ON a.id = c.bound_agent_id LEFT JOIN pipelines p ON p.id = c.pipeline_id
        LEFT JOIN connectors n ON n.id = c.connector_id
        """

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Adds a collection: of a folder of an agent's, or on a connector.
    /// - Throws: `DatabaseError.constraint(.unique)` where the agent, or the connector, has one of that place. FR-400.5.
    public func insert(
        guid: CollectionID, team: Int64, name: String, type: CollectionType, location: String,
        boundAgent: Int64? = nil, connector: Int64? = nil, pipeline: Int64?, by user: Int64, at now: Timestamp
    ) throws {
        try tx.execute(
            """
            INSERT INTO collections (guid, team_id, name, type, location, bound_agent_id, connector_id, pipeline_id,
              created_at, created_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """, [guid, team, name, type.rawValue, location, boundAgent, connector, pipeline, now, user])
    }

    /// A team's collection; nil where it was deleted.
    public func find(_ guid: CollectionID, team: Int64) throws -> PhotoCollection? {
        try tx.query("\(Self.select) WHERE c.guid = ?1 AND c.team_id = ?2 AND c.deleted_at IS NULL", [guid, team])
            .first.map(Self.collection)
    }

    /// The collection of a row, deleted or not.
    public func find(row: Int64) throws -> PhotoCollection? {
        try tx.query("\(Self.select) WHERE c.id = ?1", [row]).first.map(Self.collection)
    }

    /// A team's collections by name, those behind a name and row first given; at most `limit`.
    /// - Parameters:
    ///   - text: only those whose name or location has it in it, in whatever case, as far as it is ASCII.
    ///   - agent: only those bound to this agent.
    public func page(
        team: Int64, like text: String = "", agent: Int64? = nil, after: (name: String, row: Int64)? = nil, limit: Int
    ) throws -> [PhotoCollection] {
        var restrictions = ""
        var arguments: [any SQLValueConvertible] = [team, after?.name ?? "", after?.row ?? -1, limit]
        if !text.isEmpty {
            arguments.append(LikePattern.containing(text))
            let number = arguments.count
            restrictions += """
                 AND (lower(c.name) LIKE ?\(number) ESCAPE '!' OR lower(c.location) LIKE ?\(number) ESCAPE '!')
                """
        }
        if let agent {
            arguments.append(agent)
            restrictions += " AND c.bound_agent_id = ?\(arguments.count)"
        }
        return try tx.query(
            """
            \(Self.select) WHERE c.team_id = ?1 AND c.deleted_at IS NULL AND (c.name > ?2 OR (c.name = ?2 AND c.id > ?3))
            \(restrictions) ORDER BY c.name, c.id LIMIT ?4
            """, arguments
        ).map(Self.collection)
    }

    /// The collections bound to an agent, by name.
    public func bound(toAgent agent: Int64) throws -> [PhotoCollection] {
        try tx.query("\(Self.select) WHERE c.bound_agent_id = ?1 AND c.deleted_at IS NULL ORDER BY c.name", [agent])
            .map(Self.collection)
    }

    /// The collections on a connector, by name.
    public func on(connector: Int64) throws -> [PhotoCollection] {
        try tx.query("\(Self.select) WHERE c.connector_id = ?1 AND c.deleted_at IS NULL ORDER BY c.name", [connector])
            .map(Self.collection)
    }

    /// The collections whose own pipeline it is, by name.
    public func using(pipeline: Int64) throws -> [PhotoCollection] {
        try tx.query("\(Self.select) WHERE c.pipeline_id = ?1 AND c.deleted_at IS NULL ORDER BY c.name", [pipeline])
            .map(Self.collection)
    }

    /// How many collections are bound to some agents.
    public func boundCounts(agents: [Int64]) throws -> [Int64: Int] {
        let rows = try tx.queryBatches(agents) { list in
            """
            SELECT bound_agent_id, count(*) AS count FROM collections
            WHERE deleted_at IS NULL AND bound_agent_id IN \(list) GROUP BY bound_agent_id
            """
        }
        return try Dictionary(
            uniqueKeysWithValues: rows.map { (try $0.integer("bound_agent_id"), try $0.int("count")) })
    }

    /// Writes what people can change of a collection: name, location, agent, pipeline.
    /// - Throws: `DatabaseError.constraint(.unique)` where the agent has one of that path. FR-400.5.
    public func update(_ collection: PhotoCollection, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            """
            UPDATE collections SET name = ?2, location = ?3, bound_agent_id = ?4, pipeline_id = ?5, updated_at = ?6,
              updated_by = ?7 WHERE id = ?1
            """,
            [
                collection.rowID, collection.name, collection.location, collection.boundAgentRowID,
                collection.pipelineRowID, now, user,
            ])
    }

    /// Writes the key figures of a completed run of a tool; nil leaves them as they are. FR-510.3.
    /// - Returns: false where the collection was deleted; nothing is written then.
    public func setStatistics(
        row: Int64, _ tool: Tool, _ figures: JSONValue?, by user: Int64?, at now: Timestamp
    ) throws -> Bool {
        let statistics = tx.dialect.settingMember("?4", to: "CAST(?5 AS TEXT)", of: "statistics")
        return try tx.execute(
            """
            UPDATE collections SET last_refresh_at = ?2, updated_at = ?2, updated_by = ?3,
              statistics = CASE WHEN CAST(?5 AS TEXT) IS NULL THEN statistics ELSE \(statistics) END
            WHERE id = ?1 AND deleted_at IS NULL
            """, [row, now, user, tool.rawValue, figures.map(JSONColumn.encode)]) == 1
    }

    /// Hides a collection; its jobs and results keep pointing at it. EC-2.
    public func delete(row: Int64, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            "UPDATE collections SET deleted_at = ?2, updated_at = ?2, updated_by = ?3 WHERE id = ?1", [row, now, user])
    }

    private static func collection(_ row: SQLRow) throws -> PhotoCollection {
        PhotoCollection(
            rowID: try row.integer("id"), guid: try row.guid("guid"), teamRowID: try row.integer("team_id"),
            name: try row.text("name"), type: try row.word("type"), location: try row.text("location"),
            boundAgentRowID: try row.optionalInteger("bound_agent_id"), boundAgent: try row.optionalGuid("agent_guid"),
            boundAgentName: try row.optionalText("agent_name"),
            connectorRowID: try row.optionalInteger("connector_id"),
            connector: try row.optionalGuid("connector_guid"),
            credentialLocation: try row.optionalWord("credential_location"),
            connectorName: try row.optionalText("connector_name"),
            pipelineRowID: try row.optionalInteger("pipeline_id"),
            pipeline: try row.optionalGuid("pipeline_guid"), lastRefreshAt: try row.optionalInstant("last_refresh_at"),
            statistics: try row.json("statistics"), isDeleted: try row.optionalInteger("deleted_at") != nil,
            createdAt: try row.instant("created_at"))
    }
}
