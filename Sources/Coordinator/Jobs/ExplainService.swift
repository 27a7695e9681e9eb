import Database
import Domain
import Store
import Wire

/// Says why a job is not running: for every agent of the team, the one reason that holds it back. SL-2, EC-1.
public struct ExplainService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// Why a job waits.
    public func explain(_ guid: String, for caller: UserCaller) async throws -> JobExplanation {
        let now = context.time.now()
        return try await context.database.read { tx in
            let job = try JobService.find(tx, guid, caller.team.rowID)
            guard job.status.isClaimable else {
                return JobExplanation(
                    jobGuid: guid, summary: "The job does not wait: it is \(job.status.rawValue).", agents: [])
            }
            let agents = try explain(tx, job.requirement, job.boundAgentRowID, try Self.location(tx, job), caller.team)
            let waitingUntil = job.availableAt > now ? job.availableAt : nil
            return JobExplanation(
                jobGuid: guid, summary: Self.summary(agents, waitingUntil != nil), waitingUntil: waitingUntil,
                agents: agents)
        }
    }

    /// Why a tool could not run on a collection right now; empty where some agent could take it at once.
    public func obstacles(tool: Tool, collection guid: String, for caller: UserCaller) async throws
        -> [AgentExplanation]?
    {
        try await context.database.read { tx in
            let collection = try CollectionService.find(tx, guid, caller.team.rowID)
            let agents = try explain(
                tx, RunService.requirement(tool, collection), collection.boundAgentRowID,
                collection.type == .local ? collection.location : nil, caller.team)
            return agents.contains { ["can_run", "busy"].contains($0.reason) } ? nil : agents
        }
    }

    private func explain(
        _ tx: any SQLConnection, _ requirement: Requirement, _ boundAgent: Int64?, _ location: String?, _ team: Team
    ) throws -> [AgentExplanation] {
        let held = try JobStore(tx).heldByAgents(team: team.rowID)
        return try AgentStore(tx).all(team: team.rowID).map { agent in
            let (reason, message) = Self.reason(
                agent, team, requirement, boundAgent, location, isBusy: held[agent.rowID] != nil)
            return AgentExplanation(
                agentGuid: agent.guid.description, agentName: agent.name, reason: reason, message: message)
        }
    }

    private static func location(_ tx: any SQLConnection, _ job: Job) throws -> String? {
        let collection = try CollectionStore(tx).find(row: job.collectionRowID)
        return collection?.type == .local ? collection?.location : nil
    }

    private static func reason(
        _ agent: Agent, _ team: Team, _ requirement: Requirement, _ boundAgent: Int64?, _ location: String?,
        isBusy: Bool
    ) -> (String, String) {
        if agent.status == .revoked { return ("revoked", "It was revoked.") }
        if let boundAgent, boundAgent != agent.rowID {
            return ("not_bound_agent", "The collection is bound to another agent.")
        }
        // Whether its connection is a sealed one shows at its next claim only.
        let has = agent.capabilities + agent.connectors.map { "connector:\($0)" } + [Need.sealedConnection.description]
        let unmet = requirement.unmet(by: has)
        // Credentials are of no use to an agent that cannot do the rest.
        if let first = unmet.first(where: { !$0.description.hasPrefix("connector:") }) ?? unmet.first {
            return missing(first, agent)
        }
        if agent.status == .error {
            return ("error", "It reports an error: \(agent.errorMessage ?? "no reason given")")
        }
        if agent.status != .online { return ("offline", "It is offline; start it on \(agent.hostname).") }
        if agent.isPaused || agent.isSelfPaused { return ("paused", "It is paused.") }
        if team.isPaused { return ("paused", "The whole team is paused.") }
        if agent.isDiskLow { return ("disk_low", "Its disk is nearly full.") }
        if let location, !agent.roots.isEmpty, !agent.roots.contains(where: { contains($0, location) }) {
            return (
                "outside_roots", "The folder is outside its roots; run safelight-agent roots add on \(agent.hostname)."
            )
        }
        if isBusy { return ("busy", "It works on another job.") }
        return ("can_run", "It can take the job.")
    }

    private static func missing(_ need: Need, _ agent: Agent) -> (String, String) {
        if need == Need.source(.smb) {
            return (
                "lacks_capability",
                "It cannot read SMB shares; install libsmbclient on \(agent.hostname) (Debian, Ubuntu: apt install libsmbclient), "
                    + "then start the agent again."
            )
        }
        guard need.description.hasPrefix("connector:") else {
            return ("lacks_capability", "It lacks the capability \(need).")
        }
        let guid = need.description.dropFirst("connector:".count)
        return (
            "no_credentials",
            "It holds no working credentials; on \(agent.hostname): safelight-agent connectors configure \(guid)."
        )
    }

    private static func contains(_ root: String, _ path: String) -> Bool {
        path == root || path.hasPrefix(root.hasSuffix("/") ? root : root + "/")
    }

    private static func summary(_ agents: [AgentExplanation], _ isNotDue: Bool) -> String {
        if isNotDue { return "The job is not due yet." }
        if agents.isEmpty { return "No agent is registered; add one on the agents page." }
        if agents.contains(where: { $0.reason == "can_run" }) { return "An agent is about to take the job." }
        if agents.contains(where: { $0.reason == "busy" }) { return "Every agent that could run it is busy." }
        return "No agent can run the job now."
    }
}
