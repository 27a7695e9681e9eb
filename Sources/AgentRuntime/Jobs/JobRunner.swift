import Domain
import Logging
import Wire

/// Does one job: takes it in hand, lets the work be done, signs and spools the outcome, sees it delivered.
struct JobRunner: Sendable {
    let context: AgentContext
    let work: any AttemptWork
    let deliverer: Deliverer

    /// Runs an assignment to its end, whatever that is.
    /// - Throws: `ServerError` that is final, `CutShort`, `CancellationError`: the agent is to end.
    func run(_ job: JobAssignment) async throws {
        guard let id = JobID(job.guid), let secret = Base64URL.decode(job.signingSecret) else {
            context.logger.error("an assignment was not understood", metadata: ["job": "\(job.guid)"])
            return
        }
        let cancellation = Cancellation()
        try await context.state.begin(job.guid, cancellation)
        defer { context.state.end() }
        log(.info, "job begun", job, ["tool": "\(job.tool.rawValue)", "collection": "\(job.collection.name)"])
        let reporter = ProgressReporter(
            context: context, job: job.guid, socketPath: job.websocketUrl, cancellation: cancellation)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await reporter.run() }
            defer { group.cancelAll() }
            guard let finished = try await attempt(job, reporter, cancellation) else {
                log(.warning, "job dropped: it is no longer this agent's, or was handed back", job)
                return reporter.finish()
            }
            if finished.status == .cancelled { reporter.finish() }
            try await handIn(finished, of: id, job, secret, reporter)
            reporter.finish()
            try await group.waitForAll()
        }
    }

    /// The outcome to hand in; nil where the job is not this agent's any more.
    private func attempt(
        _ job: JobAssignment, _ reporter: ProgressReporter, _ cancellation: Cancellation
    ) async throws -> FinishedAttempt? {
        let begun = context.time.now()
        let session = AttemptSession(
            cancellation: cancellation, report: { reporter.board.report($0) }, warn: { reporter.board.warn($0) })
        do {
            let output = try await cancellation.signal.cuttingShort { [work] in try await work.perform(job, session) }
            let spent = context.time.now() - begun
            return FinishedAttempt(
                status: .completed, results: output.results, report: output.report,
                metrics: CompletionMetrics(durationSeconds: spent.inSeconds, filesProcessed: output.filesProcessed))
        } catch {
            return try outcome(of: error, job, cancellation)
        }
    }

    private func outcome(
        of error: any Error, _ job: JobAssignment, _ cancellation: Cancellation
    ) throws -> FinishedAttempt? {
        if let reason = cancellation.reason {
            guard case .asked(let words) = reason else { return nil }
            log(.info, "job cancelled", job, ["reason": "\(words)"])
            return FinishedAttempt(status: .cancelled, errorMessage: words)
        }
        switch error {
        case let failure as WorkFailure:
            log(.warning, "job failed", job, ["kind": "\(failure.kind.rawValue)", "reason": "\(failure.message)"])
            return FinishedAttempt(
                status: .failed, errorMessage: failure.message, errorDetail: failure.detail, errorKind: failure.kind)
        case let failure as ServerError:
            if failure.isFinal { throw failure }
            if failure.meansJobIsGone { return nil }
            return failed(job, "The job's configuration could not be had: \(failure.message)", .internal)
        case is CancellationError: throw error
        default:
            return failed(
                job, "The agent met an error that it did not expect; the details below say more.", .internal,
                detail: "\(error)")
        }
    }

    private func failed(
        _ job: JobAssignment, _ message: String, _ kind: ErrorKind, detail: String? = nil
    ) -> FinishedAttempt {
        log(.error, "job failed", job, ["kind": "\(kind.rawValue)", "reason": "\(message)"])
        return FinishedAttempt(status: .failed, errorMessage: message, errorDetail: detail, errorKind: kind)
    }

    private func handIn(
        _ finished: FinishedAttempt, of id: JobID, _ job: JobAssignment, _ secret: [UInt8], _ reporter: ProgressReporter
    ) async throws {
        let note = finished.note(job: id, attempt: job.attempt, secret: secret)
        let entry: SpoolEntry
        do {
            entry = try deliverer.spool.add(note, results: finished.results, report: finished.report)
        } catch {
            return try await handInUnspooled(error, of: id, job, secret)
        }
        let fate = try await deliverer.deliver(entry) { share in
            reporter.board.report(ProgressUpdate(stage: .uploading, percentage: 95 + 5 * share))
        }
        guard case .refused(let reason) = fate, finished.status == .completed else { return }
        let message = "The server refused the result: \(reason)"
        try await handIn(failed(job, message, .toolError), of: id, job, secret, reporter)
    }

    /// Without room for the outcome, the server is told at least that it is lost; another attempt may have better luck.
    private func handInUnspooled(
        _ error: any Error, of id: JobID, _ job: JobAssignment, _ secret: [UInt8]
    ) async throws {
        let lost = failed(
            job, "The result could not be saved in \(deliverer.spool.folder): \(error). Is the disk full?", .internal)
        do {
            let request = lost.note(job: id, attempt: job.attempt, secret: secret).completion
            _ = try await context.client.complete(request, job: job.guid)
        } catch let error as ServerError where !error.isFinal {
            log(.error, "the server could not be told of a lost result", job, ["reason": "\(error)"])
        }
    }

    private func log(
        _ level: Logger.Level, _ message: Logger.Message, _ job: JobAssignment, _ facts: Logger.Metadata = [:]
    ) {
        var metadata: Logger.Metadata = ["job": "\(job.guid)", "attempt": "\(job.attempt)"]
        metadata.merge(facts) { _, new in new }
        context.logger.log(level: level, message, metadata: metadata)
    }
}
