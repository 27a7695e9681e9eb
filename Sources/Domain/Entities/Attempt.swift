/// One claim of a job.
public struct Attempt: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// The job.
    public var jobRowID: Int64
    /// From 1.
    public var number: Int
    /// Who got it.
    public var agentRowID: Int64
    /// That agent's public id.
    public var agent: AgentID
    /// That agent's name.
    public var agentName: String
    /// The master key that its secret was derived from.
    public var keyID: String
    /// When.
    public var assignedAt: Timestamp
    /// When work began.
    public var startedAt: Timestamp?
    /// When it ended.
    public var endedAt: Timestamp?
    /// How it ended.
    public var outcome: String?
    /// Of the accepted completion, so that a repeat is known. EC-4.
    public var completionSignature: String?
    /// What it gave.
    public var result: ResultID?

    /// From its parts.
    public init(
        rowID: Int64, jobRowID: Int64, number: Int, agentRowID: Int64, agent: AgentID, agentName: String, keyID: String,
        assignedAt: Timestamp, startedAt: Timestamp?, endedAt: Timestamp?, outcome: String?,
        completionSignature: String?, result: ResultID?
    ) {
        self.rowID = rowID
        self.jobRowID = jobRowID
        self.number = number
        self.agentRowID = agentRowID
        self.agent = agent
        self.agentName = agentName
        self.keyID = keyID
        self.assignedAt = assignedAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.outcome = outcome
        self.completionSignature = completionSignature
        self.result = result
    }
}
