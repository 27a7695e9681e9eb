/// A worker on a user's own machine, as the server knows it.
public struct Agent: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: AgentID
    /// Its team.
    public var teamRowID: Int64
    /// Its SYSTEM user. FR-110.4.
    public var systemUserRowID: Int64
    /// The person who issued its token. FR-110.5.
    public var issuedByRowID: Int64?
    /// What people call it.
    public var name: String
    /// Its machine's name.
    public var hostname: String
    /// Its operating system.
    public var osInfo: String?
    /// For example `linux-amd64`.
    public var platform: String
    /// The agent's version.
    public var version: String
    /// SHA-256 of its executable. FR-520.1.
    public var binaryChecksum: String
    /// 6 characters of its key, for recognition.
    public var keyPrefix: String
    /// As last written; silence is the sweep's matter.
    public var status: AgentStatus
    /// Paused by people, on the server.
    public var isPaused: Bool
    /// Paused on its own machine.
    public var isSelfPaused: Bool
    /// Its disk is nearly full.
    public var isDiskLow: Bool
    /// What is wrong with it.
    public var errorMessage: String?
    /// What it can do.
    public var capabilities: [String]
    /// Connectors whose credentials it holds.
    public var connectors: [String]
    /// Folders that jobs may read.
    public var roots: [String]
    /// Its machine's load, as it last said.
    public var metrics: JSONValue?
    /// Last sign of life. FR-100.5.
    public var lastSeen: Timestamp?
    /// When it was revoked.
    public var revokedAt: Timestamp?
    /// Why.
    public var revocationReason: String?
    /// When it registered.
    public var createdAt: Timestamp

    /// From its parts.
    public init(
        rowID: Int64, guid: AgentID, teamRowID: Int64, systemUserRowID: Int64, issuedByRowID: Int64?, name: String,
        hostname: String, osInfo: String?, platform: String, version: String, binaryChecksum: String, keyPrefix: String,
        status: AgentStatus, isPaused: Bool, isSelfPaused: Bool, isDiskLow: Bool, errorMessage: String?,
        capabilities: [String], connectors: [String], roots: [String], metrics: JSONValue?, lastSeen: Timestamp?,
        revokedAt: Timestamp?, revocationReason: String?, createdAt: Timestamp
    ) {
        self.rowID = rowID
        self.guid = guid
        self.teamRowID = teamRowID
        self.systemUserRowID = systemUserRowID
        self.issuedByRowID = issuedByRowID
        self.name = name
        self.hostname = hostname
        self.osInfo = osInfo
        self.platform = platform
        self.version = version
        self.binaryChecksum = binaryChecksum
        self.keyPrefix = keyPrefix
        self.status = status
        self.isPaused = isPaused
        self.isSelfPaused = isSelfPaused
        self.isDiskLow = isDiskLow
        self.errorMessage = errorMessage
        self.capabilities = capabilities
        self.connectors = connectors
        self.roots = roots
        self.metrics = metrics
        self.lastSeen = lastSeen
        self.revokedAt = revokedAt
        self.revocationReason = revocationReason
        self.createdAt = createdAt
    }
}
