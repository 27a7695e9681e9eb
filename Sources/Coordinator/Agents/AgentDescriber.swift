import Database
import Domain
import Store
import Wire

/// Turns agents into what the user API shows, with the facts of all of them read at once.
struct AgentDescriber {
    private let held: [Int64: Job]
    private let recent: [Int64: Int]
    private let bound: [Int64: Int]
    private let users: [Int64: UserID]

    init(_ tx: any SQLConnection, agents: [Agent], at now: Timestamp) throws {
        let rows = agents.map(\.rowID)
        users = try UserStore(tx).guids(
            rows: agents.flatMap { [$0.systemUserRowID] + [$0.issuedByRowID].compactMap(\.self) })
        held = try JobStore(tx).held(byAgents: rows)
        recent = try AttemptStore(tx).counts(agents: rows, since: now - Self.recently)
        bound = try CollectionStore(tx).boundCounts(agents: rows)
    }

    /// The time in which an agent's jobs are its load.
    private static let recently: Duration = .seconds(3600)

    func dto(_ agent: Agent) -> AgentDTO {
        let job = held[agent.rowID]
        return AgentDTO(
            guid: agent.guid.description, name: agent.name, hostname: agent.hostname, osInfo: agent.osInfo,
            platform: agent.platform, version: agent.version, status: agent.status,
            paused: agent.isPaused || agent.isSelfPaused, capabilities: agent.capabilities,
            connectors: agent.connectors,
            roots: agent.roots, lastHeartbeat: agent.lastSeen, currentJobGuid: job?.guid.description,
            runningJobsCount: job?.status == .running ? 1 : 0, recentJobsCount: recent[agent.rowID] ?? 0,
            metrics: agent.metrics.map(AgentMetrics.init), boundCollectionsCount: bound[agent.rowID] ?? 0,
            errorMessage: agent.errorMessage, binaryChecksum: agent.binaryChecksum, apiKeyPrefix: agent.keyPrefix,
            revocationReason: agent.revocationReason, revokedAt: agent.revokedAt,
            systemUserGuid: users[agent.systemUserRowID]?.description,
            createdBy: agent.issuedByRowID.flatMap { users[$0]?.description },
            createdAt: agent.createdAt)
    }
}

extension AgentMetrics {
    init(_ json: JSONValue) {
        func number(_ name: String) -> Double? {
            switch json[name] {
            case .number(let value)?: value
            case .integer(let value)?: Double(value)
            default: nil
            }
        }
        self.init(
            cpuPercent: number("cpu_percent"), memoryPercent: number("memory_percent"),
            diskFreeGb: number("disk_free_gb"))
    }
}
