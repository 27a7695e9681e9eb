/// The three analyses that an agent can run.
public enum Tool: String, CaseIterable, Codable, Sendable {
    case photostats
    case photoPairing = "photo_pairing"
    case pipelineValidation = "pipeline_validation"

    /// What people call it.
    public var title: String {
        switch self {
        case .photostats: "PhotoStats"
        case .photoPairing: "Photo Pairing"
        case .pipelineValidation: "Pipeline Validation"
        }
    }
}

/// Where the files of a collection are.
public enum CollectionType: String, CaseIterable, Codable, Sendable {
    case local = "LOCAL"
    case s3 = "S3"
    case gcs = "GCS"
    case smb = "SMB"
}

/// What an agent is at the moment, as the server sees it.
public enum AgentStatus: String, CaseIterable, Codable, Sendable {
    case online, offline, error, revoked
}

/// Where in its work a running job is.
public enum Stage: String, CaseIterable, Codable, Sendable {
    case initializing, scanning, analyzing
    case generatingReport = "generating_report"
    case uploading

    /// What people read.
    public var title: String {
        switch self {
        case .initializing: "Initializing"
        case .scanning: "Scanning"
        case .analyzing: "Analyzing"
        case .generatingReport: "Generating report"
        case .uploading: "Uploading"
        }
    }
}

/// What sort of trouble ended an attempt.
public enum ErrorKind: String, CaseIterable, Codable, Sendable {
    case storageUnavailable = "storage_unavailable"
    case permissionDenied = "permission_denied"
    case invalidConfiguration = "invalid_configuration"
    case toolError = "tool_error"
    case `internal`
    /// Set by the server alone, when an attempt was lost with its agent too often.
    case agentLost = "agent_lost"

    /// Whether another attempt may go better without anybody mending anything (protocol.md, *Retry by the system*).
    public var isWorthRetrying: Bool {
        switch self {
        case .toolError, .internal, .storageUnavailable: true
        case .permissionDenied, .invalidConfiguration, .agentLost: false
        }
    }
}

/// What a person may do in a team.
public enum Role: String, CaseIterable, Codable, Sendable {
    case administrator, member
}

/// How an agent says that an attempt ended.
public enum CompletionStatus: String, CaseIterable, Codable, Sendable {
    case completed, failed, cancelled
}
