import Database
import Domain

/// The claim: one statement looks, one takes (design.md, *The claim*). What they cost depends on what the agent can run, not on
/// the length of the queue.
public struct ClaimStore {
    private let tx: any SQLConnection

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Who claims, and which interned requirements it meets.
    public struct Claimant: Hashable, Sendable {
        /// Rows of the agent, its team and its SYSTEM user.
        public var agent: Int64, team: Int64, user: Int64
        /// Rows of the requirements that it meets.
        public var requirements: [Int64]

        /// From its parts.
        public init(agent: Int64, team: Int64, user: Int64, requirements: [Int64]) {
            self.agent = agent
            self.team = team
            self.user = user
            self.requirements = requirements
        }

        /// Every place that it may take from, the highest priority first.
        public var places: [Place] {
            stride(from: 2, through: -2, by: -1).flatMap { priority in
                requirements.flatMap { requirement in
                    [agent, 0].map { Place(requirement: requirement, boundAgent: $0, priority: priority) }
                }
            }
        }
    }

    /// Where jobs wait that differ in age only.
    public struct Place: Hashable, Sendable {
        /// The row of what the jobs need.
        public var requirement: Int64
        /// The row of the agent that they are bound to; 0 for none.
        public var boundAgent: Int64
        /// −2…2.
        public var priority: Int
    }

    /// What there is for an agent.
    public struct Look: Hashable, Sendable {
        /// Whether it is given nothing now, whatever there is: paused, revoked, offline, or with a full disk.
        public var isBarred: Bool
        /// The row of the job that it holds.
        public var held: Int64?
        /// The row of the due job that goes next, and where it waits: highest priority, then longest available.
        public var next: Int64?, place: Place?
        /// How many requirements are interned, so that one that is not known yet is noticed.
        public var requirementCount: Int
    }

    /// Looks what there is. A job bound to the agent and one bound to none compete by priority, then age.
    /// - Parameter isToTake: whether the agent has to stay as it is until the transaction ends.
    /// - Returns: nil where the agent was deleted.
    public func look(_ claimant: Claimant, at now: Timestamp, isToTake: Bool = false) throws -> Look? {
        // Row 0 stands for none, so that an agent that can do nothing needs no statement of its own.
        let requirements = claimant.requirements.isEmpty ? [0] : claimant.requirements
        let isLocking = isToTake && tx.dialect.locksRows
        let sql = ClaimStatements.look(requirements: requirements.count) + (isLocking ? " FOR SHARE OF a" : "")
        return try tx.first(sql, [claimant.team, claimant.agent, now] + requirements).map { row in
            let status: AgentStatus = try row.word("agent_status")
            let isPaused = try row.integer("paused") > 0
            let next = try row.optionalInteger("id")
            return Look(
                isBarred: isPaused || status == .revoked || status == .offline,
                held: try row.optionalInteger("held"), next: next,
                place: next == nil
                    ? nil
                    : Place(
                        requirement: try row.integer("requirement_id"), boundAgent: try row.integer("bound_agent_id"),
                        priority: try row.int("priority")),
                requirementCount: try row.int("requirement_count"))
        }
    }

    /// A job that an agent was just given.
    public struct TakenJob: Hashable, Sendable {
        /// Its row, and what it refers to.
        public var row: Int64, collection: Int64, pipeline: Int64?
        /// Its public id.
        public var guid: JobID
        /// The attempt that begins.
        public var attempt: Int
        /// What to run, and its options.
        public var tool: Tool, parameters: JSONValue

        /// The same of a job that was read.
        public init(_ job: Job) {
            self.init(
                row: job.rowID, collection: job.collectionRowID, pipeline: job.pipelineRowID, guid: job.guid,
                attempt: job.state.attempt, tool: job.tool, parameters: job.parameters)
        }

        init(
            row: Int64, collection: Int64, pipeline: Int64?, guid: JobID, attempt: Int, tool: Tool,
            parameters: JSONValue
        ) {
            self.row = row
            self.collection = collection
            self.pipeline = pipeline
            self.guid = guid
            self.attempt = attempt
            self.tool = tool
            self.parameters = parameters
        }
    }

    /// Gives the agent the oldest due job of a place: compare, set and read in one statement, the same move as
    /// `JobState.apply(.claimed)`.
    /// - Parameter waits: whether to wait, up to 2 s, for another transaction that has its hands on a job there.
    /// - Returns: nil where there is none that another transaction does not take at this moment.
    /// - Throws: `DatabaseError.busy` where it waited in vain.
    public func take(_ place: Place, for claimant: Claimant, lease: Timestamp, at now: Timestamp, waits: Bool = false)
        throws -> TakenJob?
    {
        let isLocking = tx.dialect.locksRows
        if waits && isLocking { try tx.execute("SET LOCAL lock_timeout = 2000") }
        let lock = waits && isLocking ? "FOR UPDATE" : tx.dialect.forUpdateSkipLocked
        return try tx.first(
            ClaimStatements.take(lock),
            [
                claimant.team, place.boundAgent, place.requirement, place.priority, now, claimant.agent, lease,
                claimant.user,
            ]
        ).map { row in
            TakenJob(
                row: try row.integer("id"), collection: try row.integer("collection_id"),
                pipeline: try row.optionalInteger("pipeline_id"), guid: try row.guid("guid"),
                attempt: try row.int("attempt"), tool: try row.word("tool"), parameters: try row.json("parameters"))
        }
    }

    /// What an agent has to know of a job besides the job.
    public struct Briefing: Hashable, Sendable {
        /// The collection.
        public var collection: CollectionID, name: String, type: CollectionType, location: String
        /// The pipeline, for validation.
        public var pipeline: PipelineID?, pipelineName: String?
        /// The last result of the tool on the collection, the files that it counted, and its fingerprint.
        public var previous: ResultID?, previousTotalFiles: Int64, previousFingerprint: String?
        /// The connector of a remote collection.
        public var connector: BriefedConnector?
    }

    /// What a claim hands over of a connector.
    public struct BriefedConnector: Hashable, Sendable {
        /// The connector.
        public var guid: ConnectorID, type: ConnectorType
        /// Where its credentials live, where it leads, and the credentials that the server keeps.
        public var credentialLocation: CredentialLocation, configuration: [String: String], sealed: SealedCredentials?
    }

    /// Reads what an agent has to know of a job; nil where its collection was never there.
    public func briefing(collection: Int64, pipeline: Int64?, tool: Tool) throws -> Briefing? {
        try tx.first(ClaimStatements.briefing, [collection, pipeline, tool.rawValue]).map { row in
            Briefing(
                collection: try row.guid("guid"), name: try row.text("name"), type: try row.word("type"),
                location: try row.text("location"), pipeline: try row.optionalGuid("pipeline_guid"),
                pipelineName: try row.optionalText("pipeline_name"), previous: try row.optionalGuid("previous_guid"),
                previousTotalFiles: try row.optionalInteger("total_files") ?? 0,
                previousFingerprint: try row.optionalText("fingerprint"), connector: try Self.connector(row))
        }
    }

    private static func connector(_ row: SQLRow) throws -> BriefedConnector? {
        guard let guid: ConnectorID = try row.optionalGuid("connector_guid") else { return nil }
        return BriefedConnector(
            guid: guid, type: try row.word("connector_type"), credentialLocation: try row.word("credential_location"),
            configuration: try ConnectorStore.configuration(row, "configuration"),
            sealed: try ConnectorStore.sealed(row))
    }

    /// Where a team's jobs wait, whoever may run them, and how many of them are due, up to 20 of each priority. Its cost grows with
    /// the number of pairs of agent and requirement that jobs wait for, not with the number of jobs.
    public func due(team: Int64, at now: Timestamp) throws -> [(requirement: Int64, boundAgent: Int64, count: Int)] {
        try tx.query(ClaimStatements.due, [team, now]).map {
            (try $0.integer("requirement_id"), try $0.integer("bound_agent_id"), try $0.int("due"))
        }
    }
}
