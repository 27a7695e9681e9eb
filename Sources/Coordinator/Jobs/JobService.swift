import Database
import Domain
import Store
import Wire

/// Jobs as people see them: lists, cancel, retry. US-8.
public struct JobService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// Which jobs a list shows; guids as they were sent.
    public struct Query: Hashable, Sendable {
        /// Any of these statuses; empty for all.
        public var statuses: [JobStatus]
        /// This tool, collection, agent only.
        public var tool: Tool?, collection: String?, agent: String?

        /// From its parts.
        public init(statuses: [JobStatus] = [], tool: Tool? = nil, collection: String? = nil, agent: String? = nil) {
            self.statuses = statuses
            self.tool = tool
            self.collection = collection
            self.agent = agent
        }
    }

    /// How many of the team's jobs are in some states, counted up to a limit.
    public func count(_ statuses: [JobStatus], team: Int64, upTo limit: Int) async throws -> Int {
        try await context.database.read { tx in try JobStore(tx).count(team: team, statuses, upTo: limit) }
    }

    /// The team's jobs, newest first.
    /// - Throws: 404 for a collection or agent that the team does not have.
    public func list(_ query: Query, for caller: UserCaller, _ request: PageRequest) async throws -> PageDTO<JobDTO> {
        let team = caller.team.rowID
        return try await context.database.read { tx in
            let store = JobStore(tx)
            let filter = JobStore.Filter(
                statuses: query.statuses, tool: query.tool,
                collection: try query.collection.map { try CollectionService.find(tx, $0, team).rowID },
                agent: try query.agent.map { try AgentService.find(tx, $0, team).rowID })
            let last = try request.last { guid in try store.find(guid, team: team) }
            let found = try store.page(team: team, filter, before: last?.rowID, limit: request.limit + 1)
            return request.page(found, guid: \.guid.description) { JobDTO($0, live: context.life) }
        }
    }

    /// One job with its attempts and warnings.
    public func get(_ guid: String, for caller: UserCaller) async throws -> JobDTO {
        try await get(guid, team: caller.team.rowID)
    }

    /// One job of a team, for live pages.
    public func get(_ guid: String, team: Int64) async throws -> JobDTO {
        try await context.database.read { tx in
            let describer = JobDescriber(tx, live: context.life)
            return try describer.withHistory(try Self.find(tx, guid, team))
        }
    }

    /// The jobs that agents hold now, for live pages.
    public func held(team: Int64) async throws -> [JobDTO] {
        try await context.database.read { tx in
            try JobStore(tx).heldByAgents(team: team).values.sorted { $0.rowID < $1.rowID }
                .map { JobDTO($0, live: context.life) }
        }
    }

    /// Asks a job to end: at once where nobody runs it, else its agent is told and has 60 s.
    /// - Throws: 409 `already_ended`.
    public func cancel(_ guid: String, by caller: UserCaller) async throws -> JobDTO {
        try await context.write { tx in
            let job = try Self.find(tx, guid, caller.team.rowID)
            guard !job.status.isEnded else {
                throw CoordinatorError(.conflict, "already_ended", "The job has ended already: \(job.status.rawValue).")
            }
            let moved = try JobMover(tx, context).move(job, .cancelRequested, by: caller.user.rowID)
            return (try JobDescriber(tx).dto(job.guid, caller.team.rowID), moved.events)
        }
    }

    /// Runs a failed or cancelled job again, as a new one.
    /// - Throws: 409 `not_retryable`.
    public func retry(_ guid: String, by caller: UserCaller) async throws -> JobDTO {
        let id: JobID = context.identifier()
        let now = context.time.now()
        return try await context.write { tx in
            let job = try Self.find(tx, guid, caller.team.rowID)
            guard job.status == .failed || job.status == .cancelled else {
                throw CoordinatorError(
                    .conflict, "not_retryable",
                    "Only a failed or cancelled job can be retried; this one is \(job.status.rawValue).")
            }
            guard let collection = try CollectionStore(tx).find(row: job.collectionRowID), !collection.isDeleted else {
                throw CoordinatorError(.conflict, "not_retryable", "The collection of this job was deleted.")
            }
            // The collection may have moved to another agent since, and its connector's credentials elsewhere.
            let requirement = RunService.requirement(job.tool, collection)
            try JobStore(tx).insert(
                .init(
                    guid: id, team: job.teamRowID, collection: job.collectionRowID, tool: job.tool,
                    requirement: try RequirementStore(tx).intern(requirement), boundAgent: collection.boundAgentRowID,
                    pipeline: job.pipelineRowID,
                    priority: job.priority, parameters: job.parameters, parent: job.guid,
                    maximumRetries: job.maximumRetries, createdBy: caller.user.rowID), at: now)
            return (
                try JobDescriber(tx).dto(id, caller.team.rowID),
                [
                    .jobAvailable(
                        team: job.teamRowID, requirement: requirement, boundAgent: collection.boundAgentRowID),
                    .jobStatus(team: job.teamRowID, job: id, .pending, agent: nil),
                ]
            )
        }
    }

    static func find(_ tx: any SQLConnection, _ guid: String, _ team: Int64) throws -> Job {
        guard let id = JobID(guid), let job = try JobStore(tx).find(id, team: team) else {
            throw CoordinatorError.notFound("job")
        }
        return job
    }
}
