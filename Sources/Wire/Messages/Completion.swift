import Domain

/// `POST /jobs/{guid}/complete` (protocol.md, *Completion*).
public struct CompletionRequest: Codable, Hashable, Sendable {
    /// How the attempt ended.
    public var status: CompletionStatus
    /// Lower-case hex.
    public var signature: String
    /// Default: the current one.
    public var attempt: Int?
    /// Results inline, canonical form under 1 MB.
    public var resultsJson: JSONValue?
    /// The same as they came, where that surely is the canonical form; nothing of its own on the wire.
    public var canonicalResults: [UInt8]?
    /// Bytes of the results to upload.
    public var resultsSize: Int64?
    /// SHA-256 of the results.
    public var resultsChecksum: String?
    /// Bytes of the report to upload.
    public var reportSize: Int64?
    /// SHA-256 of the report.
    public var reportChecksum: String?
    /// What went wrong.
    public var errorMessage: String?
    /// More of it, at most 64 KB.
    public var errorDetail: String?
    /// What sort of trouble.
    public var errorKind: ErrorKind?
    /// Of listing and configuration.
    public var fingerprint: String?
    /// The result that still holds.
    public var noChangeOf: String?
    /// How long it took.
    public var metrics: CompletionMetrics?

    private enum CodingKeys: String, CodingKey {
        case status, signature, attempt, fingerprint, metrics
        case resultsJson = "results_json"
        case resultsSize = "results_size"
        case resultsChecksum = "results_checksum"
        case reportSize = "report_size"
        case reportChecksum = "report_checksum"
        case errorMessage = "error_message"
        case errorDetail = "error_detail"
        case errorKind = "error_kind"
        case noChangeOf = "no_change_of"
    }

    /// From its parts.
    public init(
        status: CompletionStatus, signature: String, attempt: Int? = nil, resultsJson: JSONValue? = nil,
        resultsSize: Int64? = nil, resultsChecksum: String? = nil, reportSize: Int64? = nil,
        reportChecksum: String? = nil, errorMessage: String? = nil, errorDetail: String? = nil,
        errorKind: ErrorKind? = nil, fingerprint: String? = nil, noChangeOf: String? = nil,
        metrics: CompletionMetrics? = nil
    ) {
        self.status = status
        self.signature = signature
        self.attempt = attempt
        self.resultsJson = resultsJson
        self.resultsSize = resultsSize
        self.resultsChecksum = resultsChecksum
        self.reportSize = reportSize
        self.reportChecksum = reportChecksum
        self.errorMessage = errorMessage
        self.errorDetail = errorDetail
        self.errorKind = errorKind
        self.fingerprint = fingerprint
        self.noChangeOf = noChangeOf
        self.metrics = metrics
    }
}

/// What an attempt cost.
public struct CompletionMetrics: Codable, Hashable, Sendable {
    /// Seconds.
    public var durationSeconds: Double?
    /// Files.
    public var filesProcessed: Int64?

    private enum CodingKeys: String, CodingKey {
        case durationSeconds = "duration_seconds"
        case filesProcessed = "files_processed"
    }

    /// From its parts.
    public init(durationSeconds: Double? = nil, filesProcessed: Int64? = nil) {
        self.durationSeconds = durationSeconds
        self.filesProcessed = filesProcessed
    }
}

/// A completion was accepted, or had been before.
public struct CompletionResponse: Codable, Hashable, Sendable {
    /// The stored result; null where the attempt gave none.
    public var resultGuid: String?
    /// Always true.
    public var acknowledged: Bool

    private enum CodingKeys: String, CodingKey {
        case acknowledged
        case resultGuid = "result_guid"
    }

    /// From its parts.
    public init(resultGuid: String? = nil, acknowledged: Bool = true) {
        self.resultGuid = resultGuid
        self.acknowledged = acknowledged
    }

    /// Writes every member, null where there is no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(resultGuid, forKey: .resultGuid)
        try container.encode(acknowledged, forKey: .acknowledged)
    }
}

/// 202: the bytes are wanted.
public struct UploadInvitation: Codable, Hashable, Sendable {
    /// The upload.
    public var uploadId: String
    /// Bytes of every chunk but the last.
    public var chunkSize: Int
    /// Absolute path of the upload.
    public var uploadUrl: String

    private enum CodingKeys: String, CodingKey {
        case uploadId = "upload_id"
        case chunkSize = "chunk_size"
        case uploadUrl = "upload_url"
    }

    /// From its parts.
    public init(uploadId: String, chunkSize: Int, uploadUrl: String) {
        self.uploadId = uploadId
        self.chunkSize = chunkSize
        self.uploadUrl = uploadUrl
    }
}

/// The answer to a chunk.
public struct ChunkReceipt: Codable, Hashable, Sendable {
    /// From 0.
    public var chunkIndex: Int
    /// Of the whole upload.
    public var bytesReceived: Int64
    /// Whether nothing is missing.
    public var complete: Bool

    private enum CodingKeys: String, CodingKey {
        case complete
        case chunkIndex = "chunk_index"
        case bytesReceived = "bytes_received"
    }

    /// From its parts.
    public init(chunkIndex: Int, bytesReceived: Int64, complete: Bool) {
        self.chunkIndex = chunkIndex
        self.bytesReceived = bytesReceived
        self.complete = complete
    }
}

/// What of an upload has arrived.
public struct UploadState: Codable, Hashable, Sendable {
    /// Bytes of every chunk but the last.
    public var chunkSize: Int
    /// Bytes in all.
    public var totalSize: Int64
    /// Indexes of the chunks that arrived.
    public var received: [Int]

    private enum CodingKeys: String, CodingKey {
        case received
        case chunkSize = "chunk_size"
        case totalSize = "total_size"
    }

    /// From its parts.
    public init(chunkSize: Int, totalSize: Int64, received: [Int]) {
        self.chunkSize = chunkSize
        self.totalSize = totalSize
        self.received = received
    }
}
