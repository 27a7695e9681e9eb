import Domain

/// `POST /auth/login`.
public struct LoginRequest: Codable, Hashable, Sendable {
    /// The account.
    public var email: String
    /// Its password.
    public var password: String

    /// From its parts.
    public init(email: String, password: String) {
        self.email = email
        self.password = password
    }
}

/// A user.
public struct UserDTO: Codable, Hashable, Sendable {
    /// The user.
    public var guid: String
    /// Null for SYSTEM users.
    public var email: String?
    /// For people.
    public var name: String
    /// What they may do.
    public var role: Role
    /// Whether it stands for an agent. FR-110.3.
    public var isSystem: Bool
    /// Their team.
    public var teamGuid: String
    /// That team's name.
    public var teamName: String

    private enum CodingKeys: String, CodingKey {
        case guid, email, name, role
        case isSystem = "is_system"
        case teamGuid = "team_guid"
        case teamName = "team_name"
    }

    /// From its parts.
    public init(
        guid: String, email: String? = nil, name: String, role: Role, isSystem: Bool, teamGuid: String, teamName: String
    ) {
        self.guid = guid
        self.email = email
        self.name = name
        self.role = role
        self.isSystem = isSystem
        self.teamGuid = teamGuid
        self.teamName = teamName
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(email, forKey: .email)
        try container.encode(name, forKey: .name)
        try container.encode(role, forKey: .role)
        try container.encode(isSystem, forKey: .isSystem)
        try container.encode(teamGuid, forKey: .teamGuid)
        try container.encode(teamName, forKey: .teamName)
    }
}

/// A notification.
public struct NotificationDTO: Codable, Hashable, Sendable {
    /// The notification.
    public var guid: String
    /// A word for programs, for example `job_failed`.
    public var kind: String
    /// One line.
    public var title: String
    /// What happened and what to do.
    public var message: String
    /// The job it is about.
    public var jobGuid: String?
    /// The agent it is about.
    public var agentGuid: String?
    /// Whether the reader has seen it.
    public var isRead: Bool
    /// When.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case guid, kind, title, message
        case jobGuid = "job_guid"
        case agentGuid = "agent_guid"
        case isRead = "is_read"
        case createdAt = "created_at"
    }

    /// From its parts.
    public init(
        guid: String, kind: String, title: String, message: String, jobGuid: String? = nil, agentGuid: String? = nil,
        isRead: Bool, createdAt: Timestamp
    ) {
        self.guid = guid
        self.kind = kind
        self.title = title
        self.message = message
        self.jobGuid = jobGuid
        self.agentGuid = agentGuid
        self.isRead = isRead
        self.createdAt = createdAt
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(kind, forKey: .kind)
        try container.encode(title, forKey: .title)
        try container.encode(message, forKey: .message)
        try container.encode(jobGuid, forKey: .jobGuid)
        try container.encode(agentGuid, forKey: .agentGuid)
        try container.encode(isRead, forKey: .isRead)
        try container.encode(createdAt, forKey: .createdAt)
    }
}
