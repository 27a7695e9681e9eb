import Database
import Domain
import Store
import Wire

/// Turns jobs into what the user API shows.
struct JobDescriber {
    private let tx: any SQLConnection
    private let live: SignsOfLife?

    init(_ tx: any SQLConnection, live: SignsOfLife? = nil) {
        self.tx = tx
        self.live = live
    }

    func dto(_ guid: JobID, _ team: Int64) throws -> JobDTO {
        JobDTO(try JobService.find(tx, guid.description, team), live: live)
    }

    func withHistory(_ job: Job) throws -> JobDTO {
        var dto = JobDTO(job, live: live)
        dto.attempts = try AttemptStore(tx).all(job: job.rowID).map { attempt in
            AttemptDTO(
                attempt: attempt.number, agentGuid: attempt.agent.description, agentName: attempt.agentName,
                assignedAt: attempt.assignedAt, startedAt: attempt.startedAt, endedAt: attempt.endedAt,
                outcome: attempt.outcome.flatMap(AttemptOutcome.init))
        }
        dto.warnings = try JobStore(tx).warnings(row: job.rowID).map {
            JobWarning(message: $0.message, file: $0.file, errorType: $0.errorType)
        }
        return dto
    }
}

extension JobDTO {
    /// Progress that waits to be written is shown already.
    init(_ job: Job, live: SignsOfLife? = nil) {
        let progress =
            job.status.isHeld
            ? live?.pendingProgress(job: job.rowID, attempt: job.state.attempt) ?? job.progress : job.progress
        self.init(
            guid: job.guid.description, tool: job.tool, status: job.status, collectionGuid: job.collection.description,
            collectionName: job.collectionName, pipelineGuid: job.pipeline?.description,
            pipelineName: job.pipelineName,
            boundAgentGuid: job.boundAgent?.description, agentGuid: job.agent?.description, agentName: job.agentName,
            requiredCapabilities: job.requirement.needs.filter { $0 != .sealedConnection }.map(\.description),
            attempt: job.state.attempt,
            retryCount: job.state.retryCount, maxRetries: job.maximumRetries, priority: job.priority,
            scheduledFor: job.scheduledFor, notBefore: job.notBefore, parentJobGuid: job.parent?.description,
            progress: ProgressUpdate(progress), errorMessage: job.errorMessage, errorKind: job.errorKind,
            errorDetail: job.errorDetail, cancelRequestedAt: job.cancelRequestedAt, resultGuid: job.result?.description,
            createdAt: job.createdAt, assignedAt: job.assignedAt, startedAt: job.startedAt,
            completedAt: job.completedAt,
            parameters: job.parameters.objectValue ?? [:]
        )
    }
}
