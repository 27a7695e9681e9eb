import Domain
import Testing
import Wire

/// Ends of an attempt, signed as an agent signs them (protocol.md, *Signature*).
struct Signed {
    private let job: JobID
    private let attempt: Int
    private let secret: [UInt8]

    init(_ assignment: JobAssignment) throws {
        job = try #require(JobID(assignment.guid))
        attempt = assignment.attempt
        secret = try #require(Base64URL.decode(assignment.signingSecret))
    }

    /// Results that the schema of PhotoStats takes.
    static let photoStats: JSONValue = ["total_files": 12, "total_size": 3400]

    func signature(_ status: CompletionStatus, results: [UInt8]? = nil, report: [UInt8]? = nil) -> String {
        ResultSignature(
            job: job, attempt: attempt, status: status, resultsChecksum: results.map { Checksum(of: $0) },
            reportChecksum: report.map { Checksum(of: $0) }
        ).sign(secret: secret)
    }

    /// Results that go inline, and perhaps a report that is uploaded.
    func completed(_ results: JSONValue = photoStats, report: [UInt8]? = nil) throws -> CompletionRequest {
        CompletionRequest(
            status: .completed,
            signature: signature(.completed, results: CanonicalJSON.encode(results), report: report), attempt: attempt,
            resultsJson: results, reportSize: report.map { Int64($0.count) },
            reportChecksum: report.map { Checksum(of: $0).description })
    }

    /// Results and perhaps a report that are both uploaded.
    func uploaded(_ results: [UInt8], report: [UInt8]? = nil) throws -> CompletionRequest {
        CompletionRequest(
            status: .completed, signature: signature(.completed, results: results, report: report), attempt: attempt,
            resultsSize: Int64(results.count), resultsChecksum: Checksum(of: results).description,
            reportSize: report.map { Int64($0.count) }, reportChecksum: report.map { Checksum(of: $0).description })
    }

    func failed(_ kind: ErrorKind?, _ message: String = "exiftool broke") throws -> CompletionRequest {
        CompletionRequest(
            status: .failed, signature: signature(.failed), attempt: attempt, errorMessage: message, errorKind: kind)
    }

    func cancelled() throws -> CompletionRequest {
        CompletionRequest(status: .cancelled, signature: signature(.cancelled), attempt: attempt)
    }

    func unchanged(since result: String) throws -> CompletionRequest {
        CompletionRequest(
            status: .completed, signature: signature(.completed), attempt: attempt, noChangeOf: result)
    }
}
