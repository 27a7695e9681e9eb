import Domain

/// `POST /heartbeat`; an absent field is unchanged. FR-100.4.
public struct HeartbeatRequest: Codable, Hashable, Sendable {
    /// How the agent feels.
    public var status: HeartbeatStatus
    /// The job it works on, none, or not said.
    public var currentJob: CurrentJob
    /// All it can do.
    public var capabilities: [String]?
    /// Connectors whose credentials it holds.
    public var connectors: [String]?
    /// The machine's load.
    public var metrics: AgentMetrics?
    /// What is wrong, with status error.
    public var errorMessage: String?
    /// The agent's version.
    public var version: String?
    /// Its platform.
    public var platform: String?
    /// Its operating system.
    public var osInfo: String?
    /// SHA-256 of its executable.
    public var binaryChecksum: String?
    /// Folders that jobs may read.
    public var roots: [String]?
    /// Whether it was paused on its own machine.
    public var paused: Bool?
    /// Whether its disk is nearly full.
    public var diskLow: Bool?
    /// Its last log lines, after a crash.
    public var logTail: String?

    private enum CodingKeys: String, CodingKey {
        case status, capabilities, connectors, metrics, version, platform, roots, paused
        case currentJob = "current_job_guid"
        case errorMessage = "error_message"
        case osInfo = "os_info"
        case binaryChecksum = "binary_checksum"
        case diskLow = "disk_low"
        case logTail = "log_tail"
    }

    /// From its parts.
    public init(
        status: HeartbeatStatus, currentJob: CurrentJob = .notSaid, capabilities: [String]? = nil,
        connectors: [String]? = nil, metrics: AgentMetrics? = nil, errorMessage: String? = nil, version: String? = nil,
        platform: String? = nil, osInfo: String? = nil, binaryChecksum: String? = nil, roots: [String]? = nil,
        paused: Bool? = nil, diskLow: Bool? = nil, logTail: String? = nil
    ) {
        self.status = status
        self.currentJob = currentJob
        self.capabilities = capabilities
        self.connectors = connectors
        self.metrics = metrics
        self.errorMessage = errorMessage
        self.version = version
        self.platform = platform
        self.osInfo = osInfo
        self.binaryChecksum = binaryChecksum
        self.roots = roots
        self.paused = paused
        self.diskLow = diskLow
        self.logTail = logTail
    }
}

/// The load of an agent's machine.
public struct AgentMetrics: Codable, Hashable, Sendable {
    /// 0–100.
    public var cpuPercent: Double?
    /// 0–100.
    public var memoryPercent: Double?
    /// Free space in GB.
    public var diskFreeGb: Double?

    private enum CodingKeys: String, CodingKey {
        case cpuPercent = "cpu_percent"
        case memoryPercent = "memory_percent"
        case diskFreeGb = "disk_free_gb"
    }

    /// From its parts.
    public init(cpuPercent: Double? = nil, memoryPercent: Double? = nil, diskFreeGb: Double? = nil) {
        self.cpuPercent = cpuPercent
        self.memoryPercent = memoryPercent
        self.diskFreeGb = diskFreeGb
    }
}

/// The answer to a heartbeat.
public struct HeartbeatResponse: Codable, Hashable, Sendable {
    /// Always true.
    public var acknowledged: Bool
    /// The server's clock.
    public var serverTime: Timestamp
    /// Jobs to stop: cancelled, or no longer this agent's.
    public var cancelJobGuids: [String]
    /// Whether the agent is given no jobs.
    public var paused: Bool

    private enum CodingKeys: String, CodingKey {
        case acknowledged, paused
        case serverTime = "server_time"
        case cancelJobGuids = "cancel_job_guids"
    }

    /// From its parts.
    public init(acknowledged: Bool, serverTime: Timestamp, cancelJobGuids: [String], paused: Bool) {
        self.acknowledged = acknowledged
        self.serverTime = serverTime
        self.cancelJobGuids = cancelJobGuids
        self.paused = paused
    }
}

/// How an agent feels.
public enum HeartbeatStatus: String, CaseIterable, Codable, Sendable {
    case online, error
}

/// `current_job_guid` of a heartbeat: absent, null and a guid mean three different things.
public enum CurrentJob: Hashable, Sendable {
    /// The field is absent: nothing changed.
    case notSaid
    /// Null: the agent works on nothing; a RUNNING job without a socket goes back.
    case idle
    /// It works on this job.
    case job(String)
}

extension CurrentJob: Codable {
    /// Reads null or a guid; an absent field is read by the container below.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .idle : .job(try container.decode(String.self))
    }

    /// Writes null or a guid; `notSaid` is left out by the container below.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        guard case .job(let guid) = self else { return try container.encodeNil() }
        try container.encode(guid)
    }
}

// What the compiler writes for `HeartbeatRequest` finds these two, so that absence is told from null.
extension KeyedDecodingContainer {
    func decode(_ type: CurrentJob.Type, forKey key: Key) throws -> CurrentJob {
        guard contains(key) else { return .notSaid }
        if try decodeNil(forKey: key) { return .idle }
        return .job(try decode(String.self, forKey: key))
    }
}

extension KeyedEncodingContainer {
    mutating func encode(_ value: CurrentJob, forKey key: Key) throws {
        switch value {
        case .notSaid: return
        case .idle: try encodeNil(forKey: key)
        case .job(let guid): try encode(guid, forKey: key)
        }
    }
}
