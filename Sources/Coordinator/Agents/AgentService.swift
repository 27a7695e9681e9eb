import Database
import Domain
import Store
import Wire

/// The agents as people see them: the list, the header badge, names, pauses, the end. FR-100.6–8, FR-600.
public struct AgentService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// The numbers of the header badge. FR-600.12.
    public func poolStatus(team: Int64) async throws -> PoolStatusDTO {
        let counts = try await context.database.read { tx in try AgentStore(tx).poolCounts(team: team) }
        return PoolStatusDTO(
            onlineCount: counts.online, idleCount: counts.idle, runningJobsCount: counts.running, status: counts.status)
    }

    /// The team's agents, online ones first.
    public func list(team: Int64) async throws -> [AgentDTO] {
        let now = context.time.now()
        return try await context.database.read { tx in
            let agents = try AgentStore(tx).all(team: team)
            let describe = try AgentDescriber(tx, agents: agents, at: now)
            return agents.map(describe.dto)
        }
    }

    /// Some of the team's agents, in no order; those that are not there are left out.
    public func list(_ guids: Set<String>, team: Int64) async throws -> [AgentDTO] {
        let now = context.time.now()
        return try await context.database.read { tx in
            let agents = try guids.compactMap(AgentID.init).compactMap { try AgentStore(tx).find($0, team: team) }
            let describe = try AgentDescriber(tx, agents: agents, at: now)
            return agents.map(describe.dto)
        }
    }

    /// A part of the team's agents, online ones first, then by name.
    /// - Parameter text: only those whose name or machine has it in it, in whatever case; empty for all.
    public func page(team: Int64, like text: String, _ request: PageRequest) async throws -> PageDTO<AgentDTO> {
        let now = context.time.now()
        return try await context.database.read { tx in
            let store = AgentStore(tx)
            let last = try request.last { guid in try store.find(guid, team: team) }
            let found = try store.page(team: team, like: text, after: last, limit: request.limit + 1)
            let describe = try AgentDescriber(tx, agents: found, at: now)
            return request.page(found, guid: \.guid.description, describe.dto)
        }
    }

    /// The names of the team's agents, by name; at most 200, for a choice.
    public func names(team: Int64, limit: Int) async throws -> [(guid: String, name: String)] {
        try await context.database.read { tx in
            try AgentStore(tx).names(team: team, limit: limit).map { ($0.guid.description, $0.name) }
        }
    }

    /// Agents that are away or in trouble although collections wait for them; at most so many.
    public func troubled(team: Int64, limit: Int) async throws -> [AgentDTO] {
        let now = context.time.now()
        return try await context.database.read { tx in
            let agents = try AgentStore(tx).troubled(team: team, limit: limit)
            let describe = try AgentDescriber(tx, agents: agents, at: now)
            return agents.map(describe.dto)
        }
    }

    /// One agent.
    public func get(_ guid: String, team: Int64) async throws -> AgentDTO {
        let now = context.time.now()
        return try await context.database.read { tx in
            let agent = try Self.find(tx, guid, team)
            return try AgentDescriber(tx, agents: [agent], at: now).dto(agent)
        }
    }

    /// One agent by its row, for live pages; nil where it was deleted.
    public func get(row: Int64, team: Int64) async throws -> AgentDTO? {
        let now = context.time.now()
        return try await context.database.read { tx in
            guard let agent = try AgentStore(tx).find(row: row), agent.teamRowID == team,
                try AgentStore(tx).find(agent.guid, team: team) != nil
            else { return nil }
            return try AgentDescriber(tx, agents: [agent], at: now).dto(agent)
        }
    }

    /// Renames an agent, and its SYSTEM user with it. FR-100.8, FR-110.8.
    public func rename(_ guid: String, to name: String, by caller: UserCaller) async throws -> AgentDTO {
        let name = try FieldRules.name(name, field: "name")
        try await change(guid, by: caller) { tx, agent, now in
            var renamed = agent
            renamed.name = name
            try AgentStore(tx).update(renamed, by: caller.user.rowID, at: now)
            try UserStore(tx).rename(row: agent.systemUserRowID, to: "Agent: \(name)", by: caller.user.rowID, at: now)
            return [.agentChanged(team: agent.teamRowID, agent: agent.rowID)]
        }
        return try await get(guid, team: caller.team.rowID)
    }

    /// Pauses an agent, or lets it go on; it finishes what it runs. SL-3.
    public func setPaused(_ guid: String, _ isPaused: Bool, by caller: UserCaller) async throws -> AgentDTO {
        try await change(guid, by: caller) { tx, agent, now in
            var changed = agent
            changed.isPaused = isPaused
            try AgentStore(tx).update(changed, by: caller.user.rowID, at: now)
            return [.agentChanged(team: agent.teamRowID, agent: agent.rowID), .poolChanged(team: agent.teamRowID)]
        }
        return try await get(guid, team: caller.team.rowID)
    }

    /// Takes all rights from an agent, at once, and its job back. FR-520.7–8.
    public func revoke(_ guid: String, reason: String, by caller: UserCaller) async throws -> AgentDTO {
        let reason = try FieldRules.text(reason, field: "reason", upTo: 500)
        try await change(guid, by: caller) { tx, agent, now in
            if agent.status == .revoked { return [] }
            try AgentStore(tx).revoke(row: agent.rowID, reason: reason, by: caller.user.rowID, at: now)
            return try expel(tx, agent, "agent.revoke", caller, now)
                + [.agentChanged(team: agent.teamRowID, agent: agent.rowID)]
        }
        context.logger.notice("agent revoked", metadata: ["agent": "\(guid)", "by": "\(caller.user.guid)"])
        return try await get(guid, team: caller.team.rowID)
    }

    /// Deletes an agent: its key dies at once, its job goes back, its SYSTEM user stays. FR-100.7, FR-110.9.
    /// - Parameter heir: the agent that all its collections move to, with their waiting jobs. FR-400.10.
    /// - Throws: 409 `agent_has_collections`, naming them, where there is no heir (FR-400.8); 400 for an heir that reads no
    ///   local folders; 409 `duplicate_collection`.
    public func delete(_ guid: String, movingCollectionsTo heir: String? = nil, by caller: UserCaller) async throws {
        try await change(guid, by: caller) { tx, agent, now in
            let team = agent.teamRowID
            let bound = try CollectionStore(tx).bound(toAgent: agent.rowID)
            let target = try heir.map { try CollectionService.agent(tx, $0, team) }
            guard bound.isEmpty || target != nil else { throw Self.hasCollections(agent, bound) }
            guard target?.rowID != agent.rowID else {
                throw CoordinatorError.invalidField("bound_agent_guid", "names the agent that is to be deleted")
            }
            try AgentStore(tx).delete(row: agent.rowID, by: caller.user.rowID, at: now)
            // Its job is taken back first: what waits can move.
            let told =
                try expel(tx, agent, "agent.delete", caller, now) + [.agentDeleted(team: team, agent: agent.guid)]
            guard let target else { return told }
            return told + (try CollectionService.moveAll(tx, bound, to: target, by: caller.user.rowID, at: now))
        }
        context.logger.notice("agent deleted", metadata: ["agent": "\(guid)", "by": "\(caller.user.guid)"])
    }

    private func expel(
        _ tx: any SQLConnection, _ agent: Agent, _ action: String, _ caller: UserCaller, _ now: Timestamp
    ) throws -> [Event] {
        try NotificationStore(tx).audit(
            team: agent.teamRowID, user: caller.user.rowID, action: action, subject: agent.guid.description, at: now)
        // Its sockets close for the right reason first; what happens to its job is told after.
        let expelled = Event.agentExpelled(team: agent.teamRowID, agent: agent.guid)
        // Every server is to know, also where this one dies, or is cut off from the others, right after the commit.
        try tx.notify(EventPayload.committed(expelled))
        return [expelled]
            + (try HeldJobs(tx, context).giveBack(of: agent.rowID, .handedBack, by: caller.user.rowID))
            + [.poolChanged(team: agent.teamRowID)]
    }

    private func change(
        _ guid: String, by caller: UserCaller,
        _ body: @escaping @Sendable (any SQLConnection, Agent, Timestamp) throws -> [Event]
    ) async throws {
        try caller.requireAdministrator()
        let now = context.time.now()
        try await context.write { tx in
            try RowLock(tx).agent(try Self.find(tx, guid, caller.team.rowID).rowID)
            return ((), try body(tx, try Self.find(tx, guid, caller.team.rowID), now))
        }
    }

    static func find(_ tx: any SQLConnection, _ guid: String, _ team: Int64) throws -> Agent {
        guard let id = AgentID(guid), let agent = try AgentStore(tx).find(id, team: team) else {
            throw CoordinatorError.notFound("agent")
        }
        return agent
    }

    private static func hasCollections(_ agent: Agent, _ bound: [PhotoCollection]) -> CoordinatorError {
        let names = bound.map { "\u{201C}\($0.name)\u{201D}" }.joined(separator: ", ")
        return CoordinatorError(
            .conflict, "agent_has_collections",
            "Collections are bound to \(agent.name): \(names). Move them to another agent, or delete them, first.",
            details: [
                "collections": .array(
                    bound.map { ["guid": .string($0.guid.description), "name": .string($0.name)] })
            ])
    }
}
