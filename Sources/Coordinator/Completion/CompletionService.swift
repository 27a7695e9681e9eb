import Database
import Domain
import Store
import Wire

/// Takes the end of an attempt: checks it, stores what it gave, moves the job, all once. FR-510, FR-520, EC-4.
public struct CompletionService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// What a completion is answered with.
    public enum Answer: Sendable {
        /// 200: accepted, now or before.
        case accepted(CompletionResponse)
        /// 202: the bytes are wanted.
        case upload(UploadInvitation)
    }

    /// Takes a completion.
    /// - Throws: 404, 403 `not_your_job`, 409 `stale_attempt` or `job_ended`, 400 `signature_mismatch`, `results_invalid`,
    ///   or naming a field.
    public func complete(_ request: CompletionRequest, job guid: String, from caller: AgentCaller) async throws
        -> Answer
    {
        let (job, attempt) = try await context.database.read { tx in try find(tx, guid, request.attempt, caller) }
        if let answer = try repeated(request, job, attempt) { return answer }
        try Self.requireHeld(job, attempt)
        let completion = try CheckedCompletion(request, tool: job.tool)
        try completion.checkSignature(job: job, attempt: attempt, keys: context.keys)
        if completion.needsUpload {
            return .upload(try await invite(completion, job, attempt, caller))
        }
        return .accepted(try await finish(completion, job, attempt.number, caller))
    }

    /// The job, and the attempt that the agent speaks of.
    private func find(
        _ tx: any SQLConnection, _ guid: String, _ number: Int?, _ caller: AgentCaller
    ) throws -> (Job, Attempt) {
        guard let id = JobID(guid), let job = try JobStore(tx).find(id, team: caller.team.rowID) else {
            throw CoordinatorError.notFound("job")
        }
        let attempts = AttemptStore(tx)
        guard let latest = try attempts.latest(job: job.rowID, agent: caller.agent.rowID) else {
            throw CoordinatorError.notYourJob
        }
        guard let number, number != latest.number else { return (job, latest) }
        guard let named = try attempts.find(job: job.rowID, number: number), named.agentRowID == caller.agent.rowID
        else {
            throw CoordinatorError.staleAttempt
        }
        return (job, named)
    }

    /// The same completion again gets the same answer; another one for an attempt that has ended gets 409.
    private func repeated(_ request: CompletionRequest, _ job: Job, _ attempt: Attempt) throws -> Answer? {
        guard attempt.outcome != nil else { return nil }
        if attempt.completionSignature == request.signature {
            // The signature alone does not make it the same: it has to fit what was sent.
            try CheckedCompletion(request, tool: job.tool).checkSignature(
                job: job, attempt: attempt, keys: context.keys)
            return .accepted(CompletionResponse(resultGuid: attempt.result?.description))
        }
        try Self.requireHeld(job, attempt)
        return nil
    }

    static func requireHeld(_ job: Job, _ attempt: Attempt) throws {
        guard attempt.number == job.state.attempt else { throw CoordinatorError.staleAttempt }
        if job.state.status.isEnded { throw CoordinatorError.jobEnded }
        guard job.state.status.isHeld, job.agentRowID == attempt.agentRowID else { throw CoordinatorError.staleAttempt }
    }

    private func invite(
        _ completion: CheckedCompletion, _ job: Job, _ attempt: Attempt, _ caller: AgentCaller
    ) async throws -> UploadInvitation {
        let now = context.time.now()
        let guid: UploadID = context.identifier()
        let encoded = StoredCompletion.encode(completion)
        let (upload, replaced) = try await context.write { tx -> ((Upload, Upload?), [Event]) in
            guard let current = try JobStore(tx).find(row: job.rowID) else { throw CoordinatorError.notFound("job") }
            try Self.requireHeld(current, attempt)
            let uploads = UploadStore(tx)
            let earlier = try uploads.find(job: job.rowID, attempt: attempt.number)
            if let earlier, earlier.signature == completion.request.signature { return ((earlier, nil), []) }
            if let earlier { try uploads.delete(row: earlier.rowID) }
            let events = try start(tx, current, caller)
            try uploads.insert(
                guid: guid, job: current, agent: caller.agent.rowID, completion: encoded,
                signature: completion.request.signature, resultsSize: completion.resultsSize,
                reportSize: completion.reportSize, chunkSize: UploadService.chunkSize, at: now)
            guard let upload = try uploads.find(guid, agent: caller.agent.rowID) else {
                throw CoordinatorError.notFound("upload")
            }
            return ((upload, earlier), events)
        }
        if let replaced { try await UploadService.removeChunks(of: replaced, from: context.blobs) }
        return UploadInvitation(
            uploadId: upload.guid.description, chunkSize: upload.chunkSize,
            uploadUrl: AgentRoutes.upload.path(upload.guid).description)
    }

    private func start(_ tx: any SQLConnection, _ job: Job, _ caller: AgentCaller) throws -> [Event] {
        guard job.status == .assigned else { return [] }
        return try JobMover(tx, context).move(job, .started, by: caller.agent.systemUserRowID).events
    }

    /// The blobs that hold what was uploaded.
    struct StoredParts: Sendable {
        var resultsBlob: String?
        var reportBlob: String?
        var totalFiles: Int64?
        var statistics: JSONValue?
        var guid: ResultID?
    }

    /// Ends the attempt with what came inline. The usual end writes without reading again: the job moves only if it is still
    /// in the state that was read. What a wish to cancel may have changed is read again.
    private func finish(_ completion: CheckedCompletion, _ job: Job, _ number: Int, _ caller: AgentCaller) async throws
        -> CompletionResponse
    {
        if completion.request.status == .completed {
            let guid: ResultID = context.identifier()
            do {
                let (response, status) = try await context.write { tx in
                    let result = try CompletionWriter(tx, context).write(completion, job, caller, StoredParts(), guid)
                    return (
                        (CompletionResponse(resultGuid: result.guid?.description), result.status), result.events
                    )
                }
                ended(job.rowID, number, caller, status)
                return response
            } catch let error as CoordinatorError where error.code == CoordinatorError.staleAttempt.code {
                // Something came in between; it is told from what there is now.
            }
        }
        return try await finish(completion, job.rowID, number, caller, StoredParts(), upload: nil)
    }

    /// Ends the attempt: result, statistics and job in one transaction.
    func finish(
        _ completion: CheckedCompletion, _ jobRow: Int64, _ number: Int, _ caller: AgentCaller, _ parts: StoredParts,
        upload: Int64?
    ) async throws -> CompletionResponse {
        let guid = parts.guid ?? context.identifier()
        let (response, status) = try await context.write { tx in
            guard let job = try JobStore(tx).find(row: jobRow),
                let attempt = try AttemptStore(tx).find(job: jobRow, number: number)
            else { throw CoordinatorError.notFound("job") }
            if attempt.outcome != nil, attempt.completionSignature == completion.request.signature {
                return ((CompletionResponse(resultGuid: attempt.result?.description), job.status), [])
            }
            try Self.requireHeld(job, attempt)
            let result = try CompletionWriter(tx, context).write(completion, job, caller, parts, guid)
            if let upload { try UploadStore(tx).delete(row: upload) }
            return ((CompletionResponse(resultGuid: result.guid?.description), result.status), result.events)
        }
        ended(jobRow, number, caller, status)
        return response
    }

    private func ended(_ row: Int64, _ number: Int, _ caller: AgentCaller, _ status: JobStatus) {
        context.life.forget(job: row, attempt: number)
        context.logger.info(
            "attempt ended",
            metadata: [
                "job_row": "\(row)", "agent": "\(caller.agent.guid)", "attempt": "\(number)", "status": "\(status)",
            ])
    }
}
