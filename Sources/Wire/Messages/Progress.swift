import Domain

/// How far an attempt is. FR-500.1.
public struct ProgressUpdate: Codable, Hashable, Sendable {
    /// Where it is.
    public var stage: Stage
    /// 0–100.
    public var percentage: Double?
    /// Files seen so far, ≥ 0.
    public var filesScanned: Int64?
    /// Files in all, ≥ 0.
    public var totalFiles: Int64?
    /// What it looks at now.
    public var currentFile: String?
    /// A word for people.
    public var message: String?

    private enum CodingKeys: String, CodingKey {
        case stage, percentage, message
        case filesScanned = "files_scanned"
        case totalFiles = "total_files"
        case currentFile = "current_file"
    }

    /// From its parts.
    public init(
        stage: Stage, percentage: Double? = nil, filesScanned: Int64? = nil, totalFiles: Int64? = nil,
        currentFile: String? = nil, message: String? = nil
    ) {
        self.stage = stage
        self.percentage = percentage
        self.filesScanned = filesScanned
        self.totalFiles = totalFiles
        self.currentFile = currentFile
        self.message = message
    }
}

/// The answer to REST progress.
public struct ProgressResponse: Codable, Hashable, Sendable {
    /// Always true.
    public var acknowledged: Bool
    /// Whether the agent has to stop.
    public var cancelled: Bool

    /// From its parts.
    public init(acknowledged: Bool, cancelled: Bool) {
        self.acknowledged = acknowledged
        self.cancelled = cancelled
    }
}

/// A `stage` frame.
public struct StageChange: Codable, Hashable, Sendable {
    /// Where it was.
    public var previousStage: Stage?
    /// Where it is.
    public var currentStage: Stage
    /// A word for people.
    public var message: String?

    private enum CodingKeys: String, CodingKey {
        case message
        case previousStage = "previous_stage"
        case currentStage = "current_stage"
    }

    /// From its parts.
    public init(previousStage: Stage? = nil, currentStage: Stage, message: String? = nil) {
        self.previousStage = previousStage
        self.currentStage = currentStage
        self.message = message
    }
}

/// A `warning` frame, kept on the job.
public struct JobWarning: Codable, Hashable, Sendable {
    /// What is odd.
    public var message: String
    /// Where.
    public var file: String?
    /// A word for programs.
    public var errorType: String?

    private enum CodingKeys: String, CodingKey {
        case message, file
        case errorType = "error_type"
    }

    /// From its parts.
    public init(message: String, file: String? = nil, errorType: String? = nil) {
        self.message = message
        self.file = file
        self.errorType = errorType
    }
}

/// A `cancel` frame.
public struct CancelNotice: Codable, Hashable, Sendable {
    /// Why.
    public var reason: String

    /// From its parts.
    public init(reason: String) {
        self.reason = reason
    }
}
