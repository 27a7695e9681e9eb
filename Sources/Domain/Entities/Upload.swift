/// Results and report on their way, in chunks. FR-530.
public struct Upload: Hashable, Sendable {
    /// The row; never leaves the server.
    public let rowID: Int64
    /// Its public id.
    public let guid: UploadID
    /// Its team.
    public var teamRowID: Int64
    /// The job.
    public var jobRowID: Int64
    /// The job's public id.
    public var job: JobID
    /// The attempt that it ends.
    public var attempt: Int
    /// Who sends it.
    public var agentRowID: Int64
    /// The completion request, as JSON.
    public var completion: [UInt8]
    /// Of that completion.
    public var signature: String
    /// Bytes of the results; 0 where they came inline.
    public var resultsSize: Int64
    /// Bytes of the report; 0 without one.
    public var reportSize: Int64
    /// Bytes of every chunk but the last.
    public var chunkSize: Int
    /// When it was opened.
    public var createdAt: Timestamp
    /// When the last byte came. FR-530.7.
    public var lastActivityAt: Timestamp

    /// From its parts.
    public init(
        rowID: Int64, guid: UploadID, teamRowID: Int64, jobRowID: Int64, job: JobID, attempt: Int, agentRowID: Int64,
        completion: [UInt8], signature: String, resultsSize: Int64, reportSize: Int64, chunkSize: Int,
        createdAt: Timestamp, lastActivityAt: Timestamp
    ) {
        self.rowID = rowID
        self.guid = guid
        self.teamRowID = teamRowID
        self.jobRowID = jobRowID
        self.job = job
        self.attempt = attempt
        self.agentRowID = agentRowID
        self.completion = completion
        self.signature = signature
        self.resultsSize = resultsSize
        self.reportSize = reportSize
        self.chunkSize = chunkSize
        self.createdAt = createdAt
        self.lastActivityAt = lastActivityAt
    }
}

extension Upload {
    /// Bytes in all.
    public var totalSize: Int64 { resultsSize + reportSize }
    /// Chunks in all.
    public var chunkCount: Int { Int((totalSize + Int64(chunkSize) - 1) / Int64(chunkSize)) }
    /// The bytes that a chunk must have.
    public func size(ofChunk index: Int) -> Int {
        index < chunkCount - 1 ? chunkSize : Int(totalSize - Int64(chunkSize) * Int64(chunkCount - 1))
    }
}
