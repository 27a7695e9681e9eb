import Domain
import Wire

/// What an agent hands in at the end of an attempt, checked as far as that is possible before any upload.
struct CheckedCompletion: Sendable {
    let request: CompletionRequest
    let inlineResults: [UInt8]?
    /// The key figures of inline results.
    let inlineFigures: JSONValue?
    let resultsChecksum: Checksum?
    let reportChecksum: Checksum?
    let noChangeOf: ResultID?

    /// Bytes of the results to upload; 0 where they came inline or there are none.
    var resultsSize: Int64 { inlineResults == nil ? request.resultsSize ?? 0 : 0 }
    /// Bytes of the report to upload; 0 without one.
    var reportSize: Int64 { request.reportSize ?? 0 }
    /// Whether bytes have to be uploaded before the attempt can end.
    var needsUpload: Bool { resultsSize + reportSize > 0 }

    /// Results inline must stay under this, in canonical form. FR-530.1.
    static let inlineLimit = 1_048_576
    /// analysis.md, *Size*.
    static let resultsLimit: Int64 = 50 * 1_048_576

    /// Checks the parts of a completion against each other.
    /// - Throws: 400 naming the field.
    init(_ request: CompletionRequest, tool: Tool) throws {
        self.request = request
        reportChecksum = try Self.checksum(
            request.reportChecksum, request.reportSize, "report", upTo: Int64(ReportCheck.maximumSize))
        noChangeOf = try Self.noChange(request.noChangeOf)
        if let detail = request.errorDetail, detail.utf8.count > 65_536 {
            throw CoordinatorError.invalidField("error_detail", "must have at most 64 KB")
        }
        if let seconds = request.metrics?.durationSeconds, seconds < 0 {
            throw CoordinatorError.invalidField("metrics.duration_seconds", "must not be negative")
        }
        if let files = request.metrics?.filesProcessed, files < 0 {
            throw CoordinatorError.invalidField("metrics.files_processed", "must not be negative")
        }
        if request.errorKind == .agentLost {
            throw CoordinatorError.invalidField("error_kind", "agent_lost is set by the server alone")
        }
        if let results = request.resultsJson {
            let canonical = request.canonicalResults ?? CanonicalJSON.encode(results)
            guard canonical.count < Self.inlineLimit else {
                throw CoordinatorError.invalidField(
                    "results_json",
                    "must be under 1 MB in canonical form; give results_size and results_checksum and upload it")
            }
            guard request.resultsSize == nil, request.resultsChecksum == nil else {
                throw CoordinatorError.invalidField("results_size", "and results_json exclude each other")
            }
            inlineResults = canonical
            resultsChecksum = Checksum(of: canonical)
            inlineFigures = try Self.figures(of: canonical, tool)
        } else {
            inlineResults = nil
            inlineFigures = nil
            resultsChecksum = try Self.checksum(
                request.resultsChecksum, request.resultsSize, "results", upTo: Self.resultsLimit)
        }
        try checkStatus()
    }

    /// Checks results against the tool's schema.
    /// - Throws: 400 `results_invalid`, `results_not_canonical`.
    static func figures(of results: [UInt8], _ tool: Tool) throws -> JSONValue {
        do {
            return try ResultsSchema.of(tool).figures(of: results)
        } catch let error as SchemaViolation {
            throw CoordinatorError(
                .badRequest, "results_invalid",
                "The results are not as the tool's schema says: \(error.path) \(error.problem).",
                details: ["path": .string(error.path), "problem": .string(error.problem)])
        } catch CanonicalJSONError.syntax(let error) {
            throw CoordinatorError(.badRequest, "results_invalid", "The results are not JSON: \(error).")
        } catch CanonicalJSONError.form(let error) {
            throw CoordinatorError(
                .badRequest, "results_not_canonical",
                "The uploaded results must be canonical JSON (RFC 8785), byte for byte: \(error).")
        }
    }

    private func checkStatus() throws {
        let given = [resultsChecksum != nil, noChangeOf != nil].count { $0 }
        switch request.status {
        case .completed where given == 0:
            throw CoordinatorError.invalidField("results_json", "is missing: a completed attempt has results")
        case .completed where given == 2:
            throw CoordinatorError.invalidField("no_change_of", "and results exclude each other")
        case .failed, .cancelled:
            guard given == 0, reportChecksum == nil else {
                throw CoordinatorError.invalidField(
                    "status", "is \(request.status.rawValue), so there can be no results or report")
            }
        default: break
        }
    }

    private static func checksum(_ hex: String?, _ size: Int64?, _ part: String, upTo limit: Int64) throws -> Checksum?
    {
        guard hex != nil || size != nil else { return nil }
        guard let hex, let checksum = Checksum(hex: hex) else {
            throw CoordinatorError.invalidField("\(part)_checksum", "must be a SHA-256 in lower-case hex")
        }
        guard let size, size > 0 else { throw CoordinatorError.invalidField("\(part)_size", "must be above 0") }
        guard size <= limit else {
            throw CoordinatorError(
                .tooLarge, "\(part)_too_large", "\(part)_size is \(size) bytes; at most \(limit) are taken.",
                details: ["field": .string("\(part)_size")])
        }
        return checksum
    }

    private static func noChange(_ guid: String?) throws -> ResultID? {
        guard let guid else { return nil }
        guard let id = ResultID(guid) else {
            throw CoordinatorError.invalidField("no_change_of", "must be a result's guid")
        }
        return id
    }

    /// Checks the signature with the secret of the attempt. FR-520.6.
    /// - Throws: 400 `signature_mismatch`.
    func checkSignature(job: Job, attempt: Attempt, keys: KeyRing) throws {
        guard
            let secret = keys.signingSecret(
                keyID: attempt.keyID, job: job.guid, attempt: attempt.number, agent: attempt.agent)
        else {
            throw CoordinatorError(
                .unavailable, "key_missing", "The server has no master key for this attempt; try again.")
        }
        let signature = ResultSignature(
            job: job.guid, attempt: attempt.number, status: request.status, resultsChecksum: resultsChecksum,
            reportChecksum: reportChecksum)
        guard signature.isValid(request.signature, secret: secret) else {
            throw CoordinatorError(
                .badRequest, "signature_mismatch",
                "The signature does not fit the attempt, its results and its report; nothing was stored.")
        }
    }
}
