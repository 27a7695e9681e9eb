import Domain

/// Progress of a job, to browsers.
public struct JobProgressFrame: Codable, Hashable, Sendable {
    /// `job_progress`.
    public var type: String
    /// The job.
    public var jobGuid: String
    /// How far it is.
    public var progress: ProgressUpdate

    private enum CodingKeys: String, CodingKey {
        case type, progress
        case jobGuid = "job_guid"
    }

    /// From its parts.
    public init(type: String = "job_progress", jobGuid: String, progress: ProgressUpdate) {
        self.type = type
        self.jobGuid = jobGuid
        self.progress = progress
    }
}

/// A job changed its status.
public struct JobStatusFrame: Codable, Hashable, Sendable {
    /// `job_status`.
    public var type: String
    /// The job.
    public var jobGuid: String
    /// Where it is now.
    public var status: JobStatus
    /// Who holds it.
    public var agentGuid: String?

    private enum CodingKeys: String, CodingKey {
        case type, status
        case jobGuid = "job_guid"
        case agentGuid = "agent_guid"
    }

    /// From its parts.
    public init(type: String = "job_status", jobGuid: String, status: JobStatus, agentGuid: String? = nil) {
        self.type = type
        self.jobGuid = jobGuid
        self.status = status
        self.agentGuid = agentGuid
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encode(jobGuid, forKey: .jobGuid)
        try container.encode(status, forKey: .status)
        try container.encode(agentGuid, forKey: .agentGuid)
    }
}

/// A job has ended.
public struct JobCompletedFrame: Codable, Hashable, Sendable {
    /// `job_completed`.
    public var type: String
    /// The job.
    public var jobGuid: String
    /// How it ended.
    public var status: JobStatus
    /// Its result.
    public var resultGuid: String?

    private enum CodingKeys: String, CodingKey {
        case type, status
        case jobGuid = "job_guid"
        case resultGuid = "result_guid"
    }

    /// From its parts.
    public init(type: String = "job_completed", jobGuid: String, status: JobStatus, resultGuid: String? = nil) {
        self.type = type
        self.jobGuid = jobGuid
        self.status = status
        self.resultGuid = resultGuid
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encode(jobGuid, forKey: .jobGuid)
        try container.encode(status, forKey: .status)
        try container.encode(resultGuid, forKey: .resultGuid)
    }
}

/// An agent found something odd.
public struct JobWarningFrame: Codable, Hashable, Sendable {
    /// `job_warning`.
    public var type: String
    /// The job.
    public var jobGuid: String
    /// What.
    public var warning: JobWarning

    private enum CodingKeys: String, CodingKey {
        case type, warning
        case jobGuid = "job_guid"
    }

    /// From its parts.
    public init(type: String = "job_warning", jobGuid: String, warning: JobWarning) {
        self.type = type
        self.jobGuid = jobGuid
        self.warning = warning
    }
}

/// An agent, as it is now.
public struct AgentStatusFrame: Codable, Hashable, Sendable {
    /// `agent_status`.
    public var type: String
    /// The agent.
    public var data: AgentDTO

    /// From its parts.
    public init(type: String = "agent_status", data: AgentDTO) {
        self.type = type
        self.data = data
    }
}

/// An agent is gone.
public struct AgentDeletedFrame: Codable, Hashable, Sendable {
    /// `agent_deleted`.
    public var type: String
    /// The agent.
    public var agentGuid: String

    private enum CodingKeys: String, CodingKey {
        case type
        case agentGuid = "agent_guid"
    }

    /// From its parts.
    public init(type: String = "agent_deleted", agentGuid: String) {
        self.type = type
        self.agentGuid = agentGuid
    }
}

/// A new notification.
public struct NotificationFrame: Codable, Hashable, Sendable {
    /// `notification`.
    public var type: String
    /// The notification.
    public var data: NotificationDTO

    /// From its parts.
    public init(type: String = "notification", data: NotificationDTO) {
        self.type = type
        self.data = data
    }
}

/// What agent sockets and the pool-status socket send: type, time and data.
public struct Envelope<Content: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    /// For example `progress`.
    public var type: String
    /// When it was sent.
    public var timestamp: Timestamp
    /// The content; absent on ping and pong.
    public var data: Content?

    /// From its parts.
    public init(type: String, timestamp: Timestamp, data: Content? = nil) {
        self.type = type
        self.timestamp = timestamp
        self.data = data
    }
}
