import Database
import Domain
import Store
import Wire

/// Takes results and reports in chunks, in any order, resumable, also over a restart of the server. FR-530, EC-6.
public struct UploadService: Sendable {
    private let context: ServiceContext
    private let completions: CompletionService

    /// Bytes of every chunk but the last. FR-530.4.
    public static let chunkSize = 5 * 1_048_576
    /// The largest body of a chunk that is read at all; one above `chunkSize` has a wrong length.
    public static let maximumChunkBody = 10 * 1_048_576

    init(_ context: ServiceContext, _ completions: CompletionService) {
        self.context = context
        self.completions = completions
    }

    /// A chunk is a blob of its own, so that any server may take it.
    private static func blobName(_ upload: UploadID, _ chunk: Int) -> String {
        "\(BlobFolder.uploads)/\(upload).\(chunk)"
    }

    /// Takes a chunk.
    /// - Throws: 404 unknown or expired, 400 `chunk_out_of_range` or `wrong_length`, 409 `chunk_exists`.
    public func receive(_ bytes: [UInt8], upload guid: String, index: String, from caller: AgentCaller) async throws
        -> ChunkReceipt
    {
        let (upload, received) = try await find(guid, caller)
        guard let index = Int(index), (0..<upload.chunkCount).contains(index) else {
            throw CoordinatorError(
                .badRequest, "chunk_out_of_range", "The chunk index must be from 0 to \(upload.chunkCount - 1).",
                details: ["field": "index"])
        }
        guard bytes.count == upload.size(ofChunk: index) else {
            throw CoordinatorError(
                .badRequest, "wrong_length",
                "Chunk \(index) must have exactly \(upload.size(ofChunk: index)) bytes; \(bytes.count) came.",
                details: [
                    "expected": .integer(Int64(upload.size(ofChunk: index))), "received": .integer(Int64(bytes.count)),
                ])
        }
        guard !received.contains(index) else { throw Self.chunkExists(index) }
        // Not synced: the agent keeps the bytes until `finalize` has answered. A chunk that a power cut took is missing or
        // has a wrong checksum then, and the agent begins again.
        try await context.blobs.put(bytes, as: Self.blobName(upload.guid, index), synced: false)
        let now = context.time.now()
        let arrived: [Int]
        do {
            arrived = try await mark(upload, index, bytes.count, now)
        } catch let error as CoordinatorError where error.kind == .notFound {
            // The upload has ended meanwhile, and with it went the chunks that were there.
            await tidy(upload) { try await context.blobs.remove(Self.blobName(upload.guid, index)) }
            throw error
        }
        context.life.renew(job: upload.jobRowID, attempt: upload.attempt, lease: now + Lease.duration)
        let total = arrived.reduce(Int64(0)) { $0 + Int64(upload.size(ofChunk: $1)) }
        return ChunkReceipt(chunkIndex: index, bytesReceived: total, complete: total == upload.totalSize)
    }

    /// What has arrived, so that an agent goes on where it stopped.
    public func state(of guid: String, from caller: AgentCaller) async throws -> UploadState {
        let (upload, received) = try await find(guid, caller)
        context.life.renew(job: upload.jobRowID, attempt: upload.attempt, lease: context.time.now() + Lease.duration)
        return UploadState(chunkSize: upload.chunkSize, totalSize: upload.totalSize, received: received)
    }

    /// Checks all that arrived and ends the attempt with it. A mismatch ends the upload; `complete` opens a new one.
    /// - Throws: 400 `chunks_missing`, `checksum_mismatch`, `results_invalid`, `report_refused`; 409.
    public func finalize(_ guid: String, from caller: AgentCaller) async throws -> CompletionResponse {
        let (upload, received) = try await find(guid, caller)
        let missing = Set(0..<upload.chunkCount).subtracting(received).sorted()
        guard missing.isEmpty else {
            throw CoordinatorError(
                .badRequest, "chunks_missing",
                "Chunks are missing: \(missing.prefix(20).map(String.init).joined(separator: ", ")).",
                details: ["missing": .array(missing.prefix(1000).map { .integer(Int64($0)) })])
        }
        context.life.renew(job: upload.jobRowID, attempt: upload.attempt, lease: context.time.now() + Lease.duration)
        let request = try StoredCompletion.decode(upload.completion)
        do {
            let response = try await context.heavyWork.run { try await store(upload, request, caller) }
            await tidy(upload) { try await Self.removeChunks(of: upload, from: context.blobs) }
            return response
        } catch let error as CoordinatorError where error.kind == .badRequest {
            try await discard(upload)
            throw error
        } catch BlobError.missing {
            // The same call, sent twice at once, and the other one was quicker; or the bytes are truly gone.
            return try await answerOfTheOther(upload, request)
        }
    }

    private func answerOfTheOther(_ upload: Upload, _ request: CompletionRequest) async throws -> CompletionResponse {
        let attempt = try await context.database.read { tx in
            try AttemptStore(tx).find(job: upload.jobRowID, number: upload.attempt)
        }
        guard let attempt, attempt.outcome != nil, attempt.completionSignature == request.signature else {
            try await discard(upload)
            throw Self.notFound
        }
        return CompletionResponse(resultGuid: attempt.result?.description)
    }

    private static let notFound = CoordinatorError(
        .notFound, "upload_not_found", "There is no such upload, or it has expired; complete the job again.")

    /// Removes uploads that have been idle for an hour. FR-530.7.
    func expire(idleSince instant: Timestamp) async throws {
        let idle = try await context.database.read { tx in try UploadStore(tx).idle(since: instant) }
        for upload in idle {
            try await discard(upload)
            context.logger.info("upload expired", metadata: ["upload": "\(upload.guid)", "job": "\(upload.job)"])
        }
    }

    private func store(_ upload: Upload, _ request: CompletionRequest, _ caller: AgentCaller) async throws
        -> CompletionResponse
    {
        let job = try await context.database.read { tx in try JobStore(tx).find(row: upload.jobRowID) }
        guard let job else { throw CoordinatorError.notFound("job") }
        let completion = try CheckedCompletion(request, tool: job.tool)
        let guid: ResultID = context.identifier()
        var parts = CompletionService.StoredParts(guid: guid)
        do {
            try await fill(&parts, guid, from: upload, completion, job.tool)
            let response = try await completions.finish(
                completion, job.rowID, upload.attempt, caller, parts, upload: upload.rowID)
            // The collection was deleted meanwhile, or the same completion was quicker.
            if response.resultGuid != guid.description { await tidy(upload) { [parts] in try await remove(parts) } }
            return response
        } catch DatabaseError.outcomeUnknown {
            // There may be a result now, and it names the blobs.
            throw DatabaseError.outcomeUnknown
        } catch {
            // Blobs without a result would stay for ever.
            await tidy(upload) { [parts] in try await remove(parts) }
            throw error
        }
    }

    /// Clears away what nobody needs any more. The outcome stands already, so that a failure is no failure of the request.
    private func tidy(_ upload: Upload, _ clear: () async throws -> Void) async {
        do {
            try await clear()
        } catch {
            context.logger.warning(
                "upload not cleared away", metadata: ["upload": "\(upload.guid)", "error": "\(error)"])
        }
    }

    private func fill(
        _ parts: inout CompletionService.StoredParts, _ guid: ResultID, from upload: Upload,
        _ completion: CheckedCompletion, _ tool: Tool
    ) async throws {
        if upload.resultsSize > 0 {
            let bytes = try await bytes(of: upload, 0..<upload.resultsSize)
            let name = "\(BlobFolder.results)/\(guid).json"
            parts.resultsBlob = name
            // The disk is at work while they are looked through; blobs that nobody wants are removed.
            async let stored: Void = context.blobs.put(bytes, as: name)
            parts.statistics = try Self.checkedFigures(of: bytes, completion, tool)
            try await stored
        }
        if upload.reportSize > 0 {
            let bytes = try await bytes(of: upload, upload.resultsSize..<upload.totalSize)
            let name = "\(BlobFolder.reports)/\(guid).html"
            parts.reportBlob = name
            async let stored: Void = context.blobs.put(bytes, as: name)
            try Self.checkReport(bytes, completion)
            try await stored
        }
    }

    /// A part of what was uploaded, put together chunk by chunk: no more than one chunk is held beside it.
    private func bytes(of upload: Upload, _ range: Range<Int64>) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        let size = Int64(upload.chunkSize)
        for index in Int(range.lowerBound / size)...Int((range.upperBound - 1) / size) {
            let start = Int64(index) * size
            let chunk = start..<start + Int64(upload.size(ofChunk: index))
            let wanted = range.clamped(to: chunk)
            bytes += try await context.blobs.read(
                Self.blobName(upload.guid, index), range: wanted.lowerBound - start..<wanted.upperBound - start)
        }
        return bytes
    }

    static func removeChunks(of upload: Upload, from blobs: any BlobStore) async throws {
        for index in 0..<upload.chunkCount { try await blobs.remove(blobName(upload.guid, index)) }
    }

    private func remove(_ parts: CompletionService.StoredParts) async throws {
        for blob in [parts.resultsBlob, parts.reportBlob] {
            if let blob { try await context.blobs.remove(blob) }
        }
    }

    private static func checkedFigures(of results: [UInt8], _ completion: CheckedCompletion, _ tool: Tool) throws
        -> JSONValue
    {
        guard Checksum(of: results) == completion.resultsChecksum else { throw checksumMismatch("results") }
        return try CheckedCompletion.figures(of: results, tool)
    }

    private static func checkReport(_ bytes: [UInt8], _ completion: CheckedCompletion) throws {
        guard Checksum(of: bytes) == completion.reportChecksum else { throw checksumMismatch("report") }
        do {
            try ReportCheck.check(bytes)
        } catch {
            throw CoordinatorError(
                .badRequest, "report_refused", error.message,
                details: [
                    "element": error.element.map(JSONValue.string) ?? .null, "offset": .integer(Int64(error.offset)),
                ])
        }
    }

    private static func checksumMismatch(_ part: String) -> CoordinatorError {
        CoordinatorError(
            .badRequest, "checksum_mismatch",
            "The uploaded \(part) do not have the announced SHA-256; complete the job again.",
            details: ["part": .string(part)])
    }

    private static func chunkExists(_ index: Int) -> CoordinatorError {
        CoordinatorError(.conflict, "chunk_exists", "Chunk \(index) has arrived before; nothing was changed.")
    }

    private func mark(_ upload: Upload, _ index: Int, _ size: Int, _ now: Timestamp) async throws -> [Int] {
        do {
            return try await context.database.write { tx in
                guard try UploadStore(tx).exists(upload.guid) else { throw CoordinatorError.notFound("upload") }
                try UploadStore(tx).insertChunk(upload: upload.rowID, index: index, size: size, at: now)
                return try UploadStore(tx).chunks(upload: upload.rowID)
            }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw Self.chunkExists(index)
        }
    }

    private func find(_ guid: String, _ caller: AgentCaller) async throws -> (Upload, [Int]) {
        try await context.database.read { tx in
            // Whether it has been idle for too long is for the sweeps alone, which know when the clock was set.
            guard let id = UploadID(guid), let upload = try UploadStore(tx).find(id, agent: caller.agent.rowID) else {
                throw CoordinatorError(
                    .notFound, "upload_not_found", "There is no such upload, or it has expired; complete the job again."
                )
            }
            return (upload, try UploadStore(tx).chunks(upload: upload.rowID))
        }
    }

    /// Ends an upload without a result.
    func discard(_ upload: Upload) async throws {
        try await context.database.write { tx in try UploadStore(tx).delete(row: upload.rowID) }
        try await Self.removeChunks(of: upload, from: context.blobs)
    }
}
