/// A photo archive, or a part of one, where it lies.
public struct PhotoCollection: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: CollectionID
    /// Its team.
    public var teamRowID: Int64
    /// Its name.
    public var name: String
    /// Where its files are.
    public var type: CollectionType
    /// For LOCAL an absolute path on the bound agent's machine, else the folder in the bucket or share, empty for all of it.
    public var location: String
    /// The agent of a LOCAL collection. FR-400.1.
    public var boundAgentRowID: Int64?
    /// That agent's public id.
    public var boundAgent: AgentID?
    /// That agent's name.
    public var boundAgentName: String?
    /// The connector of a remote collection, where its credentials live, and what it is called.
    public var connectorRowID: Int64?, connector: ConnectorID?, credentialLocation: CredentialLocation?,
        connectorName: String?
    /// Its own pipeline.
    public var pipelineRowID: Int64?
    /// That pipeline's public id.
    public var pipeline: PipelineID?
    /// Its last completed run.
    public var lastRefreshAt: Timestamp?
    /// Key figures of the last result, by tool. FR-510.3.
    public var statistics: [String: JSONValue]
    /// Deleted: hidden, kept for history. EC-2.
    public var isDeleted: Bool
    /// When it was made.
    public var createdAt: Timestamp

    /// From its parts.
    public init(
        rowID: Int64, guid: CollectionID, teamRowID: Int64, name: String, type: CollectionType, location: String,
        boundAgentRowID: Int64?, boundAgent: AgentID?, boundAgentName: String?, connectorRowID: Int64? = nil,
        connector: ConnectorID? = nil, credentialLocation: CredentialLocation? = nil, connectorName: String? = nil,
        pipelineRowID: Int64?, pipeline: PipelineID?, lastRefreshAt: Timestamp?, statistics: [String: JSONValue],
        isDeleted: Bool,
        createdAt: Timestamp
    ) {
        self.rowID = rowID
        self.guid = guid
        self.teamRowID = teamRowID
        self.name = name
        self.type = type
        self.location = location
        self.boundAgentRowID = boundAgentRowID
        self.boundAgent = boundAgent
        self.boundAgentName = boundAgentName
        self.connectorRowID = connectorRowID
        self.connector = connector
        self.credentialLocation = credentialLocation
        self.connectorName = connectorName
        self.pipelineRowID = pipelineRowID
        self.pipeline = pipeline
        self.lastRefreshAt = lastRefreshAt
        self.statistics = statistics
        self.isDeleted = isDeleted
        self.createdAt = createdAt
    }
}
