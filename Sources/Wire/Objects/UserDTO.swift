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

/// A pipeline.
public struct PipelineDTO: Codable, Hashable, Sendable {
    /// The pipeline.
    public var guid: String
    /// Its name.
    public var name: String
    /// What it is for.
    public var description: String
    /// Its nodes (analysis.md).
    public var nodes: [JSONValue]
    /// Whether runs without a pipeline take it.
    public var isDefault: Bool
    /// What its structure check says.
    public var findings: [JSONValue]
    /// When it was made.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case guid, name, description, nodes, findings
        case isDefault = "is_default"
        case createdAt = "created_at"
    }

    /// From its parts.
    public init(
        guid: String, name: String, description: String, nodes: [JSONValue], isDefault: Bool, findings: [JSONValue],
        createdAt: Timestamp
    ) {
        self.guid = guid
        self.name = name
        self.description = description
        self.nodes = nodes
        self.isDefault = isDefault
        self.findings = findings
        self.createdAt = createdAt
    }
}

/// What a camera id stands for.
public struct CameraMapping: Codable, Hashable, Sendable {
    /// The camera's name.
    public var name: String
    /// Its serial number.
    public var serialNumber: String?

    private enum CodingKeys: String, CodingKey {
        case name
        case serialNumber = "serial_number"
    }

    /// From its parts.
    public init(name: String, serialNumber: String? = nil) {
        self.name = name
        self.serialNumber = serialNumber
    }
}

/// `GET jobs/{guid}/config`: all that a job needs. FR-540.9.
public struct JobConfiguration: Codable, Hashable, Sendable {
    /// What to analyse.
    public var collection: AssignedCollection
    /// For validation.
    public var pipeline: PipelineDTO?
    /// For example `.dng`.
    public var photoExtensions: [String]
    /// For example `.xmp`.
    public var metadataExtensions: [String]
    /// Photo extensions that need a sidecar.
    public var requireSidecar: [String]
    /// By camera id.
    public var cameraMappings: [String: CameraMapping]
    /// By method code.
    public var processingMethods: [String: String]

    private enum CodingKeys: String, CodingKey {
        case collection, pipeline
        case photoExtensions = "photo_extensions"
        case metadataExtensions = "metadata_extensions"
        case requireSidecar = "require_sidecar"
        case cameraMappings = "camera_mappings"
        case processingMethods = "processing_methods"
    }

    /// From its parts.
    public init(
        collection: AssignedCollection, pipeline: PipelineDTO? = nil, photoExtensions: [String],
        metadataExtensions: [String], requireSidecar: [String], cameraMappings: [String: CameraMapping],
        processingMethods: [String: String]
    ) {
        self.collection = collection
        self.pipeline = pipeline
        self.photoExtensions = photoExtensions
        self.metadataExtensions = metadataExtensions
        self.requireSidecar = requireSidecar
        self.cameraMappings = cameraMappings
        self.processingMethods = processingMethods
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(collection, forKey: .collection)
        try container.encode(pipeline, forKey: .pipeline)
        try container.encode(photoExtensions, forKey: .photoExtensions)
        try container.encode(metadataExtensions, forKey: .metadataExtensions)
        try container.encode(requireSidecar, forKey: .requireSidecar)
        try container.encode(cameraMappings, forKey: .cameraMappings)
        try container.encode(processingMethods, forKey: .processingMethods)
    }
}
