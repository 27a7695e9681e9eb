/// How images are meant to pass from capture to archive.
public struct Pipeline: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: PipelineID
    /// Its team.
    public var teamRowID: Int64
    /// Its name.
    public var name: String
    /// What it is for.
    public var summary: String
    /// Its nodes (analysis.md).
    public var nodes: JSONValue
    /// Whether runs without a pipeline take it.
    public var isDefault: Bool
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last changed; nil where it never was.
    public var updatedAt: Timestamp?
    /// The row of who changed it last.
    public var updatedByRowID: Int64?

    /// From its parts.
    public init(
        rowID: Int64, guid: PipelineID, teamRowID: Int64, name: String, summary: String, nodes: JSONValue,
        isDefault: Bool, createdAt: Timestamp, updatedAt: Timestamp? = nil, updatedByRowID: Int64? = nil
    ) {
        self.rowID = rowID
        self.guid = guid
        self.teamRowID = teamRowID
        self.name = name
        self.summary = summary
        self.nodes = nodes
        self.isDefault = isDefault
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.updatedByRowID = updatedByRowID
    }
}
