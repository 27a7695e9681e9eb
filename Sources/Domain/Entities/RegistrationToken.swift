/// A secret that registers one agent, once, within a day. FR-100.1–2.
public struct RegistrationToken: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: RegistrationTokenID
    /// The team that the agent will belong to.
    public var teamRowID: Int64
    /// What it is for.
    public var name: String
    /// The person who issued it.
    public var createdByRowID: Int64
    /// When.
    public var createdAt: Timestamp
    /// 24 h later.
    public var expiresAt: Timestamp
    /// When an agent registered with it.
    public var usedAt: Timestamp?
    /// That agent.
    public var usedByAgent: AgentID?

    /// From its parts.
    public init(
        rowID: Int64, guid: RegistrationTokenID, teamRowID: Int64, name: String, createdByRowID: Int64,
        createdAt: Timestamp, expiresAt: Timestamp, usedAt: Timestamp?, usedByAgent: AgentID?
    ) {
        self.rowID = rowID
        self.guid = guid
        self.teamRowID = teamRowID
        self.name = name
        self.createdByRowID = createdByRowID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.usedAt = usedAt
        self.usedByAgent = usedByAgent
    }
}

extension RegistrationToken {
    /// How long a token can be used. FR-100.2.
    public static let lifetime: Duration = .seconds(24 * 3600)
}
