import Database
import Domain
import Store
import Wire

/// Connectors as people see them: buckets and shares, and where their credentials live. FR-300, US-5.
public struct ConnectorService: Sendable {
    let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// The team's connectors, by name.
    public func list(for caller: UserCaller, _ request: PageRequest) async throws -> PageDTO<ConnectorDTO> {
        let team = caller.team.rowID
        return try await context.database.read { tx in
            let store = ConnectorStore(tx)
            let last = try request.last { guid in try store.find(guid, team: team) }
            let found = try store.page(
                team: team, after: last.map { ($0.name, $0.rowID) }, limit: request.limit + 1)
            let holders = try store.holders(of: found.map(\.rowID))
            return request.page(found, guid: \.guid.description) { ConnectorDTO($0, holders[$0.rowID] ?? []) }
        }
    }

    /// One connector.
    public func get(_ guid: String, for caller: UserCaller) async throws -> ConnectorDTO {
        try await context.database.read { tx in try Self.dto(tx, guid, caller.team.rowID) }
    }

    /// The collections on a connector, by name.
    public func collections(on guid: String, for caller: UserCaller) async throws -> [CollectionDTO] {
        try await context.database.read { tx in
            let connector = try Self.find(tx, guid, caller.team.rowID)
            return try CollectionStore(tx).on(connector: connector.rowID).map(CollectionDTO.init)
        }
    }

    /// Connectors that no job can use because no agent holds working credentials, by name; at most so many.
    public func wanting(team: Int64, limit: Int) async throws -> [ConnectorDTO] {
        try await context.database.read { tx in
            try ConnectorStore(tx).wanting(team: team, limit: limit).map { ConnectorDTO($0, []) }
        }
    }

    /// The connectors whose credentials an agent said to hold, by name, and whether they work.
    public func held(byAgent guid: String, for caller: UserCaller) async throws
        -> [(connector: ConnectorDTO, isWorking: Bool)]
    {
        try await context.database.read { tx in
            let agent = try AgentService.find(tx, guid, caller.team.rowID)
            return try ConnectorStore(tx).held(byAgent: agent.rowID).map {
                (ConnectorDTO($0.connector, []), $0.isWorking)
            }
        }
    }

    /// Adds a connector.
    /// - Throws: 403; 400 naming the field, `credentials` among them for any place but `server`.
    public func create(_ request: CreateConnectorRequest, by caller: UserCaller) async throws -> ConnectorDTO {
        try caller.requireAdministrator()
        let name = try FieldRules.name(request.name, field: "name")
        let location = request.credentialLocation ?? .pending
        let configuration = try Self.checked(
            request.configuration, request.type.configurationFields, under: "configuration")
        let guid: ConnectorID = context.identifier()
        let sealed = try sealed(request.credentials, nil, request.type, location, guid)
        let now = context.time.now()
        return try await context.database.write { tx in
            try ConnectorStore(tx).insert(
                guid: guid, team: caller.team.rowID, name: name, type: request.type, credentialLocation: location,
                configuration: configuration, sealed: sealed, by: caller.user.rowID, at: now)
            try Self.audit(tx, "connector.create", guid.description, caller, now)
            return try Self.dto(tx, guid.description, caller.team.rowID)
        }
    }

    /// Changes a connector. Credentials that are to live elsewhere are erased here in the same transaction, and waiting jobs
    /// then need what the new place asks for. FR-300.11.
    /// - Throws: 403; 404; 400 naming the field.
    public func change(
        _ guid: String, _ request: ChangeConnectorRequest, by caller: UserCaller
    ) async throws -> ConnectorDTO {
        try caller.requireAdministrator()
        let name = try request.name.map { try FieldRules.name($0, field: "name") }
        let team = caller.team.rowID
        let now = context.time.now()
        return try await context.write { tx in
            try RowLock(tx).team(team)
            let before = try Self.find(tx, guid, team)
            var connector = before
            if let name { connector.name = name }
            if let configuration = request.configuration {
                connector.configuration = try Self.checked(
                    configuration, before.type.configurationFields, under: "configuration")
            }
            let location = request.credentialLocation ?? before.credentialLocation
            connector.credentialLocation = location
            connector.sealedCredentials = try sealed(
                request.credentials, before.sealedCredentials, before.type, location, before.guid)
            try ConnectorStore(tx).update(connector, by: caller.user.rowID, at: now)
            try Self.audit(tx, "connector.change", guid, caller, now)
            var events: [Event] = []
            if location != before.credentialLocation {
                // Who holds them is asked anew where nobody is to hold them, or nobody has shown to yet.
                if location != .agent { events += try Self.forgetHolders(tx, connector, caller, now) }
                if location.isHeldByAgents != before.credentialLocation.isHeldByAgents {
                    events += try Self.follow(tx, connector)
                }
            }
            return (try Self.dto(tx, guid, team), events)
        }
    }

    /// Deletes a connector that no collection is on, and erases its credentials.
    /// - Throws: 403; 404; 409 `connector_has_collections`, naming them.
    public func delete(_ guid: String, by caller: UserCaller) async throws {
        try caller.requireAdministrator()
        let now = context.time.now()
        try await context.write { tx -> (Void, [Event]) in
            try RowLock(tx).team(caller.team.rowID)
            let connector = try Self.find(tx, guid, caller.team.rowID)
            let collections = try CollectionStore(tx).on(connector: connector.rowID)
            guard collections.isEmpty else { throw Self.hasCollections(connector, collections) }
            try ConnectorStore(tx).delete(row: connector.rowID, by: caller.user.rowID, at: now)
            try Self.audit(tx, "connector.delete", guid, caller, now)
            return ((), try Self.forgetHolders(tx, connector, caller, now))
        }
    }

    /// The credentials as they are to rest: those given, or those there, for `server`; none otherwise.
    private func sealed(
        _ credentials: [String: String]?, _ before: SealedCredentials?, _ type: ConnectorType,
        _ location: CredentialLocation, _ guid: ConnectorID
    ) throws -> SealedCredentials? {
        guard location == .server else {
            if credentials == nil { return nil }
            throw CoordinatorError.invalidField(
                "credentials",
                """
                are not taken by the server for a connector whose credentials live on agents; enter them there: \
                safelight-agent connectors configure \(guid)
                """)
        }
        guard let credentials else {
            if let before { return before }
            throw CoordinatorError.invalidField("credentials", "are missing: they are to live on the server")
        }
        return try context.keys.seal(
            try Self.checked(credentials, type.credentialFields, under: "credentials"), for: guid)
    }

    private static func checked(
        _ values: [String: String], _ fields: [ConnectorField], under parent: String
    ) throws -> [String: String] {
        do throws(ConnectorFieldProblem) {
            return try ConnectorField.checked(values, against: fields)
        } catch {
            throw CoordinatorError.invalidField("\(parent).\(error.field)", error.problem)
        }
    }

    /// Lets waiting jobs need what the connector asks for now.
    private static func follow(_ tx: any SQLConnection, _ connector: Connector) throws -> [Event] {
        try CollectionStore(tx).on(connector: connector.rowID).flatMap { collection -> [Event] in
            try RowLock(tx).collection(collection.rowID)
            try RowLock(tx).unfinishedJobs(collection: collection.rowID)
            return try JobStore(tx).unfinished(collection: collection.rowID).filter(\.status.isClaimable).map { job in
                let requirement = RunService.requirement(job.tool, collection)
                try JobStore(tx).setRequirement(row: job.rowID, try RequirementStore(tx).intern(requirement))
                return .jobAvailable(team: job.teamRowID, requirement: requirement, boundAgent: nil)
            }
        }
    }

    private static func forgetHolders(
        _ tx: any SQLConnection, _ connector: Connector, _ caller: UserCaller, _ now: Timestamp
    ) throws -> [Event] {
        let store = ConnectorStore(tx)
        let holders = try store.holders(of: [connector.rowID])[connector.rowID] ?? []
        try store.forgetHolders(of: connector.rowID)
        return try holders.flatMap { holder in
            try AgentConnectors(tx).remove(connector.guid, agent: holder.agentRowID, by: caller.user.rowID, at: now)
        }
    }

    static func find(_ tx: any SQLConnection, _ guid: String, _ team: Int64) throws -> Connector {
        guard let id = ConnectorID(guid), let connector = try ConnectorStore(tx).find(id, team: team) else {
            throw CoordinatorError.notFound("connector")
        }
        return connector
    }

    private static func dto(_ tx: any SQLConnection, _ guid: String, _ team: Int64) throws -> ConnectorDTO {
        let connector = try find(tx, guid, team)
        return ConnectorDTO(connector, try ConnectorStore(tx).holders(of: [connector.rowID])[connector.rowID] ?? [])
    }

    private static func audit(
        _ tx: any SQLConnection, _ action: String, _ guid: String, _ caller: UserCaller, _ now: Timestamp
    ) throws {
        try NotificationStore(tx).audit(
            team: caller.team.rowID, user: caller.user.rowID, action: action, subject: guid, at: now)
    }

    private static func hasCollections(_ connector: Connector, _ collections: [PhotoCollection]) -> CoordinatorError {
        let names = collections.map { "\u{201C}\($0.name)\u{201D}" }.joined(separator: ", ")
        return CoordinatorError(
            .conflict, "connector_has_collections",
            "Collections are on \(connector.name): \(names). Delete them first; their results stay.",
            details: [
                "collections": .array(
                    collections.map { ["guid": .string($0.guid.description), "name": .string($0.name)] })
            ])
    }
}

extension ConnectorDTO {
    init(_ connector: Connector, _ holders: [ConnectorHolder]) {
        self.init(
            guid: connector.guid.description, name: connector.name, type: connector.type,
            credentialLocation: connector.credentialLocation, configuration: connector.configuration,
            agents: holders.map { holder in
                ConnectorAgentDTO(
                    guid: holder.agent.description, name: holder.agentName, isWorking: holder.isWorking,
                    message: holder.message, reportedAt: holder.reportedAt)
            }, createdAt: connector.createdAt)
    }
}
