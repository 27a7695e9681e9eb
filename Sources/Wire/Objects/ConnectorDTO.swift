import Domain

/// A connector, as the user API shows it: never a credential.
public struct ConnectorDTO: Codable, Hashable, Sendable {
    /// The connector.
    public var guid: String
    /// Its name.
    public var name: String
    /// What it leads to.
    public var type: ConnectorType
    /// Where its credentials live. FR-300.1–4.
    public var credentialLocation: CredentialLocation
    /// Where the place is.
    public var configuration: [String: String]
    /// The agents that said to hold its credentials. FR-300.9–10.
    public var agents: [ConnectorAgentDTO]
    /// Whether a job could use it at all: not where its credentials are nowhere yet, or work nowhere.
    public var isActive: Bool
    /// When it was made.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case guid, name, type, configuration, agents
        case credentialLocation = "credential_location"
        case isActive = "is_active"
        case createdAt = "created_at"
    }

    /// From its parts.
    public init(
        guid: String, name: String, type: ConnectorType, credentialLocation: CredentialLocation,
        configuration: [String: String], agents: [ConnectorAgentDTO], createdAt: Timestamp
    ) {
        self.guid = guid
        self.name = name
        self.type = type
        self.credentialLocation = credentialLocation
        self.configuration = configuration
        self.agents = agents
        isActive = credentialLocation == .server || agents.contains(where: \.isWorking)
        self.createdAt = createdAt
    }
}

/// An agent and the credentials of a connector.
public struct ConnectorAgentDTO: Codable, Hashable, Sendable {
    /// The agent.
    public var guid: String
    /// Its name.
    public var name: String
    /// Whether the credentials worked when it was last heard.
    public var isWorking: Bool
    /// What it said of its test, or what failed.
    public var message: String?
    /// When that was.
    public var reportedAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case guid, name, message
        case isWorking = "is_working"
        case reportedAt = "reported_at"
    }

    /// From its parts.
    public init(guid: String, name: String, isWorking: Bool, message: String?, reportedAt: Timestamp) {
        self.guid = guid
        self.name = name
        self.isWorking = isWorking
        self.message = message
        self.reportedAt = reportedAt
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(name, forKey: .name)
        try container.encode(isWorking, forKey: .isWorking)
        try container.encode(message, forKey: .message)
        try container.encode(reportedAt, forKey: .reportedAt)
    }
}

/// `POST /connectors`.
public struct CreateConnectorRequest: Codable, Hashable, Sendable {
    /// Its name, 1–200 characters.
    public var name: String
    /// What it leads to.
    public var type: ConnectorType
    /// Where its credentials live; absent for `pending`.
    public var credentialLocation: CredentialLocation?
    /// Where the place is.
    public var configuration: [String: String]
    /// For `server` alone: the credentials, which are encrypted and never shown again.
    public var credentials: [String: String]?

    private enum CodingKeys: String, CodingKey {
        case name, type, configuration, credentials
        case credentialLocation = "credential_location"
    }

    /// From its parts.
    public init(
        name: String, type: ConnectorType, credentialLocation: CredentialLocation? = nil,
        configuration: [String: String], credentials: [String: String]? = nil
    ) {
        self.name = name
        self.type = type
        self.credentialLocation = credentialLocation
        self.configuration = configuration
        self.credentials = credentials
    }
}

/// `PATCH /connectors/{guid}`; what is absent stays as it is.
public struct ChangeConnectorRequest: Codable, Hashable, Sendable {
    /// Its new name.
    public var name: String?
    /// Where its credentials are to live. From `server` to another one erases the server's copy. FR-300.11.
    public var credentialLocation: CredentialLocation?
    /// Where the place is, as a whole.
    public var configuration: [String: String]?
    /// New credentials, as a whole; for `server` alone.
    public var credentials: [String: String]?

    private enum CodingKeys: String, CodingKey {
        case name, configuration, credentials
        case credentialLocation = "credential_location"
    }

    /// From its parts.
    public init(
        name: String? = nil, credentialLocation: CredentialLocation? = nil, configuration: [String: String]? = nil,
        credentials: [String: String]? = nil
    ) {
        self.name = name
        self.credentialLocation = credentialLocation
        self.configuration = configuration
        self.credentials = credentials
    }
}
