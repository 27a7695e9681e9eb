import Database
import Domain

/// Agents.
public struct AgentStore {
    let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// What a registration brings. FR-100.
    public struct NewAgent: Sendable {
        /// Identity and whom it belongs to.
        public var guid: AgentID, team: Int64, systemUser: Int64, issuedBy: Int64
        /// What it says of itself.
        public var name: String, hostname: String, osInfo: String?, platform: String, version: String
        /// Checksums of its executable and of its key.
        public var binaryChecksum: String, keyHash: String, keyPrefix: String
        /// What it can do, and where.
        public var capabilities: [String], roots: [String]

        /// From its parts.
        public init(
            guid: AgentID, team: Int64, systemUser: Int64, issuedBy: Int64, name: String, hostname: String,
            osInfo: String?, platform: String, version: String, binaryChecksum: String, keyHash: String,
            keyPrefix: String, capabilities: [String], roots: [String]
        ) {
            self.guid = guid
            self.team = team
            self.systemUser = systemUser
            self.issuedBy = issuedBy
            self.name = name
            self.hostname = hostname
            self.osInfo = osInfo
            self.platform = platform
            self.version = version
            self.binaryChecksum = binaryChecksum
            self.keyHash = keyHash
            self.keyPrefix = keyPrefix
            self.capabilities = capabilities
            self.roots = roots
        }
    }

    /// Adds an agent; it is offline until its first heartbeat.
    public func insert(_ agent: NewAgent, at now: Timestamp) throws -> Int64 {
        let rows = try tx.query(
            """
            INSERT INTO agents (guid, team_id, system_user_id, issued_by, name, hostname, os_info, platform, version,
              binary_checksum, key_hash, key_prefix, status, capabilities, connectors, roots, created_at, created_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'offline', ?13, '[]', ?14, ?15, ?4) RETURNING id
            """,
            [
                agent.guid, agent.team, agent.systemUser, agent.issuedBy, agent.name, agent.hostname, agent.osInfo,
                agent.platform, agent.version, agent.binaryChecksum, agent.keyHash, agent.keyPrefix,
                JSONColumn.encode(agent.capabilities), JSONColumn.encode(agent.roots), now,
            ])
        guard let row = rows.first else { throw DatabaseError.column(name: "id", problem: "was not returned") }
        return try row.integer("id")
    }

    /// The agent of a key. Revoked agents are found, so that they can be told so; deleted ones are not. FR-100.7.
    public func find(keyHash: String) throws -> Agent? {
        try tx.query("SELECT * FROM agents WHERE key_hash = ?1 AND deleted_at IS NULL", [keyHash]).first.map(Self.agent)
    }

    /// The agent of a row, deleted or not.
    public func find(row: Int64) throws -> Agent? {
        try tx.query("SELECT * FROM agents WHERE id = ?1", [row]).first.map(Self.agent)
    }

    /// A team's agent; nil where it was deleted.
    public func find(_ guid: AgentID, team: Int64) throws -> Agent? {
        try tx.query(
            "SELECT * FROM agents WHERE guid = ?1 AND team_id = ?2 AND deleted_at IS NULL", [guid, team]
        ).first.map(Self.agent)
    }

    /// A team's agents, online ones first, then by name.
    public func all(team: Int64) throws -> [Agent] {
        try tx.query(
            "SELECT * FROM agents WHERE team_id = ?1 AND deleted_at IS NULL ORDER BY \(Self.rank), name, id", [team]
        ).map(Self.agent)
    }

    /// Online first, revoked last.
    private static let order: [AgentStatus] = [.online, .error, .offline, .revoked]
    private static let rank: String = {
        let ranks = order.enumerated().map { "WHEN '\($1.rawValue)' THEN \($0)" }
        return "CASE status \(ranks.joined(separator: " ")) END"
    }()

    /// A part of a team's agents in that order, behind one of them.
    /// - Parameter text: only those whose name or machine has it in it, in whatever case, as far as it is ASCII.
    public func page(team: Int64, like text: String, after last: Agent?, limit: Int) throws -> [Agent] {
        let pattern = text.isEmpty ? "%" : LikePattern.containing(text)
        var behind = ""
        var arguments: [any SQLValueConvertible] = [team, pattern, limit]
        if let last {
            behind = """
                AND (\(Self.rank) > ?4 OR (\(Self.rank) = ?4 AND (name > ?5 OR (name = ?5 AND id > ?6))))
                """
            arguments += [Self.order.firstIndex(of: last.status) ?? 0, last.name, last.rowID]
        }
        return try tx.query(
            """
            SELECT * FROM agents WHERE team_id = ?1 AND deleted_at IS NULL
              AND (lower(name) LIKE ?2 ESCAPE '!' OR lower(hostname) LIKE ?2 ESCAPE '!') \(behind)
            ORDER BY \(Self.rank), name, id LIMIT ?3
            """, arguments
        ).map(Self.agent)
    }

    /// The ids and names of a team's agents, by name; at most so many.
    public func names(team: Int64, limit: Int) throws -> [(guid: AgentID, name: String)] {
        try tx.query(
            "SELECT guid, name FROM agents WHERE team_id = ?1 AND deleted_at IS NULL ORDER BY name, id LIMIT ?2",
            [team, limit]
        ).map { (try $0.guid("guid"), try $0.text("name")) }
    }

    /// Agents that are away or in trouble although collections are bound to them; at most so many.
    public func troubled(team: Int64, limit: Int) throws -> [Agent] {
        try tx.query(
            """
            SELECT * FROM agents a WHERE a.team_id = ?1 AND a.deleted_at IS NULL AND a.status <> 'online' AND a.id IN (
              SELECT c.bound_agent_id FROM collections c
              WHERE c.team_id = ?1 AND c.deleted_at IS NULL AND c.bound_agent_id IS NOT NULL)
            ORDER BY a.name, a.id LIMIT ?2
            """, [team, limit]
        ).map(Self.agent)
    }

    /// Writes what a heartbeat changed. FR-110.7.
    public func update(_ agent: Agent, by user: Int64?, at now: Timestamp) throws {
        try tx.execute(
            """
            UPDATE agents SET name = ?2, os_info = ?3, platform = ?4, version = ?5, binary_checksum = ?6, status = ?7,
              is_paused = ?8, is_self_paused = ?9, is_disk_low = ?10, error_message = ?11, capabilities = ?12,
              connectors = ?13, roots = ?14, metrics = ?15, last_seen = ?16, updated_at = ?17, updated_by = ?18
            WHERE id = ?1 AND deleted_at IS NULL
            """,
            [
                agent.rowID, agent.name, agent.osInfo, agent.platform, agent.version, agent.binaryChecksum,
                agent.status.rawValue, agent.isPaused, agent.isSelfPaused, agent.isDiskLow, agent.errorMessage,
                JSONColumn.encode(agent.capabilities), JSONColumn.encode(agent.connectors),
                JSONColumn.encode(agent.roots), agent.metrics.map(JSONColumn.encode), agent.lastSeen, now, user,
            ])
    }

    /// Takes agents offline that have been silent since an instant.
    /// - Returns: those that were not offline before.
    public func takeOffline(silentSince instant: Timestamp) throws -> [Agent] {
        try tx.query(
            """
            UPDATE agents SET status = 'offline'
            WHERE status IN ('online', 'error') AND deleted_at IS NULL AND coalesce(last_seen, 0) <= ?1 RETURNING *
            """, [instant]
        ).map(Self.agent)
    }

    /// Mends signs of life of a clock that was ahead and has been set back since.
    public func mendTimes(at now: Timestamp) throws {
        try tx.execute("UPDATE agents SET last_seen = ?1 WHERE last_seen > ?1", [now])
    }

    /// Keeps the last log lines that an agent sent after a crash.
    public func setLogTail(row: Int64, _ text: String) throws {
        try tx.execute("UPDATE agents SET log_tail = ?2 WHERE id = ?1", [row, text])
    }

    /// Sets the status alone.
    public func setStatus(row: Int64, _ status: AgentStatus) throws {
        try tx.execute("UPDATE agents SET status = ?2 WHERE id = ?1", [row, status.rawValue])
    }

    /// Revokes an agent: it keeps its key, which from now on opens nothing. FR-520.7.
    public func revoke(row: Int64, reason: String, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            """
            UPDATE agents SET status = 'revoked', revoked_at = ?2, revocation_reason = ?3, updated_at = ?2, updated_by = ?4
            WHERE id = ?1
            """, [row, now, reason, user])
    }

    /// Deletes an agent; the row stays, so that history can name it. FR-110.9.
    public func delete(row: Int64, by user: Int64, at now: Timestamp) throws {
        try tx.execute(
            """
            UPDATE agents SET status = 'offline', key_hash = NULL, deleted_at = ?2, updated_at = ?2, updated_by = ?3
            WHERE id = ?1
            """, [row, now, user])
    }

    /// The numbers of the header badge. The first word on a job's status is that of the index of held jobs.
    public func poolCounts(team: Int64) throws -> PoolCounts {
        let agents = try tx.query(
            """
            SELECT count(*) AS online,
              coalesce(sum(CASE WHEN a.is_paused = 0 AND a.is_self_paused = 0 AND NOT EXISTS (
                SELECT 1 FROM jobs j WHERE j.agent_id = a.id AND j.status IN ('assigned', 'running')
                  AND j.status = 'running') THEN 1 ELSE 0 END), 0) AS idle
            FROM agents a WHERE a.team_id = ?1 AND a.status = 'online' AND a.deleted_at IS NULL
            """, [team])
        let running = try tx.query(
            "SELECT count(*) AS count FROM jobs WHERE team_id = ?1 AND status = 'running'", [team])
        return PoolCounts(
            online: try agents.first?.int("online") ?? 0, idle: try agents.first?.int("idle") ?? 0,
            running: try running.first?.int("count") ?? 0)
    }

    static func agent(_ row: SQLRow) throws -> Agent {
        Agent(
            rowID: try row.integer("id"), guid: try row.guid("guid"), teamRowID: try row.integer("team_id"),
            systemUserRowID: try row.integer("system_user_id"), issuedByRowID: try row.optionalInteger("issued_by"),
            name: try row.text("name"), hostname: try row.text("hostname"), osInfo: try row.optionalText("os_info"),
            platform: try row.text("platform"), version: try row.text("version"),
            binaryChecksum: try row.text("binary_checksum"), keyPrefix: try row.text("key_prefix"),
            status: try row.word("status"), isPaused: try row.bool("is_paused"),
            isSelfPaused: try row.bool("is_self_paused"), isDiskLow: try row.bool("is_disk_low"),
            errorMessage: try row.optionalText("error_message"), capabilities: try row.json("capabilities"),
            connectors: try row.json("connectors"), roots: try row.json("roots"),
            metrics: try row.optionalJSON("metrics"), lastSeen: try row.optionalInstant("last_seen"),
            revokedAt: try row.optionalInstant("revoked_at"),
            revocationReason: try row.optionalText("revocation_reason"),
            createdAt: try row.instant("created_at"))
    }
}
