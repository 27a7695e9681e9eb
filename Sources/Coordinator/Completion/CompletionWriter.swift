import Database
import Domain
import Store
import Wire

/// Writes the end of an attempt inside its transaction.
struct CompletionWriter {
    private let tx: any SQLConnection
    private let context: ServiceContext
    private let mover: JobMover

    init(_ tx: any SQLConnection, _ context: ServiceContext) {
        self.tx = tx
        self.context = context
        mover = JobMover(tx, context)
    }

    struct Written {
        let guid: ResultID?
        let status: JobStatus
        let events: [Event]
    }

    func write(
        _ completion: CheckedCompletion, _ job: Job, _ caller: AgentCaller, _ parts: CompletionService.StoredParts,
        _ guid: ResultID
    ) throws -> Written {
        let request = completion.request
        let user = caller.agent.systemUserRowID
        var facts = JobMover.Facts(signature: request.signature)
        switch request.status {
        case .completed:
            let result = try result(completion, job, user, parts, guid)
            facts.result = result?.guid
            if facts.result == nil {
                facts.errorMessage = "The collection was deleted while this job ran; its result was not stored."
            }
            // Before the result is stored: a completion that came twice stops here.
            let moved = try mover.move(job, .completed, by: user, facts)
            if let result { try ResultStore(tx).insert(result, at: mover.now) }
            return Written(guid: facts.result, status: moved.state.status, events: moved.events)
        case .failed:
            facts.errorKind = request.errorKind
            facts.errorMessage = request.errorMessage.map { String($0.prefix(4000)) } ?? "The agent gave no reason."
            facts.errorDetail = request.errorDetail
            let moved = try mover.move(job, .failed(request.errorKind), by: user, facts)
            let told = request.errorKind == .permissionDenied ? try refused(job, caller, facts.errorMessage) : []
            return Written(guid: nil, status: moved.state.status, events: moved.events + told)
        case .cancelled:
            let moved = try mover.move(job, .stopped, by: user, facts)
            return Written(guid: nil, status: moved.state.status, events: moved.events)
        }
    }

    /// Credentials that a place refused: those of an agent's own are not tried again until it has shown that they work.
    private func refused(_ job: Job, _ caller: AgentCaller, _ message: String?) throws -> [Event] {
        guard let collection = try CollectionStore(tx).find(row: job.collectionRowID),
            let row = collection.connectorRowID, let connector = try ConnectorStore(tx).find(row: row)
        else { return [] }
        let agent = caller.agent
        var mend = "Give the connector new credentials on its page."
        var events: [Event] = []
        if connector.credentialLocation.isHeldByAgents {
            events = try ConnectorService.note(
                tx, connector, agent.rowID, failed: message, by: agent.systemUserRowID, mover.now)
            mend = """
                It gets no jobs of this connector until its credentials have passed a test. On \(agent.hostname): \
                safelight-agent connectors configure \(connector.guid)
                """
        }
        return events
            + (try NoticeWriter(tx, context).tell(
                team: job.teamRowID, kind: "credentials_refused",
                title: "\(connector.name) refused the credentials of \(agent.name)",
                message: "\(message ?? "No reason was given.") \(mend)", job: job.guid, agent: agent.guid))
    }

    /// The result that is to be stored, its key figures written to the collection; none for a collection that is gone.
    /// EC-2, FR-510.3.
    private func result(
        _ completion: CheckedCompletion, _ job: Job, _ user: Int64, _ parts: CompletionService.StoredParts,
        _ guid: ResultID
    ) throws -> ResultStore.NewResult? {
        let request = completion.request
        let keyFigures = completion.inlineFigures ?? parts.statistics
        guard
            try CollectionStore(tx).setStatistics(
                row: job.collectionRowID, job.tool, keyFigures, by: user, at: mover.now)
        else { return nil }
        var result = ResultStore.NewResult(guid: guid, job: job, createdBy: user)
        result.inlineResults = completion.inlineResults
        result.resultsBlob = parts.resultsBlob
        result.reportBlob = parts.reportBlob
        result.reportSize = completion.reportSize > 0 ? completion.reportSize : nil
        result.fingerprint = request.fingerprint
        result.figures = keyFigures
        result.totalFiles = keyFigures?["total_files"]?.integerValue ?? request.metrics?.filesProcessed
        result.durationSeconds = request.metrics?.durationSeconds
        result.filesProcessed = request.metrics?.filesProcessed
        if let previous = completion.noChangeOf { try confirm(previous, in: &result) }
        return result
    }

    private func confirm(_ previous: ResultID, in result: inout ResultStore.NewResult) throws {
        let job = result.job
        guard let unchanged = try ResultStore(tx).find(previous, team: job.teamRowID),
            unchanged.collectionRowID == job.collectionRowID, unchanged.tool == job.tool
        else { throw CoordinatorError.invalidField("no_change_of", "is no result of this collection and tool") }
        result.noChangeOf = unchanged.noChangeOf ?? previous
        // It still holds what the result that it confirms counted.
        result.totalFiles = try ResultStore(tx).totalFiles(of: unchanged.rowID) ?? result.totalFiles
        result.fingerprint = result.fingerprint ?? unchanged.fingerprint
        result.figures = unchanged.figures
    }
}
