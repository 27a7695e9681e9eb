/// One run of a tool on a collection.
public struct Job: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: JobID
    /// Its team.
    public var teamRowID: Int64
    /// What it analyses.
    public var collectionRowID: Int64
    /// That collection's public id.
    public var collection: CollectionID
    /// That collection's name.
    public var collectionName: String
    /// What it runs.
    public var tool: Tool
    /// For validation.
    public var pipelineRowID: Int64?
    /// That pipeline's public id.
    public var pipeline: PipelineID?
    /// That pipeline's name.
    public var pipelineName: String?
    /// Where it is in its life.
    public var state: JobState
    /// Retries allowed.
    public var maximumRetries: Int
    /// −2…2; higher goes first.
    public var priority: Int
    /// The interned requirement.
    public var requirementRowID: Int64
    /// What it needs. FR-200.2.
    public var requirement: Requirement
    /// The only agent that may run it.
    public var boundAgentRowID: Int64?
    /// That agent's public id.
    public var boundAgent: AgentID?
    /// The agent that holds it or held it last.
    public var agentRowID: Int64?
    /// That agent's public id.
    public var agent: AgentID?
    /// That agent's name.
    public var agentName: String?
    /// The run's options.
    public var parameters: JSONValue
    /// Not claimable before.
    public var availableAt: Timestamp
    /// By schedule. FR-460.1.
    public var scheduledFor: Timestamp?
    /// After a failure. FR-200.7.
    public var notBefore: Timestamp?
    /// While held: when silence gives it back.
    public var leaseExpiresAt: Timestamp?
    /// The job that it follows.
    public var parent: JobID?
    /// Last known progress.
    public var progress: JSONValue?
    /// What went wrong.
    public var errorMessage: String?
    /// What sort of trouble.
    public var errorKind: ErrorKind?
    /// More of it.
    public var errorDetail: String?
    /// When a user asked for its end.
    public var cancelRequestedAt: Timestamp?
    /// Its result.
    public var result: ResultID?
    /// When it was made.
    public var createdAt: Timestamp
    /// When an agent got it.
    public var assignedAt: Timestamp?
    /// When work began.
    public var startedAt: Timestamp?
    /// When it ended.
    public var completedAt: Timestamp?

    /// From its parts.
    public init(
        rowID: Int64, guid: JobID, teamRowID: Int64, collectionRowID: Int64, collection: CollectionID,
        collectionName: String, tool: Tool, pipelineRowID: Int64?, pipeline: PipelineID?, pipelineName: String?,
        state: JobState, maximumRetries: Int, priority: Int, requirementRowID: Int64, requirement: Requirement,
        boundAgentRowID: Int64?,
        boundAgent: AgentID?, agentRowID: Int64?, agent: AgentID?, agentName: String?, parameters: JSONValue,
        availableAt: Timestamp, scheduledFor: Timestamp?, notBefore: Timestamp?, leaseExpiresAt: Timestamp?,
        parent: JobID?, progress: JSONValue?, errorMessage: String?, errorKind: ErrorKind?, errorDetail: String?,
        cancelRequestedAt: Timestamp?, result: ResultID?, createdAt: Timestamp, assignedAt: Timestamp?,
        startedAt: Timestamp?, completedAt: Timestamp?
    ) {
        self.rowID = rowID
        self.guid = guid
        self.teamRowID = teamRowID
        self.collectionRowID = collectionRowID
        self.collection = collection
        self.collectionName = collectionName
        self.tool = tool
        self.pipelineRowID = pipelineRowID
        self.pipeline = pipeline
        self.pipelineName = pipelineName
        self.state = state
        self.maximumRetries = maximumRetries
        self.priority = priority
        self.requirementRowID = requirementRowID
        self.requirement = requirement
        self.boundAgentRowID = boundAgentRowID
        self.boundAgent = boundAgent
        self.agentRowID = agentRowID
        self.agent = agent
        self.agentName = agentName
        self.parameters = parameters
        self.availableAt = availableAt
        self.scheduledFor = scheduledFor
        self.notBefore = notBefore
        self.leaseExpiresAt = leaseExpiresAt
        self.parent = parent
        self.progress = progress
        self.errorMessage = errorMessage
        self.errorKind = errorKind
        self.errorDetail = errorDetail
        self.cancelRequestedAt = cancelRequestedAt
        self.result = result
        self.createdAt = createdAt
        self.assignedAt = assignedAt
        self.startedAt = startedAt
        self.completedAt = completedAt
    }
}

extension Job {
    /// Where it is in its life.
    public var status: JobStatus { state.status }
}
