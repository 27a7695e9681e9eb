import Domain
import Wire

/// The end of an attempt, ready to be sent: what is signed, and where its bytes are.
struct SpoolEntry: Hashable, Sendable {
    /// What `completion.json` holds.
    struct Note: Codable, Hashable, Sendable {
        var version = 1
        var job: String
        var attempt: Int
        /// The completion without its results.
        var completion: CompletionRequest
        var resultsSize: Int64?
        var resultsChecksum: String?
        var reportSize: Int64?
        var reportChecksum: String?

        private enum CodingKeys: String, CodingKey {
            case version, job, attempt, completion
            case resultsSize = "results_size"
            case resultsChecksum = "results_checksum"
            case reportSize = "report_size"
            case reportChecksum = "report_checksum"
        }
    }

    /// The entry's own folder.
    let folder: String
    let note: Note

    var job: String { note.job }
    var attempt: Int { note.attempt }
    var resultsFile: String { folder + "/results.json" }
    var reportFile: String { folder + "/report.html" }

    /// Results this large are uploaded instead of standing in the request. FR-530.1.
    static let inlineLimit: Int64 = 1_048_576

    var isInline: Bool { (note.resultsSize ?? 0) < Self.inlineLimit }

    /// Bytes to upload: the results where they are too large to stand in the request, then the report.
    var uploadSize: Int64 { (isInline ? 0 : note.resultsSize ?? 0) + (note.reportSize ?? 0) }

    /// What is sent to the server.
    func request() throws -> CompletionRequest {
        var request = note.completion
        request.attempt = note.attempt
        if note.resultsSize != nil, isInline {
            request.resultsJson = try JSONParser.parse(try DurableFile.read(resultsFile))
        } else {
            request.resultsSize = note.resultsSize
            request.resultsChecksum = note.resultsChecksum
        }
        request.reportSize = note.reportSize
        request.reportChecksum = note.reportChecksum
        return request
    }

    /// A part of the upload: the results and the report as one stretch of bytes.
    func uploadBytes(offset: Int64, count: Int) throws -> [UInt8] {
        let resultsSize = isInline ? 0 : note.resultsSize ?? 0
        var bytes: [UInt8] = []
        if offset < resultsSize {
            let part = min(Int64(count), resultsSize - offset)
            bytes = try DurableFile.read(resultsFile, offset: offset, count: Int(part))
        }
        if bytes.count < count, note.reportSize != nil {
            let begin = max(0, offset - resultsSize)
            bytes += try DurableFile.read(reportFile, offset: begin, count: count - bytes.count)
        }
        return bytes
    }
}

/// The end of an attempt as the work hands it over, before it is signed and spooled.
struct FinishedAttempt: Sendable {
    var status: CompletionStatus
    var results: [UInt8]?
    var report: [UInt8]?
    var errorMessage: String?
    var errorDetail: String?
    var errorKind: ErrorKind?
    var metrics: CompletionMetrics?

    /// The most of an error's detail that the wire takes.
    static let largestDetail = 65_536

    /// The entry's note, signed with the attempt's secret. FR-520.5.
    func note(job: JobID, attempt: Int, secret: [UInt8]) -> SpoolEntry.Note {
        let resultsChecksum = results.map { Checksum(of: $0) }
        let reportChecksum = report.map { Checksum(of: $0) }
        let signature = ResultSignature(
            job: job, attempt: attempt, status: status, resultsChecksum: resultsChecksum,
            reportChecksum: reportChecksum
        ).sign(secret: secret)
        return SpoolEntry.Note(
            job: job.description, attempt: attempt,
            completion: CompletionRequest(
                status: status, signature: signature, attempt: attempt, errorMessage: errorMessage,
                errorDetail: errorDetail.map { String(decoding: $0.utf8.prefix(Self.largestDetail), as: UTF8.self) },
                errorKind: errorKind, metrics: metrics),
            resultsSize: results.map { Int64($0.count) }, resultsChecksum: resultsChecksum?.description,
            reportSize: report.map { Int64($0.count) }, reportChecksum: reportChecksum?.description)
    }
}
