import Database
import Domain
import Store
import Wire

/// Collections: creating, moving, deleting. FR-400.
public struct CollectionService: Sendable {
    let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// The team's collections, by name.
    /// - Parameters:
    ///   - text: only those whose name or location has it in it, in whatever case; empty for all.
    ///   - agent: only those bound to this agent.
    /// - Throws: 404 for an agent that the team does not have.
    public func list(
        like text: String = "", agent: String? = nil, for caller: UserCaller, _ request: PageRequest
    ) async throws -> PageDTO<CollectionDTO> {
        let team = caller.team.rowID
        let found = try await context.database.read { tx in
            let store = CollectionStore(tx)
            let last = try request.last { guid in try store.find(guid, team: team) }
            return try store.page(
                team: team, like: text, agent: try agent.map { try AgentService.find(tx, $0, team).rowID },
                after: last.map { ($0.name, $0.rowID) }, limit: request.limit + 1)
        }
        return request.page(found, guid: \.guid.description, CollectionDTO.init)
    }

    /// One collection.
    public func get(_ guid: String, for caller: UserCaller) async throws -> CollectionDTO {
        CollectionDTO(try await context.database.read { tx in try Self.find(tx, guid, caller.team.rowID) })
    }

    /// The collections bound to an agent, by name.
    public func bound(toAgent guid: String, for caller: UserCaller) async throws -> [CollectionDTO] {
        try await context.database.read { tx in
            let agent = try AgentService.find(tx, guid, caller.team.rowID)
            return try CollectionStore(tx).bound(toAgent: agent.rowID).map(CollectionDTO.init)
        }
    }

    /// Creates a collection. LOCAL needs an agent with `local_filesystem` that was not revoked, and an absolute path.
    /// - Throws: 400 naming the field; 409 `duplicate_collection` for the same path twice on one agent.
    public func create(_ request: CreateCollectionRequest, by caller: UserCaller) async throws -> CollectionDTO {
        let name = try FieldRules.name(request.name, field: "name")
        let location = try Self.location(request.location, request.type)
        try Self.checkPlace(request)
        let guid: CollectionID = context.identifier()
        let now = context.time.now()
        do {
            return try await context.database.write { tx in
                let team = caller.team.rowID
                let pipeline = try request.pipelineGuid.map { try Self.pipeline(tx, $0, team) }
                let connector = try request.connectorGuid.map { try Self.connector(tx, $0, request.type, team) }
                let agent = try request.boundAgentGuid.map { try Self.agent(tx, $0, team) }
                try CollectionStore(tx).insert(
                    guid: guid, team: team, name: name, type: request.type, location: location,
                    boundAgent: agent?.rowID, connector: connector?.rowID, pipeline: pipeline?.rowID,
                    by: caller.user.rowID, at: now)
                return CollectionDTO(try Self.find(tx, guid.description, caller.team.rowID))
            }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw Self.duplicate(location)
        }
    }

    /// Deletes a collection: hidden from now on; waiting and assigned jobs are cancelled, a running one ends by itself. EC-2.
    public func delete(_ guid: String, by caller: UserCaller) async throws {
        let now = context.time.now()
        try await context.write { tx -> (Void, [Event]) in
            let collection = try Self.locked(tx, guid, caller.team.rowID)
            try RowLock(tx).unfinishedJobs(collection: collection.rowID)
            try CollectionStore(tx).delete(row: collection.rowID, by: caller.user.rowID, at: now)
            var events: [Event] = []
            for job in try JobStore(tx).unfinished(collection: collection.rowID) where job.status != .running {
                events += try JobMover(tx, context).move(job, .cancelRequested, by: caller.user.rowID).events
            }
            try NotificationStore(tx).audit(
                team: caller.team.rowID, user: caller.user.rowID, action: "collection.delete", subject: guid, at: now)
            return ((), events)
        }
    }

    static func find(_ tx: any SQLConnection, _ guid: String, _ team: Int64) throws -> PhotoCollection {
        guard let id = CollectionID(guid), let collection = try CollectionStore(tx).find(id, team: team) else {
            throw CoordinatorError.notFound("collection")
        }
        return collection
    }

    /// A collection as it stays until this transaction ends.
    static func locked(_ tx: any SQLConnection, _ guid: String, _ team: Int64) throws -> PhotoCollection {
        try RowLock(tx).collection(try find(tx, guid, team).rowID)
        return try find(tx, guid, team)
    }

    /// LOCAL has an agent, the others a connector, and none has both. FR-400.1.
    private static func checkPlace(_ request: CreateCollectionRequest) throws {
        let isLocal = request.type == .local
        if isLocal, request.boundAgentGuid == nil {
            throw CoordinatorError.invalidField(
                "bound_agent_guid", "is missing: a LOCAL collection belongs to one agent")
        }
        if !isLocal, request.connectorGuid == nil {
            throw CoordinatorError.invalidField(
                "connector_guid", "is missing: a collection of type \(request.type.rawValue) is on a connector")
        }
        if isLocal ? request.connectorGuid != nil : request.boundAgentGuid != nil {
            throw CoordinatorError.invalidField(
                isLocal ? "connector_guid" : "bound_agent_guid",
                "has no place in a collection of type \(request.type.rawValue)")
        }
    }

    private static func connector(
        _ tx: any SQLConnection, _ guid: String, _ type: CollectionType, _ team: Int64
    ) throws -> Connector {
        // A connector that is being deleted gets no collection.
        try RowLock(tx).team(team)
        guard let id = ConnectorID(guid), let connector = try ConnectorStore(tx).find(id, team: team) else {
            throw CoordinatorError.invalidField("connector_guid", "names no connector of the team")
        }
        guard connector.type.collectionType == type else {
            throw CoordinatorError.invalidField(
                "connector_guid", "names a connector of type \(connector.type.rawValue), not \(type.rawValue)")
        }
        return connector
    }

    static func pipeline(_ tx: any SQLConnection, _ guid: String, _ team: Int64) throws -> Pipeline {
        // A pipeline that is being deleted is not chosen.
        try RowLock(tx).team(team)
        guard let id = PipelineID(guid), let pipeline = try PipelineStore(tx).find(id, team: team) else {
            throw CoordinatorError.invalidField("pipeline_guid", "names no pipeline of the team")
        }
        return pipeline
    }

    static func agent(_ tx: any SQLConnection, _ guid: String, _ team: Int64) throws -> Agent {
        let unknown = CoordinatorError.invalidField("bound_agent_guid", "names no agent of the team")
        guard let id = AgentID(guid), let row = try AgentStore(tx).find(id, team: team)?.rowID else { throw unknown }
        // An agent that is being deleted gets no collection.
        try RowLock(tx).agent(row)
        guard let agent = try AgentStore(tx).find(id, team: team) else { throw unknown }
        guard agent.status != .revoked, agent.capabilities.contains(Need.localFilesystem.description) else {
            throw CoordinatorError.invalidField(
                "bound_agent_guid",
                "names an agent that reads no local folders; add a root on its machine: safelight-agent roots add PATH")
        }
        return agent
    }

    static func location(_ path: String, _ type: CollectionType) throws -> String {
        type == .local ? try localPath(path) : try remotePath(path, type)
    }

    /// A folder in a bucket or share, without slashes around it; empty for the whole of it.
    private static func remotePath(_ path: String, _ type: CollectionType) throws -> String {
        guard path.utf8.count <= 1024, !path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else {
            throw CoordinatorError.invalidField("location", "must be one line of at most 1,024 bytes")
        }
        let slashes = type == .smb ? path.replacing("\\", with: "/") : path
        let names = slashes.split(separator: "/", omittingEmptySubsequences: type == .smb)
        guard !names.contains("..") else { throw CoordinatorError.invalidField("location", "must not contain ..") }
        var trimmed = names.joined(separator: "/")[...]
        while trimmed.hasPrefix("/") { trimmed = trimmed.dropFirst() }
        while trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
        return String(trimmed)
    }

    private static func localPath(_ path: String) throws -> String {
        let isWindows = path.utf8.count >= 3 && path.dropFirst().hasPrefix(":\\")
        guard path.hasPrefix("/") || isWindows else {
            throw CoordinatorError.invalidField("location", "must be an absolute path on the agent's machine")
        }
        guard path.utf8.count <= 4096, !path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else {
            throw CoordinatorError.invalidField("location", "must be one line of at most 4,096 bytes")
        }
        guard !path.split(separator: "/").contains("..") else {
            throw CoordinatorError.invalidField("location", "must not contain ..")
        }
        var trimmed = path
        while trimmed.utf8.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        return trimmed
    }

    static func duplicate(_ location: String) -> CoordinatorError {
        CoordinatorError(
            .conflict, "duplicate_collection",
            "There is a collection of \(location.isEmpty ? "the whole of it" : location) already; "
                + "open that one, or choose another folder.",
            details: ["field": "location"])
    }
}

extension CollectionDTO {
    init(_ collection: PhotoCollection) {
        self.init(
            guid: collection.guid.description, name: collection.name, type: collection.type,
            location: collection.location,
            boundAgentGuid: collection.boundAgent?.description, boundAgentName: collection.boundAgentName,
            connectorGuid: collection.connector?.description, connectorName: collection.connectorName,
            pipelineGuid: collection.pipeline?.description, lastRefreshAt: collection.lastRefreshAt,
            statistics: collection.statistics, createdAt: collection.createdAt)
    }
}

extension AssignedCollection {
    /// What an agent is told of a collection.
    init(_ collection: PhotoCollection) {
        self.init(
            guid: collection.guid.description, name: collection.name, type: collection.type,
            location: collection.location)
    }
}
