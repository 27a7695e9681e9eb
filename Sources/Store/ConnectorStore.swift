import Database
import Domain

/// Connectors, and what agents said of their credentials.
public struct ConnectorStore {
    private let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Adds a connector.
    public func insert(
        guid: ConnectorID, team: Int64, name: String, type: ConnectorType, credentialLocation: CredentialLocation,
        configuration: [String: String], sealed: SealedCredentials?, by user: Int64, at now: Timestamp
    ) throws {
        try tx.execute(
            """
            INSERT INTO connectors (guid, team_id, name, type, credential_location, configuration, sealed_credentials,
              key_id, created_at, created_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """,
            [
                guid, team, name, type.rawValue, credentialLocation.rawValue, Self.encode(configuration), sealed?.text,
                sealed?.keyID, now, user,
            ])
    }

    /// A team's connector; nil where it was deleted.
    public func find(_ guid: ConnectorID, team: Int64) throws -> Connector? {
        try tx.query("SELECT * FROM connectors WHERE guid = ?1 AND team_id = ?2 AND deleted_at IS NULL", [guid, team])
            .first.map(Self.connector)
    }

    /// The connector of a row, deleted or not.
    public func find(row: Int64) throws -> Connector? {
        try tx.query("SELECT * FROM connectors WHERE id = ?1", [row]).first.map(Self.connector)
    }

    /// A team's connectors by name, those behind a name and row first given; at most `limit`.
    public func page(team: Int64, after: (name: String, row: Int64)? = nil, limit: Int) throws -> [Connector] {
        try tx.query(
            """
            SELECT * FROM connectors WHERE team_id = ?1 AND deleted_at IS NULL AND (name > ?2 OR (name = ?2 AND id > ?3))
            ORDER BY name, id LIMIT ?4
            """, [team, after?.name ?? "", after?.row ?? -1, limit]
        ).map(Self.connector)
    }

    /// Connectors that no job can use because no agent holds working credentials, by name; at most so many.
    public func wanting(team: Int64, limit: Int) throws -> [Connector] {
        try tx.query(
            """
            SELECT * FROM connectors c WHERE team_id = ?1 AND deleted_at IS NULL AND credential_location <> 'server'
              AND NOT EXISTS (SELECT 1 FROM connector_holders h JOIN agents a ON a.id = h.agent_id
                WHERE h.connector_id = c.id AND h.is_working = 1 AND \(Self.isThere))
            ORDER BY name, id LIMIT ?2
            """, [team, limit]
        ).map(Self.connector)
    }

    /// The connectors whose credentials an agent said to hold, by name, and whether they work.
    public func held(byAgent agent: Int64) throws -> [(connector: Connector, isWorking: Bool)] {
        try tx.query(
            """
            SELECT c.*, h.is_working FROM connector_holders h JOIN connectors c ON c.id = h.connector_id
            WHERE h.agent_id = ?1 AND c.deleted_at IS NULL ORDER BY c.name, c.id
            """, [agent]
        ).map { (try Self.connector($0), try $0.integer("is_working") != 0) }
    }

    /// Of an agent `a`: whether it can be given a job at all.
    private static let isThere = "a.deleted_at IS NULL AND a.status <> 'revoked'"

    /// Writes what can change of a connector. What is no longer sealed is gone with it. FR-300.11.
    public func update(_ connector: Connector, by user: Int64?, at now: Timestamp) throws {
        try tx.execute(
            """
            UPDATE connectors SET name = ?2, credential_location = ?3, configuration = ?4, sealed_credentials = ?5,
              key_id = ?6, updated_at = ?7, updated_by = ?8 WHERE id = ?1
            """,
            [
                connector.rowID, connector.name, connector.credentialLocation.rawValue,
                Self.encode(connector.configuration), connector.sealedCredentials?.text,
                connector.sealedCredentials?.keyID, now, user,
            ])
    }

    /// Hides a connector, and erases its credentials.
    public func delete(row: Int64, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            """
            UPDATE connectors SET deleted_at = ?2, updated_at = ?2, updated_by = ?3, sealed_credentials = NULL,
              key_id = NULL WHERE id = ?1
            """, [row, now, user])
    }

    // MARK: Keys

    /// Some connectors whose credentials rest under another key than this one, behind a row.
    public func sealed(underOtherThan keyID: String, after row: Int64, limit: Int) throws -> [Connector] {
        try tx.query(
            """
            SELECT * FROM connectors WHERE id > ?2 AND sealed_credentials IS NOT NULL AND key_id <> ?1
            ORDER BY id LIMIT ?3
            """, [keyID, row, limit]
        ).map(Self.connector)
    }

    /// Puts credentials that were sealed anew in the place of those from before, unless somebody changed them meanwhile.
    public func reseal(row: Int64, from old: SealedCredentials, to new: SealedCredentials) throws {
        try tx.execute(
            "UPDATE connectors SET sealed_credentials = ?3, key_id = ?4 WHERE id = ?1 AND sealed_credentials = ?2",
            [row, old.text, new.text, new.keyID])
    }

    /// The ids of the master keys that credentials rest under.
    public func keyIDs() throws -> Set<String> {
        Set(
            try tx.query("SELECT DISTINCT key_id FROM connectors WHERE sealed_credentials IS NOT NULL", [])
                .map { try $0.text("key_id") })
    }

    // MARK: Holders

    /// Notes what an agent said of a connector's credentials, or what failed.
    public func report(
        connector: Int64, agent: Int64, isWorking: Bool, message: String?, at now: Timestamp
    ) throws {
        try tx.execute(
            """
            INSERT INTO connector_holders (connector_id, agent_id, is_working, message, reported_at)
            VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (connector_id, agent_id)
            DO UPDATE SET is_working = excluded.is_working, message = excluded.message,
              reported_at = excluded.reported_at
            """, [connector, agent, isWorking, message, now])
    }

    /// Forgets that an agent holds the credentials of a connector.
    public func forget(connector: ConnectorID, agent: Int64) throws {
        try tx.execute(
            """
            DELETE FROM connector_holders WHERE agent_id = ?2
              AND connector_id = (SELECT id FROM connectors WHERE guid = ?1)
            """, [connector, agent])
    }

    /// Forgets all who hold the credentials of a connector.
    public func forgetHolders(of connector: Int64) throws {
        try tx.execute("DELETE FROM connector_holders WHERE connector_id = ?1", [connector])
    }

    /// The agents that said to hold the credentials of some connectors, by connector, and then by name.
    public func holders(of connectors: [Int64]) throws -> [Int64: [ConnectorHolder]] {
        let rows = try tx.queryBatches(connectors) { list in
            """
            SELECT h.*, a.guid AS agent_guid, a.name AS agent_name FROM connector_holders h
            JOIN agents a ON a.id = h.agent_id
            WHERE h.connector_id IN \(list) AND \(Self.isThere) ORDER BY a.name, a.id
            """
        }
        var holders: [Int64: [ConnectorHolder]] = [:]
        for row in rows {
            holders[try row.integer("connector_id"), default: []].append(
                ConnectorHolder(
                    agentRowID: try row.integer("agent_id"), agent: try row.guid("agent_guid"),
                    agentName: try row.text("agent_name"), isWorking: try row.integer("is_working") != 0,
                    message: try row.optionalText("message"), reportedAt: try row.instant("reported_at")))
        }
        return holders
    }

    private static func encode(_ configuration: [String: String]) -> String {
        JSONColumn.encode(configuration.mapValues(JSONValue.string))
    }

    static func configuration(_ row: SQLRow, _ column: String) throws -> [String: String] {
        (try row.json(column) as [String: JSONValue]).compactMapValues(\.stringValue)
    }

    static func sealed(_ row: SQLRow) throws -> SealedCredentials? {
        guard let text = try row.optionalText("sealed_credentials"), let keyID = try row.optionalText("key_id") else {
            return nil
        }
        return SealedCredentials(text: text, keyID: keyID)
    }

    private static func connector(_ row: SQLRow) throws -> Connector {
        Connector(
            rowID: try row.integer("id"), guid: try row.guid("guid"), teamRowID: try row.integer("team_id"),
            name: try row.text("name"), type: try row.word("type"),
            credentialLocation: try row.word("credential_location"),
            configuration: try configuration(row, "configuration"), sealedCredentials: try sealed(row),
            createdAt: try row.instant("created_at"))
    }
}
