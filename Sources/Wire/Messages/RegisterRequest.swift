import Domain

/// `POST /register`. FR-100.
public struct RegisterRequest: Codable, Hashable, Sendable {
    /// The one-time token, `art_…`.
    public var registrationToken: String
    /// What people call the agent.
    public var name: String
    /// The machine's name.
    public var hostname: String
    /// The agent's version.
    public var version: String
    /// `linux|darwin|windows` + `-amd64|-arm64`.
    public var platform: String
    /// SHA-256 of the agent's executable, lower-case hex.
    public var binaryChecksum: String
    /// What it can do, for example `tool:photostats:1.0.0`.
    public var capabilities: [String]
    /// The operating system, for people.
    public var osInfo: String?
    /// Connectors whose credentials it holds.
    public var connectors: [String]?
    /// Folders that jobs may read.
    public var roots: [String]?

    private enum CodingKeys: String, CodingKey {
        case name, hostname, version, platform, capabilities, connectors, roots
        case registrationToken = "registration_token"
        case binaryChecksum = "binary_checksum"
        case osInfo = "os_info"
    }

    /// From its parts.
    public init(
        registrationToken: String, name: String, hostname: String, version: String, platform: String,
        binaryChecksum: String, capabilities: [String], osInfo: String? = nil, connectors: [String]? = nil,
        roots: [String]? = nil
    ) {
        self.registrationToken = registrationToken
        self.name = name
        self.hostname = hostname
        self.version = version
        self.platform = platform
        self.binaryChecksum = binaryChecksum
        self.capabilities = capabilities
        self.osInfo = osInfo
        self.connectors = connectors
        self.roots = roots
    }
}

/// The answer to a registration.
public struct RegisterResponse: Codable, Hashable, Sendable {
    /// The new agent.
    public var agentGuid: String
    /// Shown this once. FR-100.3.
    public var apiKey: String
    /// The server's version.
    public var serverVersion: String
    /// The team that the token was for.
    public var teamGuid: String

    private enum CodingKeys: String, CodingKey {
        case agentGuid = "agent_guid"
        case apiKey = "api_key"
        case serverVersion = "server_version"
        case teamGuid = "team_guid"
    }

    /// From its parts.
    public init(agentGuid: String, apiKey: String, serverVersion: String, teamGuid: String) {
        self.agentGuid = agentGuid
        self.apiKey = apiKey
        self.serverVersion = serverVersion
        self.teamGuid = teamGuid
    }
}

/// `GET /me`: the agent as the server sees it.
public struct AgentSelf: Codable, Hashable, Sendable {
    /// The agent.
    public var guid: String
    /// Its name.
    public var name: String
    /// Its team.
    public var teamGuid: String
    /// Its status.
    public var status: AgentStatus
    /// Whether it is given no jobs.
    public var paused: Bool
    /// The job it holds.
    public var currentJobGuid: String?
    /// The server's version.
    public var serverVersion: String
    /// The server's clock, for measuring skew.
    public var serverTime: Timestamp

    private enum CodingKeys: String, CodingKey {
        case guid, name, status, paused
        case teamGuid = "team_guid"
        case currentJobGuid = "current_job_guid"
        case serverVersion = "server_version"
        case serverTime = "server_time"
    }

    /// From its parts.
    public init(
        guid: String, name: String, teamGuid: String, status: AgentStatus, paused: Bool, currentJobGuid: String? = nil,
        serverVersion: String, serverTime: Timestamp
    ) {
        self.guid = guid
        self.name = name
        self.teamGuid = teamGuid
        self.status = status
        self.paused = paused
        self.currentJobGuid = currentJobGuid
        self.serverVersion = serverVersion
        self.serverTime = serverTime
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(name, forKey: .name)
        try container.encode(teamGuid, forKey: .teamGuid)
        try container.encode(status, forKey: .status)
        try container.encode(paused, forKey: .paused)
        try container.encode(currentJobGuid, forKey: .currentJobGuid)
        try container.encode(serverVersion, forKey: .serverVersion)
        try container.encode(serverTime, forKey: .serverTime)
    }
}

/// An answer that says no more than that it was taken.
public struct Acknowledgement: Codable, Hashable, Sendable {
    /// Always true.
    public var acknowledged: Bool

    /// From its parts.
    public init(acknowledged: Bool = true) {
        self.acknowledged = acknowledged
    }
}
