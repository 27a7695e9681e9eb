import Domain

/// A job, as the user API shows it.
public struct JobDTO: Codable, Hashable, Sendable {
    /// The job.
    public var guid: String
    /// What it runs.
    public var tool: Tool
    /// Where it is in its life.
    public var status: JobStatus
    /// What it analyses.
    public var collectionGuid: String
    /// That collection's name.
    public var collectionName: String
    /// For validation.
    public var pipelineGuid: String?
    /// That pipeline's name.
    public var pipelineName: String?
    /// The only agent that may run it.
    public var boundAgentGuid: String?
    /// The agent that holds or held it.
    public var agentGuid: String?
    /// That agent's name.
    public var agentName: String?
    /// What it needs. FR-200.2.
    public var requiredCapabilities: [String]
    /// Claims so far.
    public var attempt: Int
    /// Retries so far.
    public var retryCount: Int
    /// Retries allowed.
    public var maxRetries: Int
    /// −2…2.
    public var priority: Int
    /// Not before this, by schedule.
    public var scheduledFor: Timestamp?
    /// Not before this, after a failure.
    public var notBefore: Timestamp?
    /// The job that it follows.
    public var parentJobGuid: String?
    /// Last known progress.
    public var progress: ProgressUpdate?
    /// What went wrong.
    public var errorMessage: String?
    /// What sort of trouble.
    public var errorKind: ErrorKind?
    /// More of it.
    public var errorDetail: String?
    /// When a user asked for its end.
    public var cancelRequestedAt: Timestamp?
    /// Its result.
    public var resultGuid: String?
    /// When it was made.
    public var createdAt: Timestamp
    /// When an agent got it.
    public var assignedAt: Timestamp?
    /// When work began.
    public var startedAt: Timestamp?
    /// When it ended.
    public var completedAt: Timestamp?
    /// The options of the run, by name.
    public var parameters: [String: JSONValue]
    /// Each claim (single job only).
    public var attempts: [AttemptDTO]?
    /// What the agent found odd (single job only, at most 1,000).
    public var warnings: [JobWarning]?

    private enum CodingKeys: String, CodingKey {
        case guid, tool, status, attempt, priority, progress, attempts, warnings, parameters
        case collectionGuid = "collection_guid"
        case collectionName = "collection_name"
        case pipelineGuid = "pipeline_guid"
        case pipelineName = "pipeline_name"
        case boundAgentGuid = "bound_agent_guid"
        case agentGuid = "agent_guid"
        case agentName = "agent_name"
        case requiredCapabilities = "required_capabilities"
        case retryCount = "retry_count"
        case maxRetries = "max_retries"
        case scheduledFor = "scheduled_for"
        case notBefore = "not_before"
        case parentJobGuid = "parent_job_guid"
        case errorMessage = "error_message"
        case errorKind = "error_kind"
        case errorDetail = "error_detail"
        case cancelRequestedAt = "cancel_requested_at"
        case resultGuid = "result_guid"
        case createdAt = "created_at"
        case assignedAt = "assigned_at"
        case startedAt = "started_at"
        case completedAt = "completed_at"
    }

    /// From its parts.
    public init(
        guid: String, tool: Tool, status: JobStatus, collectionGuid: String, collectionName: String,
        pipelineGuid: String? = nil, pipelineName: String? = nil, boundAgentGuid: String? = nil,
        agentGuid: String? = nil, agentName: String? = nil, requiredCapabilities: [String], attempt: Int,
        retryCount: Int, maxRetries: Int, priority: Int,
        scheduledFor: Timestamp? = nil, notBefore: Timestamp? = nil, parentJobGuid: String? = nil,
        progress: ProgressUpdate? = nil, errorMessage: String? = nil, errorKind: ErrorKind? = nil,
        errorDetail: String? = nil, cancelRequestedAt: Timestamp? = nil, resultGuid: String? = nil,
        createdAt: Timestamp, assignedAt: Timestamp? = nil, startedAt: Timestamp? = nil, completedAt: Timestamp? = nil,
        parameters: [String: JSONValue] = [:], attempts: [AttemptDTO]? = nil, warnings: [JobWarning]? = nil
    ) {
        self.guid = guid
        self.tool = tool
        self.status = status
        self.collectionGuid = collectionGuid
        self.collectionName = collectionName
        self.pipelineGuid = pipelineGuid
        self.pipelineName = pipelineName
        self.boundAgentGuid = boundAgentGuid
        self.agentGuid = agentGuid
        self.agentName = agentName
        self.requiredCapabilities = requiredCapabilities
        self.attempt = attempt
        self.retryCount = retryCount
        self.maxRetries = maxRetries
        self.priority = priority
        self.scheduledFor = scheduledFor
        self.notBefore = notBefore
        self.parentJobGuid = parentJobGuid
        self.progress = progress
        self.errorMessage = errorMessage
        self.errorKind = errorKind
        self.errorDetail = errorDetail
        self.cancelRequestedAt = cancelRequestedAt
        self.resultGuid = resultGuid
        self.createdAt = createdAt
        self.assignedAt = assignedAt
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.parameters = parameters
        self.attempts = attempts
        self.warnings = warnings
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(tool, forKey: .tool)
        try container.encode(status, forKey: .status)
        try container.encode(collectionGuid, forKey: .collectionGuid)
        try container.encode(collectionName, forKey: .collectionName)
        try container.encode(pipelineGuid, forKey: .pipelineGuid)
        try container.encode(pipelineName, forKey: .pipelineName)
        try container.encode(boundAgentGuid, forKey: .boundAgentGuid)
        try container.encode(agentGuid, forKey: .agentGuid)
        try container.encode(agentName, forKey: .agentName)
        try container.encode(requiredCapabilities, forKey: .requiredCapabilities)
        try container.encode(attempt, forKey: .attempt)
        try container.encode(retryCount, forKey: .retryCount)
        try container.encode(maxRetries, forKey: .maxRetries)
        try container.encode(priority, forKey: .priority)
        try container.encode(scheduledFor, forKey: .scheduledFor)
        try container.encode(notBefore, forKey: .notBefore)
        try container.encode(parentJobGuid, forKey: .parentJobGuid)
        try container.encode(progress, forKey: .progress)
        try container.encode(errorMessage, forKey: .errorMessage)
        try container.encode(errorKind, forKey: .errorKind)
        try container.encode(errorDetail, forKey: .errorDetail)
        try container.encode(cancelRequestedAt, forKey: .cancelRequestedAt)
        try container.encode(resultGuid, forKey: .resultGuid)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(assignedAt, forKey: .assignedAt)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(completedAt, forKey: .completedAt)
        try container.encode(parameters, forKey: .parameters)
        try container.encodeIfPresent(attempts, forKey: .attempts)
        try container.encodeIfPresent(warnings, forKey: .warnings)
    }
}

/// One claim of a job.
public struct AttemptDTO: Codable, Hashable, Sendable {
    /// From 1.
    public var attempt: Int
    /// Who got it.
    public var agentGuid: String
    /// That agent's name.
    public var agentName: String?
    /// When.
    public var assignedAt: Timestamp
    /// When work began.
    public var startedAt: Timestamp?
    /// When it ended.
    public var endedAt: Timestamp?
    /// How it ended; null while it lasts.
    public var outcome: AttemptOutcome?

    private enum CodingKeys: String, CodingKey {
        case attempt, outcome
        case agentGuid = "agent_guid"
        case agentName = "agent_name"
        case assignedAt = "assigned_at"
        case startedAt = "started_at"
        case endedAt = "ended_at"
    }

    /// From its parts.
    public init(
        attempt: Int, agentGuid: String, agentName: String? = nil, assignedAt: Timestamp, startedAt: Timestamp? = nil,
        endedAt: Timestamp? = nil, outcome: AttemptOutcome? = nil
    ) {
        self.attempt = attempt
        self.agentGuid = agentGuid
        self.agentName = agentName
        self.assignedAt = assignedAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.outcome = outcome
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(attempt, forKey: .attempt)
        try container.encode(agentGuid, forKey: .agentGuid)
        try container.encode(agentName, forKey: .agentName)
        try container.encode(assignedAt, forKey: .assignedAt)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(endedAt, forKey: .endedAt)
        try container.encode(outcome, forKey: .outcome)
    }
}

/// Why one agent does not run a waiting job. SL-2.
public struct AgentExplanation: Codable, Hashable, Sendable {
    /// The agent.
    public var agentGuid: String
    /// Its name.
    public var agentName: String
    /// A word for programs: offline, error, paused, revoked, lacks_capability, not_bound_agent, outside_roots, disk_low, busy, can_run.
    public var reason: String
    /// The same for people.
    public var message: String

    private enum CodingKeys: String, CodingKey {
        case reason, message
        case agentGuid = "agent_guid"
        case agentName = "agent_name"
    }

    /// From its parts.
    public init(agentGuid: String, agentName: String, reason: String, message: String) {
        self.agentGuid = agentGuid
        self.agentName = agentName
        self.reason = reason
        self.message = message
    }
}

/// Why a job is not running. SL-2.
public struct JobExplanation: Codable, Hashable, Sendable {
    /// The job.
    public var jobGuid: String
    /// One sentence.
    public var summary: String
    /// Not due before this.
    public var waitingUntil: Timestamp?
    /// Every agent of the team.
    public var agents: [AgentExplanation]

    private enum CodingKeys: String, CodingKey {
        case summary, agents
        case jobGuid = "job_guid"
        case waitingUntil = "waiting_until"
    }

    /// From its parts.
    public init(jobGuid: String, summary: String, waitingUntil: Timestamp? = nil, agents: [AgentExplanation]) {
        self.jobGuid = jobGuid
        self.summary = summary
        self.waitingUntil = waitingUntil
        self.agents = agents
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(jobGuid, forKey: .jobGuid)
        try container.encode(summary, forKey: .summary)
        try container.encode(waitingUntil, forKey: .waitingUntil)
        try container.encode(agents, forKey: .agents)
    }
}

/// How an attempt ended.
public enum AttemptOutcome: String, CaseIterable, Codable, Sendable {
    case completed, failed, cancelled, lost
    case handedBack = "handed_back"
}
