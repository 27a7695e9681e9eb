import Database
import Domain
import Store
import Wire

/// Starts runs: works out what a job needs and puts it into the queue. FR-200.2, FR-460.8.
public struct RunService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// Starts a tool on a collection.
    /// - Throws: 404; 400 naming the field; 400 `pipeline_required` for a validation without any pipeline.
    public func start(_ request: RunRequest, collection guid: String, by caller: UserCaller) async throws -> JobDTO {
        let priority = request.priority ?? 0
        guard (-2...2).contains(priority) else {
            throw CoordinatorError.invalidField("priority", "must be from -2 to 2")
        }
        let id: JobID = context.identifier()
        let now = context.time.now()
        return try await context.write { tx in
            if request.tool == .pipelineValidation { try RowLock(tx).team(caller.team.rowID) }
            let collection = try CollectionService.locked(tx, guid, caller.team.rowID)
            let pipeline = try pipeline(tx, request, collection)
            var events = try cancelScheduled(tx, collection, request.tool, caller)
            let requirement = Self.requirement(request.tool, collection)
            try JobStore(tx).insert(
                .init(
                    guid: id, team: caller.team.rowID, collection: collection.rowID, tool: request.tool,
                    requirement: try RequirementStore(tx).intern(requirement), boundAgent: collection.boundAgentRowID,
                    pipeline: pipeline?.rowID, priority: priority, parameters: request.parameters?.json ?? [:],
                    createdBy: caller.user.rowID), at: now)
            events += [
                .jobAvailable(
                    team: caller.team.rowID, requirement: requirement, boundAgent: collection.boundAgentRowID),
                .jobStatus(team: caller.team.rowID, job: id, .pending, agent: nil),
            ]
            return (try JobDescriber(tx).dto(id, caller.team.rowID), events)
        }
    }

    /// What a job of a tool on a collection needs (protocol.md, *Needs*).
    static func requirement(_ tool: Tool, _ collection: PhotoCollection) -> Requirement {
        var needs = [Need.tool(tool)]
        if collection.type == .local { needs.append(.localFilesystem) }
        if let source = Need.source(collection.type) { needs.append(source) }
        if let connector = collection.connector, let location = collection.credentialLocation {
            needs.append(location.isHeldByAgents ? .connector(connector) : .sealedConnection)
        }
        return Requirement(needs)
    }

    private func pipeline(_ tx: any SQLConnection, _ request: RunRequest, _ collection: PhotoCollection) throws
        -> Pipeline?
    {
        guard request.tool == .pipelineValidation else {
            if request.pipelineGuid == nil { return nil }
            throw CoordinatorError.invalidField("pipeline_guid", "is for pipeline_validation only")
        }
        let pipeline = try chosen(tx, request, collection)
        // What was sound when it was kept may not be for this version: never hand out what must fail.
        try PipelineCheck(pipeline, try DatabaseConfigLoader.settings(tx, team: collection.teamRowID))
            .requireSound(toRun: pipeline.name)
        return pipeline
    }

    private func chosen(_ tx: any SQLConnection, _ request: RunRequest, _ collection: PhotoCollection) throws
        -> Pipeline
    {
        if let guid = request.pipelineGuid { return try CollectionService.pipeline(tx, guid, collection.teamRowID) }
        let store = PipelineStore(tx)
        if let own = try collection.pipelineRowID.flatMap(store.find(row:)) { return own }
        if let standard = try store.standard(team: collection.teamRowID) { return standard }
        throw CoordinatorError(
            .badRequest, "pipeline_required",
            "Pipeline Validation needs a pipeline; choose one, or make one the default.",
            details: ["field": "pipeline_guid"])
    }

    /// A manual run takes the place of the scheduled one. FR-460.8.
    private func cancelScheduled(
        _ tx: any SQLConnection, _ collection: PhotoCollection, _ tool: Tool, _ caller: UserCaller
    ) throws -> [Event] {
        let scheduled = try JobStore(tx).unfinished(collection: collection.rowID)
            .filter { $0.status == .scheduled && $0.tool == tool }
        return try scheduled.flatMap { job in
            try JobMover(tx, context).move(job, .cancelRequested, by: caller.user.rowID).events
        }
    }
}
