public import Domain

/// What a report says about its making: everything but the findings.
public struct ReportHeader: Hashable, Sendable {
    /// The tool, for example `PhotoStats`.
    public var toolTitle: String
    /// The collection's name; the folder's where there is no collection.
    public var collectionName: String
    /// Where its files are, as it is shown.
    public var location: String
    /// The agent that ran the tool; empty on the command line.
    public var agentName: String
    /// When the tool was done.
    public var finishedAt: Timestamp
    /// How long listing and analysis took, in seconds.
    public var durationSeconds: Double
    /// The version of Safelight.
    public var version: String

    /// A header of its parts.
    public init(
        toolTitle: String, collectionName: String, location: String, agentName: String, finishedAt: Timestamp,
        durationSeconds: Double, version: String
    ) {
        self.toolTitle = toolTitle
        self.collectionName = collectionName
        self.location = location
        self.agentName = agentName
        self.finishedAt = finishedAt
        self.durationSeconds = durationSeconds
        self.version = version
    }
}
