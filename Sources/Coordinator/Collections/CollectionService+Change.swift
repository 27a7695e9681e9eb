import Database
import Domain
import Store
import Wire

extension CollectionService {
    /// Changes a collection: its name, its pipeline, its folder, its agent. Its waiting jobs go with it. All or nothing.
    /// - Throws: 400 naming the field; 409 `collection_busy` where it would get another folder or agent while a job of it is
    ///   assigned or running; 409 `duplicate_collection`. FR-400.10.
    public func change(
        _ guid: String, _ request: ChangeCollectionRequest, by caller: UserCaller
    ) async throws -> CollectionDTO {
        let team = caller.team.rowID
        let name = try request.name.map { try FieldRules.name($0, field: "name") }
        let now = context.time.now()
        do {
            return try await context.write { tx in
                // The team first: locks are taken in one order by all.
                let pipeline = try request.pipelineGuid.map { guid in
                    try guid.map { try Self.pipeline(tx, $0, team) }
                }
                let before = try Self.locked(tx, guid, team)
                var collection = before
                if let name { collection.name = name }
                if let pipeline { collection.pipelineRowID = pipeline?.rowID }
                if let location = request.location {
                    collection.location = try Self.location(location, before.type)
                }
                if request.boundAgentGuid != nil, before.type != .local {
                    throw CoordinatorError.invalidField(
                        "bound_agent_guid", "has no place in a collection of type \(before.type.rawValue)")
                }
                if let agent = request.boundAgentGuid, agent != before.boundAgent?.description {
                    collection.boundAgentRowID = try Self.agent(tx, agent, team).rowID
                }
                let events = try Self.apply(tx, collection, before, by: caller.user.rowID, at: now)
                return (CollectionDTO(try Self.find(tx, guid, team)), events)
            }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw Self.duplicate(request.location ?? "this folder")
        }
    }

    private static func apply(
        _ tx: any SQLConnection, _ collection: PhotoCollection, _ before: PhotoCollection, by user: Int64,
        at now: Timestamp
    ) throws -> [Event] {
        let moves = collection.boundAgentRowID != before.boundAgentRowID
        guard moves || collection.location != before.location else {
            try CollectionStore(tx).update(collection, by: user, at: now)
            return []
        }
        try RowLock(tx).unfinishedJobs(collection: collection.rowID)
        let unfinished = try JobStore(tx).unfinished(collection: collection.rowID)
        if let held = unfinished.first(where: \.state.status.isHeld) { throw busy(before, held) }
        try CollectionStore(tx).update(collection, by: user, at: now)
        return moves ? try follow(tx, collection, unfinished) : []
    }

    /// Moves all collections of an agent that goes away, whose job was taken back before, to another.
    /// - Throws: 409 `duplicate_collection` naming one whose folder the other has already.
    static func moveAll(
        _ tx: any SQLConnection, _ collections: [PhotoCollection], to agent: Agent, by user: Int64, at now: Timestamp
    ) throws -> [Event] {
        let taken = Set(try CollectionStore(tx).bound(toAgent: agent.rowID).map(\.location))
        if let twice = collections.first(where: { taken.contains($0.location) }) {
            throw CoordinatorError(
                .conflict, "duplicate_collection",
                """
                \(agent.name) has a collection of \(twice.location) already, so that \(twice.name) cannot move there. \
                Choose another agent, or delete one of the two first.
                """, details: ["field": "bound_agent_guid"])
        }
        return try collections.flatMap { bound -> [Event] in
            // No run is started on it meanwhile.
            try RowLock(tx).collection(bound.rowID)
            var collection = bound
            collection.boundAgentRowID = agent.rowID
            try RowLock(tx).unfinishedJobs(collection: collection.rowID)
            try CollectionStore(tx).update(collection, by: user, at: now)
            return try follow(tx, collection, try JobStore(tx).unfinished(collection: collection.rowID))
        }
    }

    /// Binds the waiting jobs of a collection to the agent that it has now.
    private static func follow(
        _ tx: any SQLConnection, _ collection: PhotoCollection, _ jobs: [Job]
    ) throws -> [Event] {
        guard let agent = collection.boundAgentRowID else { return [] }
        try JobStore(tx).rebindWaiting(collection: collection.rowID, toAgent: agent)
        return jobs.map { .jobAvailable(team: $0.teamRowID, requirement: $0.requirement, boundAgent: agent) }
    }

    private static func busy(_ collection: PhotoCollection, _ job: Job) -> CoordinatorError {
        CoordinatorError(
            .conflict, "collection_busy",
            "\(job.tool.title) runs on \(collection.name) now; wait for its end or cancel it, then give the collection another agent or folder.",
            details: ["job_guid": .string(job.guid.description)])
    }
}
