import Database
import Domain

/// Jobs: making, finding, and moving them from state to state. The claim's seeks are in `JobStore+Claim.swift`.
public struct JobStore {
    let tx: any SQLConnection
    static let select = """
        SELECT j.*, c.guid AS collection_guid, c.name AS collection_name, r.needs AS needs, p.guid AS pipeline_guid,
          p.name AS pipeline_name, a.guid AS agent_guid, a.name AS agent_name, b.guid AS bound_guid
        FROM jobs j JOIN collections c ON c.id = j.collection_id JOIN requirements r ON r.id = j.requirement_id
        LEFT JOIN pipelines p ON p.id = j.pipeline_id LEFT JOIN agents a ON a.id = j.agent_id
        LEFT JOIN agents b ON b.id = j.bound_agent_id
        """
    static let held = "('assigned', 'running')"

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// What a new job is made from.
    public struct NewJob: Sendable {
        /// Its public id.
        public var guid: JobID
        /// Rows that it refers to; `boundAgent` is nil for a job that any fit agent may run.
        public var team: Int64, collection: Int64, pipeline: Int64?, requirement: Int64, boundAgent: Int64?,
            createdBy: Int64?
        /// What to run, and when and how urgently.
        public var tool: Tool, priority: Int, parameters: JSONValue, scheduledFor: Timestamp?, parent: JobID?
        /// Failed attempts that are followed by another.
        public var maximumRetries: Int

        /// From its parts.
        public init(
            guid: JobID, team: Int64, collection: Int64, tool: Tool, requirement: Int64, boundAgent: Int64?,
            pipeline: Int64? = nil, priority: Int = 0, parameters: JSONValue = [:], scheduledFor: Timestamp? = nil,
            parent: JobID? = nil, maximumRetries: Int = RetryPolicy().maximumRetries, createdBy: Int64?
        ) {
            self.guid = guid
            self.team = team
            self.collection = collection
            self.pipeline = pipeline
            self.requirement = requirement
            self.boundAgent = boundAgent
            self.createdBy = createdBy
            self.tool = tool
            self.priority = priority
            self.parameters = parameters
            self.scheduledFor = scheduledFor
            self.parent = parent
            self.maximumRetries = maximumRetries
        }
    }

    /// Adds a job: SCHEDULED where it has a time in the future, else PENDING. FR-460.1.
    /// - Throws: `DatabaseError.constraint(.unique)` for a second SCHEDULED one of a collection and tool. FR-460.5.
    public func insert(_ job: NewJob, at now: Timestamp) throws {
        let isScheduled = job.scheduledFor.map { $0 > now } ?? false
        try tx.execute(
            """
            INSERT INTO jobs (guid, team_id, collection_id, tool, pipeline_id, status, priority, requirement_id,
              bound_agent_id, available_at, scheduled_for, attempt, retry_count, loss_count, max_retries, parameters,
              parent_guid, created_at, created_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, 0, 0, ?12, ?13, ?14, ?15, ?16)
            """,
            [
                job.guid, job.team, job.collection, job.tool.rawValue, job.pipeline,
                (isScheduled ? JobStatus.scheduled : .pending).rawValue, job.priority, job.requirement,
                job.boundAgent ?? 0, job.scheduledFor ?? now, job.scheduledFor, job.maximumRetries,
                JSONColumn.encode(job.parameters), job.parent, now, job.createdBy,
            ])
    }

    /// A team's job. The `+` keeps a kept plan from going through all of the team's rows (see `PostgresSession`).
    public func find(_ guid: JobID, team: Int64) throws -> Job? {
        try tx.query("\(Self.select) WHERE j.guid = ?1 AND +j.team_id = ?2", [guid, team]).first.map(Self.job)
    }

    /// The job of a row.
    public func find(row: Int64) throws -> Job? {
        try tx.query("\(Self.select) WHERE j.id = ?1", [row]).first.map(Self.job)
    }

    /// The jobs that some agents hold, by agent.
    public func held(byAgents agents: [Int64]) throws -> [Int64: Job] {
        let jobs = try tx.queryBatches(agents) { list in
            "\(Self.select) WHERE j.agent_id IN \(list) AND j.status IN \(Self.held)"
        }.map(Self.job)
        return Dictionary(
            jobs.compactMap { job in job.agentRowID.map { ($0, job) } }, uniquingKeysWith: { _, last in last })
    }

    /// The job that an agent holds; at most one. FR-200.9.
    public func held(byAgent agent: Int64) throws -> Job? {
        try tx.query("\(Self.select) WHERE j.agent_id = ?1 AND j.status IN \(Self.held)", [agent]).first.map(Self.job)
    }

    /// The jobs that agents of a team hold, by agent.
    public func heldByAgents(team: Int64) throws -> [Int64: Job] {
        let jobs = try tx.query("\(Self.select) WHERE j.team_id = ?1 AND j.status IN \(Self.held)", [team]).map(
            Self.job)
        return Dictionary(
            jobs.compactMap { job in job.agentRowID.map { ($0, job) } }, uniquingKeysWith: { _, last in last })
    }

    /// Held jobs whose lease has run out, and running ones whose cancellation was not answered in time.
    public func overdue(at now: Timestamp) throws -> [Job] {
        try tx.query(
            """
            \(Self.select) WHERE j.status IN \(Self.held)
            AND (j.lease_expires_at <= ?1 OR (j.status = 'running' AND j.cancel_requested_at <= ?2)) LIMIT 500
            """, [now, now - Lease.cancelPatience]
        ).map(Self.job)
    }

    /// The unfinished jobs of a collection.
    public func unfinished(collection: Int64) throws -> [Job] {
        try tx.query(
            "\(Self.select) WHERE j.collection_id = ?1 AND j.status IN ('scheduled', 'pending', 'assigned', 'running')",
            [collection]
        ).map(Self.job)
    }

    /// A team's unfinished jobs that a pipeline was chosen for.
    public func unfinished(pipeline: Int64, team: Int64) throws -> [Job] {
        try tx.query(
            """
            \(Self.select) WHERE j.team_id = ?1 AND j.status IN ('scheduled', 'pending', 'assigned', 'running')
            AND j.pipeline_id = ?2
            """, [team, pipeline]
        ).map(Self.job)
    }

    /// How many of a team's jobs are in some states, counted up to a limit.
    public func count(team: Int64, _ statuses: [JobStatus], upTo limit: Int) throws -> Int {
        // The words come from an enum, never from a request.
        let words = statuses.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try tx.query(
            """
            SELECT count(*) AS count FROM (
              SELECT id FROM jobs WHERE team_id = ?1 AND status IN (\(words)) LIMIT ?2) counted
            """, [team, limit]
        ).first?.int("count") ?? 0
    }

    /// Which jobs a list shows; what is nil does not restrict.
    public struct Filter: Sendable {
        /// Any of these statuses; empty for all.
        public var statuses: [JobStatus]
        /// This tool, collection, agent only.
        public var tool: Tool?, collection: Int64?, agent: Int64?

        /// From its parts.
        public init(statuses: [JobStatus] = [], tool: Tool? = nil, collection: Int64? = nil, agent: Int64? = nil) {
            self.statuses = statuses
            self.tool = tool
            self.collection = collection
            self.agent = agent
        }
    }

    /// A team's jobs, newest first, older than a row; at most `limit`.
    public func page(team: Int64, _ filter: Filter, before row: Int64? = nil, limit: Int) throws -> [Job] {
        let statuses = filter.statuses.isEmpty ? JobStatus.allCases : filter.statuses
        var conditions = ["id < ?2"]
        var arguments: [any SQLValueConvertible] = [team, row ?? Int64.max, limit]
        func restrict(_ column: String, _ value: (any SQLValueConvertible)?) {
            guard let value else { return }
            arguments.append(value)
            conditions.append("\(column) = ?\(arguments.count)")
        }
        restrict("tool", filter.tool?.rawValue)
        restrict("collection_id", filter.collection)
        restrict("agent_id", filter.agent)
        let others = conditions.joined(separator: " AND ")
        // The words come from an enum, never from a request.
        let words = statuses.map { "'\($0.rawValue)'" }
        // Each way walks an index from its newest row on, and no further than the page is long: all jobs of a collection or
        // an agent (the sum keeps off the index by status), or those of each status, merged.
        let newest =
            filter.collection == nil && filter.agent == nil
            ? words.map {
                "SELECT id FROM (\(Self.newest) WHERE team_id = ?1 AND status = \($0) AND \(others) \(Self.end)) s"
            }
            .joined(separator: " UNION ALL ")
            : "\(Self.newest) WHERE team_id + 0 = ?1 AND status IN (\(words.joined(separator: ", "))) AND \(others) \(Self.end)"
        return try tx.query("\(Self.select) WHERE j.id IN (\(newest)) ORDER BY j.id DESC LIMIT ?3", arguments).map(
            Self.job)
    }

    private static let newest = "SELECT id FROM jobs"
    private static let end = "ORDER BY id DESC LIMIT ?3"

    static func job(_ row: SQLRow) throws -> Job {
        Job(
            rowID: try row.integer("id"), guid: try row.guid("guid"), teamRowID: try row.integer("team_id"),
            collectionRowID: try row.integer("collection_id"), collection: try row.guid("collection_guid"),
            collectionName: try row.text("collection_name"), tool: try row.word("tool"),
            pipelineRowID: try row.optionalInteger("pipeline_id"), pipeline: try row.optionalGuid("pipeline_guid"),
            pipelineName: try row.optionalText("pipeline_name"), state: try state(row),
            maximumRetries: try row.int("max_retries"), priority: try row.int("priority"),
            requirementRowID: try row.integer("requirement_id"), requirement: Requirement(key: try row.text("needs")),
            boundAgentRowID: try row.integer("bound_agent_id") == 0 ? nil : row.integer("bound_agent_id"),
            boundAgent: try row.optionalGuid("bound_guid"), agentRowID: try row.optionalInteger("agent_id"),
            agent: try row.optionalGuid("agent_guid"), agentName: try row.optionalText("agent_name"),
            parameters: try row.json("parameters"), availableAt: try row.instant("available_at"),
            scheduledFor: try row.optionalInstant("scheduled_for"), notBefore: try row.optionalInstant("not_before"),
            leaseExpiresAt: try row.optionalInstant("lease_expires_at"), parent: try row.optionalGuid("parent_guid"),
            progress: try row.optionalJSON("progress"), errorMessage: try row.optionalText("error_message"),
            errorKind: try row.optionalWord("error_kind"), errorDetail: try row.optionalText("error_detail"),
            cancelRequestedAt: try row.optionalInstant("cancel_requested_at"),
            result: try row.optionalGuid("result_guid"), createdAt: try row.instant("created_at"),
            assignedAt: try row.optionalInstant("assigned_at"), startedAt: try row.optionalInstant("started_at"),
            completedAt: try row.optionalInstant("completed_at"))
    }

    private static func state(_ row: SQLRow) throws -> JobState {
        JobState(
            status: try row.word("status"), attempt: try row.int("attempt"), retryCount: try row.int("retry_count"),
            lossCount: try row.int("loss_count"),
            isCancelRequested: try row.optionalInteger("cancel_requested_at") != nil)
    }
}
