import Domain
import Logging
import Wire

/// Hands finished attempts to the server, for as long as it takes, and takes each out of the spool once it is there. SL-5.
struct Deliverer: Sendable {
    let context: AgentContext
    let spool: Spool
    /// An upload that the server finds damaged is sent again this often.
    private static let mismatchesForgiven = 5

    /// What became of an entry.
    enum Fate: Hashable, Sendable {
        /// The server has it.
        case delivered
        /// The job is no longer this agent's.
        case dropped
        /// The server will never take it, for this reason.
        case refused(String)
    }

    /// Delivers an entry.
    /// - Throws: `ServerError` that is final; `CutShort` when the agent is to stop while the server is away: the entry stays.
    @discardableResult
    func deliver(
        _ entry: SpoolEntry, onUpload: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> Fate {
        var backoff = Backoff(random: context.random)
        var mismatches = 0
        while true {
            do {
                try await send(entry, onUpload)
                try spool.remove(entry)
                log(.info, "result delivered", entry)
                return .delivered
            } catch let error as ServerError {
                if error.isFinal { throw error }
                if error.meansJobIsGone {
                    log(.warning, "a result is no longer wanted", entry, error)
                    try spool.remove(entry)
                    return .dropped
                }
                if error.isUploadTrouble { mismatches += 1 }
                if !error.isPassing, !error.isUploadTrouble || mismatches > Self.mismatchesForgiven {
                    return try refuse(entry, error)
                }
                let wait = backoff.next(after: error.retryAfter)
                log(.warning, "result not delivered yet", entry, error)
                try await context.pause(wait, after: error)
            }
        }
    }

    private func send(_ entry: SpoolEntry, _ onUpload: @escaping @Sendable (Double) -> Void) async throws {
        switch try await context.client.complete(try entry.request(), job: entry.job) {
        case .accepted: return
        case .wantsBytes(let invitation):
            let upload = Upload(context: context, entry: entry, invitation: invitation, onProgress: onUpload)
            try await upload.run()
        }
    }

    /// The server will never take this one: it is kept aside.
    private func refuse(_ entry: SpoolEntry, _ error: ServerError) throws -> Fate {
        log(.error, "the server refuses a result; it was set aside", entry, error)
        try spool.refuse(entry)
        return .refused(error.message)
    }

    private func log(
        _ level: Logger.Level, _ message: Logger.Message, _ entry: SpoolEntry, _ error: ServerError? = nil
    ) {
        var metadata: Logger.Metadata = ["job": "\(entry.job)", "attempt": "\(entry.attempt)"]
        if let error { metadata["reason"] = "\(error)" }
        context.logger.log(level: level, message, metadata: metadata)
    }
}
