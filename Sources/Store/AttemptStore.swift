import Database
import Domain

/// Attempts: who held which job when, and how it ended.
public struct AttemptStore {
    private let tx: any SQLConnection
    private static let select = """
        SELECT t.*, a.guid AS agent_guid, a.name AS agent_name FROM attempts t JOIN agents a ON a.id = t.agent_id
        """

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Adds a claim. The secret itself is never kept, only its hash.
    public func insert(
        job: Int64, number: Int, agent: Int64, keyID: String, secretHash: String, at now: Timestamp
    ) throws {
        try tx.execute(
            """
            INSERT INTO attempts (job_id, attempt, agent_id, key_id, secret_hash, assigned_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """, [job, number, agent, keyID, secretHash, now])
    }

    /// The ids of the master keys that attempts which have not ended were signed under.
    public func openKeyIDs() throws -> Set<String> {
        Set(
            try tx.query(
                """
                SELECT DISTINCT t.key_id FROM attempts t JOIN jobs j ON j.id = t.job_id
                WHERE t.outcome IS NULL AND j.status IN ('assigned', 'running')
                """, []
            ).map { try $0.text("key_id") })
    }

    /// One attempt of a job.
    public func find(job: Int64, number: Int) throws -> Attempt? {
        try tx.query("\(Self.select) WHERE t.job_id = ?1 AND t.attempt = ?2", [job, number]).first.map(Self.attempt)
    }

    /// The latest attempt that an agent made at a job.
    public func latest(job: Int64, agent: Int64) throws -> Attempt? {
        try tx.query(
            "\(Self.select) WHERE t.job_id = ?1 AND t.agent_id = ?2 ORDER BY t.attempt DESC LIMIT 1", [job, agent]
        ).first.map(Self.attempt)
    }

    /// All attempts of a job, first to last.
    public func all(job: Int64) throws -> [Attempt] {
        try tx.query("\(Self.select) WHERE t.job_id = ?1 ORDER BY t.attempt", [job]).map(Self.attempt)
    }

    /// Writes that work began.
    public func setStarted(job: Int64, number: Int, at now: Timestamp) throws {
        try tx.execute(
            "UPDATE attempts SET started_at = coalesce(started_at, ?3) WHERE job_id = ?1 AND attempt = ?2",
            [job, number, now])
    }

    /// Writes how an attempt ended; only the first word counts.
    /// - Parameter isStart: whether this is also the first sign of work.
    public func setEnded(
        job: Int64, number: Int, outcome: String, signature: String?, result: ResultID?, isStart: Bool,
        at now: Timestamp
    ) throws {
        try tx.execute(
            """
            UPDATE attempts SET ended_at = ?3, outcome = ?4, completion_signature = ?5, result_guid = ?6,
              started_at = CASE WHEN ?7 = 1 THEN coalesce(started_at, ?3) ELSE started_at END
            WHERE job_id = ?1 AND attempt = ?2 AND outcome IS NULL
            """, [job, number, now, outcome, signature, result, isStart])
    }

    /// How many jobs some agents were given since an instant.
    public func counts(agents: [Int64], since instant: Timestamp) throws -> [Int64: Int] {
        let rows = try tx.queryBatches(agents, [instant]) { list in
            """
            SELECT agent_id, count(*) AS count FROM attempts WHERE assigned_at > ?1 AND agent_id IN \(list)
            GROUP BY agent_id
            """
        }
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.integer("agent_id"), try $0.int("count")) })
    }

    /// Which agent was given a job when, since an instant.
    public func assignments(since instant: Timestamp) throws -> [(agent: Int64, at: Timestamp)] {
        try tx.query(
            "SELECT agent_id, assigned_at FROM attempts WHERE assigned_at > ?1 ORDER BY assigned_at", [instant]
        )
        .map { (try $0.integer("agent_id"), try $0.instant("assigned_at")) }
    }

    private static func attempt(_ row: SQLRow) throws -> Attempt {
        Attempt(
            rowID: try row.integer("id"), jobRowID: try row.integer("job_id"), number: try row.int("attempt"),
            agentRowID: try row.integer("agent_id"), agent: try row.guid("agent_guid"),
            agentName: try row.text("agent_name"), keyID: try row.text("key_id"),
            assignedAt: try row.instant("assigned_at"),
            startedAt: try row.optionalInstant("started_at"), endedAt: try row.optionalInstant("ended_at"),
            outcome: try row.optionalText("outcome"), completionSignature: try row.optionalText("completion_signature"),
            result: try row.optionalGuid("result_guid"))
    }
}
