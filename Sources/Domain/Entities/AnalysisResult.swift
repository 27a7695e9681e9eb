/// What a job gave.
public struct AnalysisResult: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: ResultID
    /// Its team.
    public var teamRowID: Int64
    /// The job.
    public var job: JobID
    /// What was analysed.
    public var collectionRowID: Int64
    /// That collection's public id.
    public var collection: CollectionID
    /// That collection's name.
    public var collectionName: String
    /// What was run.
    public var tool: Tool
    /// Who ran it.
    public var agent: AgentID?
    /// That agent's name.
    public var agentName: String?
    /// The agent's SYSTEM user. FR-110.6.
    public var createdBy: UserID?
    /// When it was stored.
    public var createdAt: Timestamp
    /// How long it took.
    public var durationSeconds: Double?
    /// Files.
    public var filesProcessed: Int64?
    /// The name of the blob that holds the canonical results; nil where they are small, and in the row.
    public var resultsBlob: String?
    /// The name of the report's blob.
    public var reportBlob: String?
    /// Bytes of the report.
    public var reportSize: Int64?
    /// The result that still held.
    public var noChangeOf: ResultID?
    /// Of listing and configuration.
    public var fingerprint: String?
    /// Its key figures by name; nil for one that was stored before they were kept.
    public var figures: JSONValue?
    /// The pipeline that it followed, and that pipeline's name.
    public var pipeline: PipelineID?, pipelineName: String?
    /// The options of the run, by name.
    public var parameters: [String: JSONValue]

    /// From its parts.
    public init(
        rowID: Int64, guid: ResultID, teamRowID: Int64, job: JobID, collectionRowID: Int64, collection: CollectionID,
        collectionName: String, tool: Tool, agent: AgentID?, agentName: String?, createdBy: UserID?,
        createdAt: Timestamp, durationSeconds: Double?, filesProcessed: Int64?,
        resultsBlob: String?, reportBlob: String?, reportSize: Int64?, noChangeOf: ResultID?, fingerprint: String?,
        figures: JSONValue?, pipeline: PipelineID?, pipelineName: String?, parameters: [String: JSONValue]
    ) {
        self.rowID = rowID
        self.guid = guid
        self.teamRowID = teamRowID
        self.job = job
        self.collectionRowID = collectionRowID
        self.collection = collection
        self.collectionName = collectionName
        self.tool = tool
        self.agent = agent
        self.agentName = agentName
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.durationSeconds = durationSeconds
        self.filesProcessed = filesProcessed
        self.resultsBlob = resultsBlob
        self.reportBlob = reportBlob
        self.reportSize = reportSize
        self.noChangeOf = noChangeOf
        self.fingerprint = fingerprint
        self.figures = figures
        self.pipeline = pipeline
        self.pipelineName = pipelineName
        self.parameters = parameters
    }

    /// Whether the numbers of another result of the same tool can be held against these: both followed the same pipeline, and
    /// were run with the same options.
    public func isComparable(with other: AnalysisResult) -> Bool {
        pipeline == other.pipeline && options == other.options
    }

    /// The options that change what is found.
    private var options: Set<String> {
        Set(parameters.filter { $0.key != "accept_empty" && $0.value == .bool(true) }.keys)
    }
}
