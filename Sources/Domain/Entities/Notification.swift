/// Something that a user should know.
public struct Notification: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: NotificationID
    /// Whom it is for.
    public var userRowID: Int64
    /// A word for programs.
    public var kind: String
    /// One line.
    public var title: String
    /// What happened and what to do.
    public var message: String
    /// The job it is about.
    public var job: JobID?
    /// The agent it is about.
    public var agent: AgentID?
    /// Whether it was seen.
    public var isRead: Bool
    /// When.
    public var createdAt: Timestamp

    /// From its parts.
    public init(
        rowID: Int64, guid: NotificationID, userRowID: Int64, kind: String, title: String, message: String, job: JobID?,
        agent: AgentID?, isRead: Bool, createdAt: Timestamp
    ) {
        self.rowID = rowID
        self.guid = guid
        self.userRowID = userRowID
        self.kind = kind
        self.title = title
        self.message = message
        self.job = job
        self.agent = agent
        self.isRead = isRead
        self.createdAt = createdAt
    }
}
