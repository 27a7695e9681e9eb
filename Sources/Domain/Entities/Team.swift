/// People and agents who share collections; nothing crosses from one team to another. EC-3.
public struct Team: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: TeamID
    /// Its name.
    public var name: String
    /// Whether none of its agents is given a job. SL-3.
    public var isPaused: Bool
    /// When it was made.
    public var createdAt: Timestamp

    /// From its parts.
    public init(rowID: Int64, guid: TeamID, name: String, isPaused: Bool, createdAt: Timestamp) {
        self.rowID = rowID
        self.guid = guid
        self.name = name
        self.isPaused = isPaused
        self.createdAt = createdAt
    }
}
