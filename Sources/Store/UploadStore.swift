import Database
import Domain

/// Uploads and the chunks of them that arrived.
public struct UploadStore {
    private let tx: any SQLConnection
    private static let select = "SELECT u.*, j.guid AS job_guid FROM uploads u JOIN jobs j ON j.id = u.job_id"

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Opens an upload in place of an earlier one of the same attempt.
    public func insert(
        guid: UploadID, job: Job, agent: Int64, completion: [UInt8], signature: String, resultsSize: Int64,
        reportSize: Int64, chunkSize: Int, at now: Timestamp
    ) throws {
        try tx.execute(
            """
            INSERT INTO uploads (guid, team_id, job_id, attempt, agent_id, completion, signature, results_size,
              report_size, chunk_size, created_at, last_activity_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)
            """,
            [
                guid, job.teamRowID, job.rowID, job.state.attempt, agent, completion, signature, resultsSize,
                reportSize,
                chunkSize, now,
            ])
    }

    /// An agent's upload.
    public func find(_ guid: UploadID, agent: Int64) throws -> Upload? {
        try tx.query("\(Self.select) WHERE u.guid = ?1 AND u.agent_id = ?2", [guid, agent]).first.map(Self.upload)
    }

    /// The upload that is open for an attempt.
    public func find(job: Int64, attempt: Int) throws -> Upload? {
        try tx.query("\(Self.select) WHERE u.job_id = ?1 AND u.attempt = ?2", [job, attempt]).first.map(Self.upload)
    }

    /// Uploads without a byte since an instant. FR-530.7.
    public func idle(since instant: Timestamp) throws -> [Upload] {
        try tx.query("\(Self.select) WHERE u.last_activity_at <= ?1 LIMIT 500", [instant]).map(Self.upload)
    }

    /// Whether any upload still goes by a guid; used to clear away files without one.
    public func exists(_ guid: UploadID) throws -> Bool {
        try !tx.query("SELECT 1 AS one FROM uploads WHERE guid = ?1", [guid]).isEmpty
    }

    /// Marks a chunk as arrived.
    /// - Throws: `DatabaseError.constraint(.unique)` where it had arrived before. FR-530.8.
    public func insertChunk(upload: Int64, index: Int, size: Int, at now: Timestamp) throws {
        try tx.execute(
            "INSERT INTO upload_chunks (upload_id, chunk_index, size) VALUES (?1, ?2, ?3)", [upload, index, size])
        try tx.execute("UPDATE uploads SET last_activity_at = ?2 WHERE id = ?1", [upload, now])
    }

    /// The indexes that arrived, in order.
    public func chunks(upload: Int64) throws -> [Int] {
        try tx.query("SELECT chunk_index FROM upload_chunks WHERE upload_id = ?1 ORDER BY chunk_index", [upload])
            .map { try $0.int("chunk_index") }
    }

    /// Ends an upload, one way or the other.
    public func delete(row: Int64) throws {
        try tx.execute("DELETE FROM upload_chunks WHERE upload_id = ?1", [row])
        try tx.execute("DELETE FROM uploads WHERE id = ?1", [row])
    }

    private static func upload(_ row: SQLRow) throws -> Upload {
        Upload(
            rowID: try row.integer("id"), guid: try row.guid("guid"), teamRowID: try row.integer("team_id"),
            jobRowID: try row.integer("job_id"), job: try row.guid("job_guid"), attempt: try row.int("attempt"),
            agentRowID: try row.integer("agent_id"), completion: try row.blob("completion"),
            signature: try row.text("signature"), resultsSize: try row.integer("results_size"),
            reportSize: try row.integer("report_size"), chunkSize: try row.int("chunk_size"),
            createdAt: try row.instant("created_at"), lastActivityAt: try row.instant("last_activity_at"))
    }
}
