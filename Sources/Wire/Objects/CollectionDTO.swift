import Domain

/// A collection, as the user API shows it.
public struct CollectionDTO: Codable, Hashable, Sendable {
    /// The collection.
    public var guid: String
    /// Its name.
    public var name: String
    /// Where its files are.
    public var type: CollectionType
    /// For LOCAL an absolute path.
    public var location: String
    /// The agent of a LOCAL collection.
    public var boundAgentGuid: String?
    /// That agent's name.
    public var boundAgentName: String?
    /// The connector of a remote collection.
    public var connectorGuid: String?
    /// That connector's name.
    public var connectorName: String?
    /// Its own pipeline.
    public var pipelineGuid: String?
    /// Whether it re-analyses itself.
    public var autoRefresh: Bool
    /// How often.
    public var refreshIntervalHours: Int?
    /// Last completed run.
    public var lastRefreshAt: Timestamp?
    /// Next scheduled run.
    public var nextRefreshAt: Timestamp?
    /// Key figures of the last results, by tool.
    public var statistics: [String: JSONValue]
    /// When it was made.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case guid, name, type, location, statistics
        case boundAgentGuid = "bound_agent_guid"
        case boundAgentName = "bound_agent_name"
        case connectorGuid = "connector_guid"
        case connectorName = "connector_name"
        case pipelineGuid = "pipeline_guid"
        case autoRefresh = "auto_refresh"
        case refreshIntervalHours = "refresh_interval_hours"
        case lastRefreshAt = "last_refresh_at"
        case nextRefreshAt = "next_refresh_at"
        case createdAt = "created_at"
    }

    /// From its parts.
    public init(
        guid: String, name: String, type: CollectionType, location: String, boundAgentGuid: String? = nil,
        boundAgentName: String? = nil, connectorGuid: String? = nil, connectorName: String? = nil,
        pipelineGuid: String? = nil, autoRefresh: Bool = false, refreshIntervalHours: Int? = nil,
        lastRefreshAt: Timestamp? = nil,
        nextRefreshAt: Timestamp? = nil, statistics: [String: JSONValue], createdAt: Timestamp
    ) {
        self.guid = guid
        self.name = name
        self.type = type
        self.location = location
        self.boundAgentGuid = boundAgentGuid
        self.boundAgentName = boundAgentName
        self.connectorGuid = connectorGuid
        self.connectorName = connectorName
        self.pipelineGuid = pipelineGuid
        self.autoRefresh = autoRefresh
        self.refreshIntervalHours = refreshIntervalHours
        self.lastRefreshAt = lastRefreshAt
        self.nextRefreshAt = nextRefreshAt
        self.statistics = statistics
        self.createdAt = createdAt
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(name, forKey: .name)
        try container.encode(type, forKey: .type)
        try container.encode(location, forKey: .location)
        try container.encode(boundAgentGuid, forKey: .boundAgentGuid)
        try container.encode(boundAgentName, forKey: .boundAgentName)
        try container.encode(connectorGuid, forKey: .connectorGuid)
        try container.encode(connectorName, forKey: .connectorName)
        try container.encode(pipelineGuid, forKey: .pipelineGuid)
        try container.encode(autoRefresh, forKey: .autoRefresh)
        try container.encode(refreshIntervalHours, forKey: .refreshIntervalHours)
        try container.encode(lastRefreshAt, forKey: .lastRefreshAt)
        try container.encode(nextRefreshAt, forKey: .nextRefreshAt)
        try container.encode(statistics, forKey: .statistics)
        try container.encode(createdAt, forKey: .createdAt)
    }
}

/// `POST /collections`.
public struct CreateCollectionRequest: Codable, Hashable, Sendable {
    /// Its name, 1–200 characters.
    public var name: String
    /// Where its files are.
    public var type: CollectionType
    /// For LOCAL an absolute path.
    public var location: String
    /// Needed for LOCAL.
    public var boundAgentGuid: String?
    /// Needed for the others.
    public var connectorGuid: String?
    /// Its own pipeline.
    public var pipelineGuid: String?

    private enum CodingKeys: String, CodingKey {
        case name, type, location
        case boundAgentGuid = "bound_agent_guid"
        case connectorGuid = "connector_guid"
        case pipelineGuid = "pipeline_guid"
    }

    /// From its parts.
    public init(
        name: String, type: CollectionType, location: String, boundAgentGuid: String? = nil,
        connectorGuid: String? = nil, pipelineGuid: String? = nil
    ) {
        self.name = name
        self.type = type
        self.location = location
        self.boundAgentGuid = boundAgentGuid
        self.connectorGuid = connectorGuid
        self.pipelineGuid = pipelineGuid
    }
}

/// `PATCH /collections/{guid}`; what is absent stays as it is.
public struct ChangeCollectionRequest: Codable, Hashable, Sendable {
    /// Its new name, 1–200 characters.
    public var name: String?
    /// For LOCAL an absolute path.
    public var location: String?
    /// The agent of a LOCAL collection.
    public var boundAgentGuid: String?
    /// Its own pipeline; JSON `null`, here a nil inside, for the team's default.
    public var pipelineGuid: String??

    private enum CodingKeys: String, CodingKey {
        case name, location
        case boundAgentGuid = "bound_agent_guid"
        case pipelineGuid = "pipeline_guid"
    }

    /// From its parts.
    public init(
        name: String? = nil, location: String? = nil, boundAgentGuid: String? = nil, pipelineGuid: String?? = nil
    ) {
        self.name = name
        self.location = location
        self.boundAgentGuid = boundAgentGuid
        self.pipelineGuid = pipelineGuid
    }

    /// Reads what was sent.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        name = try members.decodeIfPresent(String.self, forKey: .name)
        location = try members.decodeIfPresent(String.self, forKey: .location)
        boundAgentGuid = try members.decodeIfPresent(String.self, forKey: .boundAgentGuid)
        if members.contains(.pipelineGuid) {
            pipelineGuid = .some(try members.decodeIfPresent(String.self, forKey: .pipelineGuid))
        }
    }
}

/// `POST /collections/{guid}/runs`.
public struct RunRequest: Codable, Hashable, Sendable {
    /// What to run.
    public var tool: Tool
    /// For validation.
    public var pipelineGuid: String?
    /// −2…2, default 0.
    public var priority: Int?
    /// Options of the run.
    public var parameters: RunParameters?

    private enum CodingKeys: String, CodingKey {
        case tool, priority, parameters
        case pipelineGuid = "pipeline_guid"
    }

    /// From its parts.
    public init(tool: Tool, pipelineGuid: String? = nil, priority: Int? = nil, parameters: RunParameters? = nil) {
        self.tool = tool
        self.pipelineGuid = pipelineGuid
        self.priority = priority
        self.parameters = parameters
    }
}

/// One page of a list.
public struct PageDTO<Item: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    /// At most `limit` of them.
    public var items: [Item]
    /// Asks for what follows; null at the end.
    public var nextCursor: String?

    private enum CodingKeys: String, CodingKey {
        case items
        case nextCursor = "next_cursor"
    }

    /// From its parts.
    public init(items: [Item], nextCursor: String? = nil) {
        self.items = items
        self.nextCursor = nextCursor
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(nextCursor, forKey: .nextCursor)
    }
}
