import Domain

/// An agent, as the user API shows it.
public struct AgentDTO: Codable, Hashable, Sendable {
    /// The agent.
    public var guid: String
    /// Its name.
    public var name: String
    /// Its machine.
    public var hostname: String
    /// The operating system.
    public var osInfo: String?
    /// For example `linux-amd64`.
    public var platform: String
    /// The agent's version.
    public var version: String
    /// Its status.
    public var status: AgentStatus
    /// Whether it is given no jobs.
    public var paused: Bool
    /// What it can do.
    public var capabilities: [String]
    /// Connectors whose credentials it holds.
    public var connectors: [String]
    /// Folders that jobs may read.
    public var roots: [String]
    /// Last sign of life.
    public var lastHeartbeat: Timestamp?
    /// The job it holds.
    public var currentJobGuid: String?
    /// 0 or 1.
    public var runningJobsCount: Int
    /// Jobs assigned in the last hour.
    public var recentJobsCount: Int
    /// Its machine's load.
    public var metrics: AgentMetrics?
    /// LOCAL collections bound to it.
    public var boundCollectionsCount: Int
    /// What is wrong with it.
    public var errorMessage: String?
    /// SHA-256 of its executable.
    public var binaryChecksum: String?
    /// 6 characters of its key.
    public var apiKeyPrefix: String
    /// Why it was revoked.
    public var revocationReason: String?
    /// When it was revoked.
    public var revokedAt: Timestamp?
    /// Its SYSTEM user. FR-110.4.
    public var systemUserGuid: String?
    /// The person who issued its token. FR-110.5.
    public var createdBy: String?
    /// When it registered.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case guid, name, hostname, platform, version, status, paused, capabilities, connectors, roots, metrics
        case osInfo = "os_info"
        case lastHeartbeat = "last_heartbeat"
        case currentJobGuid = "current_job_guid"
        case runningJobsCount = "running_jobs_count"
        case recentJobsCount = "recent_jobs_count"
        case boundCollectionsCount = "bound_collections_count"
        case errorMessage = "error_message"
        case binaryChecksum = "binary_checksum"
        case apiKeyPrefix = "api_key_prefix"
        case revocationReason = "revocation_reason"
        case revokedAt = "revoked_at"
        case systemUserGuid = "system_user_guid"
        case createdBy = "created_by"
        case createdAt = "created_at"
    }

    /// From its parts.
    public init(
        guid: String, name: String, hostname: String, osInfo: String? = nil, platform: String, version: String,
        status: AgentStatus, paused: Bool, capabilities: [String], connectors: [String], roots: [String],
        lastHeartbeat: Timestamp? = nil, currentJobGuid: String? = nil, runningJobsCount: Int, recentJobsCount: Int,
        metrics: AgentMetrics? = nil, boundCollectionsCount: Int, errorMessage: String? = nil,
        binaryChecksum: String? = nil, apiKeyPrefix: String, revocationReason: String? = nil,
        revokedAt: Timestamp? = nil, systemUserGuid: String? = nil, createdBy: String? = nil, createdAt: Timestamp
    ) {
        self.guid = guid
        self.name = name
        self.hostname = hostname
        self.osInfo = osInfo
        self.platform = platform
        self.version = version
        self.status = status
        self.paused = paused
        self.capabilities = capabilities
        self.connectors = connectors
        self.roots = roots
        self.lastHeartbeat = lastHeartbeat
        self.currentJobGuid = currentJobGuid
        self.runningJobsCount = runningJobsCount
        self.recentJobsCount = recentJobsCount
        self.metrics = metrics
        self.boundCollectionsCount = boundCollectionsCount
        self.errorMessage = errorMessage
        self.binaryChecksum = binaryChecksum
        self.apiKeyPrefix = apiKeyPrefix
        self.revocationReason = revocationReason
        self.revokedAt = revokedAt
        self.systemUserGuid = systemUserGuid
        self.createdBy = createdBy
        self.createdAt = createdAt
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(name, forKey: .name)
        try container.encode(hostname, forKey: .hostname)
        try container.encode(osInfo, forKey: .osInfo)
        try container.encode(platform, forKey: .platform)
        try container.encode(version, forKey: .version)
        try container.encode(status, forKey: .status)
        try container.encode(paused, forKey: .paused)
        try container.encode(capabilities, forKey: .capabilities)
        try container.encode(connectors, forKey: .connectors)
        try container.encode(roots, forKey: .roots)
        try container.encode(lastHeartbeat, forKey: .lastHeartbeat)
        try container.encode(currentJobGuid, forKey: .currentJobGuid)
        try container.encode(runningJobsCount, forKey: .runningJobsCount)
        try container.encode(recentJobsCount, forKey: .recentJobsCount)
        try container.encode(metrics, forKey: .metrics)
        try container.encode(boundCollectionsCount, forKey: .boundCollectionsCount)
        try container.encode(errorMessage, forKey: .errorMessage)
        try container.encode(binaryChecksum, forKey: .binaryChecksum)
        try container.encode(apiKeyPrefix, forKey: .apiKeyPrefix)
        try container.encode(revocationReason, forKey: .revocationReason)
        try container.encode(revokedAt, forKey: .revokedAt)
        try container.encode(systemUserGuid, forKey: .systemUserGuid)
        try container.encode(createdBy, forKey: .createdBy)
        try container.encode(createdAt, forKey: .createdAt)
    }
}

/// A registration token; the secret is there only in the answer that makes it.
public struct RegistrationTokenDTO: Codable, Hashable, Sendable {
    /// The token.
    public var guid: String
    /// What it is for.
    public var name: String
    /// 24 h after it was made. FR-100.2.
    public var expiresAt: Timestamp
    /// Whether an agent registered with it.
    public var isUsed: Bool
    /// That agent.
    public var usedByAgentGuid: String?
    /// The secret, once.
    public var token: String?
    /// When it was made.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case guid, name, token
        case expiresAt = "expires_at"
        case isUsed = "is_used"
        case usedByAgentGuid = "used_by_agent_guid"
        case createdAt = "created_at"
    }

    /// From its parts.
    public init(
        guid: String, name: String, expiresAt: Timestamp, isUsed: Bool, usedByAgentGuid: String? = nil,
        token: String? = nil, createdAt: Timestamp
    ) {
        self.guid = guid
        self.name = name
        self.expiresAt = expiresAt
        self.isUsed = isUsed
        self.usedByAgentGuid = usedByAgentGuid
        self.token = token
        self.createdAt = createdAt
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(name, forKey: .name)
        try container.encode(expiresAt, forKey: .expiresAt)
        try container.encode(isUsed, forKey: .isUsed)
        try container.encode(usedByAgentGuid, forKey: .usedByAgentGuid)
        try container.encodeIfPresent(token, forKey: .token)
        try container.encode(createdAt, forKey: .createdAt)
    }
}

/// The header badge. FR-600.12.
public struct PoolStatusDTO: Codable, Hashable, Sendable {
    /// Agents online.
    public var onlineCount: Int
    /// Online, not paused, running nothing.
    public var idleCount: Int
    /// Running jobs.
    public var runningJobsCount: Int
    /// offline, idle or running.
    public var status: PoolStatus

    private enum CodingKeys: String, CodingKey {
        case status
        case onlineCount = "online_count"
        case idleCount = "idle_count"
        case runningJobsCount = "running_jobs_count"
    }

    /// From its parts.
    public init(onlineCount: Int, idleCount: Int, runningJobsCount: Int, status: PoolStatus) {
        self.onlineCount = onlineCount
        self.idleCount = idleCount
        self.runningJobsCount = runningJobsCount
        self.status = status
    }
}
