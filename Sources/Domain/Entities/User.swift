/// A person, or the SYSTEM user that stands for an agent in the records. FR-110.
public struct User: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: UserID
    /// Its team.
    public var teamRowID: Int64
    /// Lower case; nil for SYSTEM users.
    public var email: String?
    /// For people.
    public var name: String
    /// What they may do.
    public var role: Role
    /// Whether it stands for an agent. FR-110.3.
    public var isSystem: Bool
    /// Encoded scrypt hash; nil where no password opens the account.
    public var passwordHash: String?
    /// When it was made.
    public var createdAt: Timestamp
    /// When somebody last signed in with it.
    public var lastSignInAt: Timestamp?
    /// When the person left the team: nothing opens the account any more, and the name stays on what was done.
    public var removedAt: Timestamp?

    /// From its parts.
    public init(
        rowID: Int64, guid: UserID, teamRowID: Int64, email: String?, name: String, role: Role, isSystem: Bool,
        passwordHash: String?, createdAt: Timestamp, lastSignInAt: Timestamp? = nil, removedAt: Timestamp? = nil
    ) {
        self.rowID = rowID
        self.guid = guid
        self.teamRowID = teamRowID
        self.email = email
        self.name = name
        self.role = role
        self.isSystem = isSystem
        self.passwordHash = passwordHash
        self.createdAt = createdAt
        self.lastSignInAt = lastSignInAt
        self.removedAt = removedAt
    }
}
