import Domain
import Logging
import Wire

/// Brings an entry's bytes to the server in chunks, going on where an earlier try stopped. FR-530.3, EC-6.
struct Upload: Sendable {
    let context: AgentContext
    let entry: SpoolEntry
    let invitation: UploadInvitation
    /// Told the share that has arrived, 0–1.
    let onProgress: @Sendable (Double) -> Void

    /// Sends what the server lacks, then ends the upload.
    /// - Throws: `ServerError`; with code `upload_gone` the upload has to begin again.
    func run() async throws {
        let size = entry.uploadSize
        let state = try await named { try await context.client.upload(invitation.uploadId) }
        guard state.totalSize == size, state.chunkSize > 0 else {
            throw ServerError(
                status: nil, code: "upload_gone", message: "The server expects \(state.totalSize) bytes, not \(size).")
        }
        let chunkSize = Int64(state.chunkSize)
        let count = Int((size + chunkSize - 1) / chunkSize)
        let present = Set(state.received)
        for index in 0..<count where !present.contains(index) {
            try Task.checkCancellation()
            try await send(index, chunkSize: chunkSize, of: size)
            onProgress(Double(index + 1) / Double(count))
        }
        try await finalize()
    }

    private func finalize() async throws {
        do {
            _ = try await named { try await context.client.finalize(upload: invitation.uploadId) }
        } catch let error as ServerError where error.status == 400 && error.blamesTheUpload {
            throw ServerError(status: 400, code: "upload_damaged", message: error.message)
        }
    }

    private func send(_ index: Int, chunkSize: Int64, of size: Int64) async throws {
        let offset = Int64(index) * chunkSize
        let bytes = try entry.uploadBytes(offset: offset, count: Int(min(chunkSize, size - offset)))
        do {
            _ = try await named {
                try await context.client.chunk(bytes, upload: invitation.uploadId, index: index)
            }
        } catch let error as ServerError where error.status == 409 && !error.meansJobIsGone {
            // Its acknowledgement was lost: the chunk is there. FR-530.8.
            context.logger.debug("a chunk had arrived before", metadata: ["chunk": "\(index)"])
        }
    }

    /// Gives a 404 on an upload its own name: the upload is gone, not the job.
    private func named<Answer>(_ call: () async throws -> Answer) async throws -> Answer {
        do {
            return try await call()
        } catch let error as ServerError where error.status == 404 {
            throw ServerError(
                status: nil, code: "upload_gone", message: error.message, retryAfter: error.retryAfter)
        }
    }
}

extension ServerError {
    /// Whether bytes were lost or changed on the way, as opposed to bytes that the server will never like.
    fileprivate var blamesTheUpload: Bool {
        ["checksum", "chunk", "incomplete", "missing"].contains { code.contains($0) }
    }

    /// Whether the upload has to begin again: expired, or found damaged or incomplete at its end.
    var isUploadTrouble: Bool { code == "upload_gone" || code == "upload_damaged" }
}
