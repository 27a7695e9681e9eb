/// A secret by which a program acts for a person over the user API.
public struct APIToken: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: APITokenID
    /// What it is for.
    public var name: String
    /// The first characters of the secret; empty where they were not kept.
    public var prefix: String
    /// When it was made.
    public var createdAt: Timestamp
    /// The last time that it opened anything, to the minute; nil where it never did.
    public var lastUsedAt: Timestamp?

    /// From its parts.
    public init(
        rowID: Int64, guid: APITokenID, name: String, prefix: String, createdAt: Timestamp, lastUsedAt: Timestamp?
    ) {
        self.rowID = rowID
        self.guid = guid
        self.name = name
        self.prefix = prefix
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }
}
