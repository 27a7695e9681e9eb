/// How long an agent may stay silent before its job goes back to the queue (protocol.md, *Signs of life and leases*).
public enum Lease {
    /// A claim, and every later sign of life, is good for this long.
    public static let duration: Duration = .seconds(90)
    /// After a socket dropped without another taking its place.
    public static let socketGrace: Duration = .seconds(40)
    /// An agent without any request or frame for this long is OFFLINE.
    public static let agentSilence: Duration = .seconds(90)
    /// A running agent has this long to answer a wish to cancel; then the server cancels alone.
    public static let cancelPatience: Duration = .seconds(60)
    /// An upload without a byte for this long expires. FR-530.7.
    public static let uploadIdle: Duration = .seconds(3600)
}

/// The pool's state in one word. FR-600.
public enum PoolStatus: String, Codable, Sendable {
    case offline, idle, running
}

/// What the header badge shows (protocol.md, *Pool*).
public struct PoolCounts: Hashable, Sendable {
    /// Agents with status online.
    public let online: Int
    /// Online agents, not paused, that run nothing.
    public let idle: Int
    /// Running jobs.
    public let running: Int

    /// The three counts, each ≥ 0.
    public init(online: Int, idle: Int, running: Int) {
        self.online = online
        self.idle = idle
        self.running = running
    }

    /// `offline` without an online agent, else `running` while a job runs, else `idle`.
    public var status: PoolStatus {
        online == 0 ? .offline : running > 0 ? .running : .idle
    }
}
