import Domain

/// `POST /jobs/claim`.
public struct ClaimRequest: Codable, Hashable, Sendable {
    /// What decides this claim.
    public var capabilities: [String]
    /// How long the server may hold the request, 0–50.
    public var waitSeconds: Int?

    private enum CodingKeys: String, CodingKey {
        case capabilities
        case waitSeconds = "wait_seconds"
    }

    /// From its parts.
    public init(capabilities: [String], waitSeconds: Int? = nil) {
        self.capabilities = capabilities
        self.waitSeconds = waitSeconds
    }
}

/// The answer to a claim; without a job, `job` is null.
public struct ClaimResponse: Codable, Hashable, Sendable {
    /// The job.
    public var job: JobAssignment?

    private enum CodingKeys: String, CodingKey {
        case job
    }

    /// From its parts.
    public init(job: JobAssignment? = nil) {
        self.job = job
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(job, forKey: .job)
    }
}

/// A job, handed to an agent.
public struct JobAssignment: Codable, Hashable, Sendable {
    /// The job.
    public var guid: String
    /// What to run.
    public var tool: Tool
    /// From 1.
    public var attempt: Int
    /// The agent must give a sign of life within this time.
    public var leaseSeconds: Int
    /// What to analyse.
    public var collection: AssignedCollection
    /// The pipeline, for validation.
    public var pipeline: AssignedPipeline?
    /// The run's options.
    public var parameters: RunParameters
    /// Absolute path of the progress socket.
    public var websocketUrl: String
    /// Base64url; signs the end of the attempt. FR-520.4.
    public var signingSecret: String
    /// Absolute path of the job's configuration.
    public var configUrl: String
    /// How to reach remote storage; null for LOCAL.
    public var connector: AssignedConnector?
    /// The last result of this tool on this collection.
    public var previous: PreviousResult?

    private enum CodingKeys: String, CodingKey {
        case guid, tool, attempt, collection, pipeline, parameters, connector, previous
        case leaseSeconds = "lease_seconds"
        case websocketUrl = "websocket_url"
        case signingSecret = "signing_secret"
        case configUrl = "config_url"
    }

    /// From its parts.
    public init(
        guid: String, tool: Tool, attempt: Int, leaseSeconds: Int, collection: AssignedCollection,
        pipeline: AssignedPipeline? = nil, parameters: RunParameters, websocketUrl: String, signingSecret: String,
        configUrl: String, connector: AssignedConnector? = nil, previous: PreviousResult? = nil
    ) {
        self.guid = guid
        self.tool = tool
        self.attempt = attempt
        self.leaseSeconds = leaseSeconds
        self.collection = collection
        self.pipeline = pipeline
        self.parameters = parameters
        self.websocketUrl = websocketUrl
        self.signingSecret = signingSecret
        self.configUrl = configUrl
        self.connector = connector
        self.previous = previous
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(guid, forKey: .guid)
        try container.encode(tool, forKey: .tool)
        try container.encode(attempt, forKey: .attempt)
        try container.encode(leaseSeconds, forKey: .leaseSeconds)
        try container.encode(collection, forKey: .collection)
        try container.encode(pipeline, forKey: .pipeline)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(websocketUrl, forKey: .websocketUrl)
        try container.encode(signingSecret, forKey: .signingSecret)
        try container.encode(configUrl, forKey: .configUrl)
        try container.encode(connector, forKey: .connector)
        try container.encode(previous, forKey: .previous)
    }
}

/// The collection of an assignment.
public struct AssignedCollection: Codable, Hashable, Sendable {
    /// The collection.
    public var guid: String
    /// Its name.
    public var name: String
    /// Where its files are.
    public var type: CollectionType
    /// For LOCAL an absolute path on the agent's machine.
    public var location: String

    /// From its parts.
    public init(guid: String, name: String, type: CollectionType, location: String) {
        self.guid = guid
        self.name = name
        self.type = type
        self.location = location
    }
}

/// The pipeline of an assignment.
public struct AssignedPipeline: Codable, Hashable, Sendable {
    /// The pipeline.
    public var guid: String
    /// Its name.
    public var name: String

    /// From its parts.
    public init(guid: String, name: String) {
        self.guid = guid
        self.name = name
    }
}

/// Options of a run (protocol.md, *Runs*); absent ones are off.
public struct RunParameters: Codable, Hashable, Sendable {
    /// Read what sidecars hold.
    public var readSidecars: Bool?
    /// Pair over the whole tree.
    public var pairAcrossDirectories: Bool?
    /// The folder is truly empty now.
    public var acceptEmpty: Bool?

    private enum CodingKeys: String, CodingKey {
        case readSidecars = "read_sidecars"
        case pairAcrossDirectories = "pair_across_directories"
        case acceptEmpty = "accept_empty"
    }

    /// From its parts.
    public init(readSidecars: Bool? = nil, pairAcrossDirectories: Bool? = nil, acceptEmpty: Bool? = nil) {
        self.readSidecars = readSidecars
        self.pairAcrossDirectories = pairAcrossDirectories
        self.acceptEmpty = acceptEmpty
    }
}

/// The last result of the same tool and collection.
public struct PreviousResult: Codable, Hashable, Sendable {
    /// The result.
    public var resultGuid: String
    /// Files it counted.
    public var totalFiles: Int64
    /// Of its listing and configuration.
    public var fingerprint: String?

    private enum CodingKeys: String, CodingKey {
        case fingerprint
        case resultGuid = "result_guid"
        case totalFiles = "total_files"
    }

    /// From its parts.
    public init(resultGuid: String, totalFiles: Int64, fingerprint: String? = nil) {
        self.resultGuid = resultGuid
        self.totalFiles = totalFiles
        self.fingerprint = fingerprint
    }
}
