import Domain

/// A result, as the user API shows it.
public struct ResultDTO: Codable, Hashable, Sendable {
    /// The result.
    public var guid: String
    /// The job that gave it.
    public var jobGuid: String
    /// What was analysed.
    public var collectionGuid: String
    /// That collection's name.
    public var collectionName: String
    /// What was run.
    public var tool: Tool
    /// Who ran it.
    public var agentGuid: String?
    /// That agent's name.
    public var agentName: String?
    /// The agent's SYSTEM user. FR-110.6.
    public var createdBy: String?
    /// When it was stored.
    public var createdAt: Timestamp
    /// How long it took.
    public var durationSeconds: Double?
    /// Files.
    public var filesProcessed: Int64?
    /// The results object (single result only).
    public var results: JSONValue?
    /// The counts of the results object by name, and `status_counts`.
    public var figures: JSONValue?
    /// Bytes of the report; null without one.
    public var reportSize: Int64?
    /// The result that still held.
    public var noChangeOf: String?
    /// The pipeline that it followed.
    public var pipelineGuid: String?
    /// That pipeline's name.
    public var pipelineName: String?
    /// The options of the run, by name.
    public var parameters: [String: JSONValue]

    private enum CodingKeys: String, CodingKey {
        case guid, tool, results, figures, parameters
        case pipelineGuid = "pipeline_guid"
        case pipelineName = "pipeline_name"
        case jobGuid = "job_guid"
        case collectionGuid = "collection_guid"
        case collectionName = "collection_name"
        case agentGuid = "agent_guid"
        case agentName = "agent_name"
        case createdBy = "created_by"
        case createdAt = "created_at"
        case durationSeconds = "duration_seconds"
        case filesProcessed = "files_processed"
        case reportSize = "report_size"
        case noChangeOf = "no_change_of"
    }

    /// From its parts.
    public init(
        guid: String, jobGuid: String, collectionGuid: String, collectionName: String, tool: Tool,
        agentGuid: String? = nil, agentName: String? = nil, createdBy: String? = nil, createdAt: Timestamp,
        durationSeconds: Double? = nil, filesProcessed: Int64? = nil, results: JSONValue? = nil,
        figures: JSONValue? = nil,
        reportSize: Int64? = nil, noChangeOf: String? = nil, pipelineGuid: String? = nil,
        pipelineName: String? = nil, parameters: [String: JSONValue] = [:]
    ) {
        self.guid = guid
        self.jobGuid = jobGuid
        self.collectionGuid = collectionGuid
        self.collectionName = collectionName
        self.tool = tool
        self.agentGuid = agentGuid
        self.agentName = agentName
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.durationSeconds = durationSeconds
        self.filesProcessed = filesProcessed
        self.results = results
        self.figures = figures
        self.reportSize = reportSize
        self.noChangeOf = noChangeOf
        self.pipelineGuid = pipelineGuid
        self.pipelineName = pipelineName
        self.parameters = parameters
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(jobGuid, forKey: .jobGuid)
        try container.encode(collectionGuid, forKey: .collectionGuid)
        try container.encode(collectionName, forKey: .collectionName)
        try container.encode(tool, forKey: .tool)
        try container.encode(agentGuid, forKey: .agentGuid)
        try container.encode(agentName, forKey: .agentName)
        try container.encode(createdBy, forKey: .createdBy)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(durationSeconds, forKey: .durationSeconds)
        try container.encode(filesProcessed, forKey: .filesProcessed)
        try container.encodeIfPresent(results, forKey: .results)
        try container.encode(figures, forKey: .figures)
        try container.encode(reportSize, forKey: .reportSize)
        try container.encode(noChangeOf, forKey: .noChangeOf)
        try container.encode(pipelineGuid, forKey: .pipelineGuid)
        try container.encode(pipelineName, forKey: .pipelineName)
        try container.encode(parameters, forKey: .parameters)
    }
}
