/// What kind of storage a connector leads to.
public enum ConnectorType: String, CaseIterable, Codable, Sendable {
    case s3 = "S3"
    case gcs = "GCS"
    case smb = "SMB"

    /// The type of the collections on it.
    public var collectionType: CollectionType {
        switch self {
        case .s3: .s3
        case .gcs: .gcs
        case .smb: .smb
        }
    }
}

/// Where the credentials of a connector live. FR-300.1–4.
public enum CredentialLocation: String, CaseIterable, Codable, Sendable {
    /// On the server, encrypted; agents get them with a job.
    case server
    /// On agents' own machines and nowhere else.
    case agent
    /// Nowhere yet: the first agent that reports them makes it `agent`.
    case pending

    /// Whether only agents that hold the credentials can use it. FR-300.8.
    public var isHeldByAgents: Bool { self != .server }
}

/// A place that photos are in besides agents' own disks: a bucket, or a share.
public struct Connector: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: ConnectorID
    /// Its team.
    public var teamRowID: Int64
    /// What people call it.
    public var name: String
    /// What it leads to; never changes.
    public let type: ConnectorType
    /// Where its credentials live.
    public var credentialLocation: CredentialLocation
    /// Where the place is, by the fields of `ConnectorType.configurationFields`.
    public var configuration: [String: String]
    /// The credentials under the master key of an id; nil for those that agents hold.
    public var sealedCredentials: SealedCredentials?
    /// When it was made.
    public var createdAt: Timestamp

    /// From its parts.
    public init(
        rowID: Int64, guid: ConnectorID, teamRowID: Int64, name: String, type: ConnectorType,
        credentialLocation: CredentialLocation, configuration: [String: String],
        sealedCredentials: SealedCredentials?, createdAt: Timestamp
    ) {
        self.rowID = rowID
        self.guid = guid
        self.teamRowID = teamRowID
        self.name = name
        self.type = type
        self.credentialLocation = credentialLocation
        self.configuration = configuration
        self.sealedCredentials = sealedCredentials
        self.createdAt = createdAt
    }
}

/// Credentials as they rest on the server: AES-256-GCM under a key that follows from a master key.
public struct SealedCredentials: Hashable, Sendable {
    /// Nonce, ciphertext and tag, as base64url.
    public var text: String
    /// The id of the master key.
    public var keyID: String

    /// From its parts.
    public init(text: String, keyID: String) {
        self.text = text
        self.keyID = keyID
    }
}

/// What is known of an agent and a connector whose credentials it said to hold.
public struct ConnectorHolder: Hashable, Sendable {
    /// The agent's row.
    public let agentRowID: Int64
    /// The agent.
    public var agent: AgentID
    /// Its name.
    public var agentName: String
    /// Whether they worked when it was last heard.
    public var isWorking: Bool
    /// What the agent said, or what failed.
    public var message: String?
    /// When that was.
    public var reportedAt: Timestamp

    /// From its parts.
    public init(
        agentRowID: Int64, agent: AgentID, agentName: String, isWorking: Bool, message: String?, reportedAt: Timestamp
    ) {
        self.agentRowID = agentRowID
        self.agent = agent
        self.agentName = agentName
        self.isWorking = isWorking
        self.message = message
        self.reportedAt = reportedAt
    }
}
