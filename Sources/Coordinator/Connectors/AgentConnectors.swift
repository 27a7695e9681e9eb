import Database
import Domain
import Store

/// The connectors for which an agent may be given jobs: a list in its row, which claims are judged by.
struct AgentConnectors {
    private let tx: any SQLConnection

    init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Lets an agent have jobs of a connector.
    /// - Returns: what to tell.
    func add(_ connector: ConnectorID, agent: Int64, by user: Int64, at now: Timestamp) throws -> [Event] {
        try change(agent, user, now) { list in
            if !list.contains(connector.description) { list.append(connector.description) }
        }
    }

    /// Takes an agent out at once; its held claims end, and it asks anew with what it has.
    /// - Returns: what to tell.
    func remove(_ connector: ConnectorID, agent: Int64, by user: Int64, at now: Timestamp) throws -> [Event] {
        try change(agent, user, now) { list in list.removeAll { $0 == connector.description } }
    }

    private func change(
        _ row: Int64, _ user: Int64, _ now: Timestamp, _ body: (inout [String]) -> Void
    ) throws -> [Event] {
        try RowLock(tx).agent(row)
        guard var agent = try AgentStore(tx).find(row: row) else { return [] }
        let before = agent.connectors
        body(&agent.connectors)
        guard agent.connectors != before else { return [] }
        try AgentStore(tx).update(agent, by: user, at: now)
        return [.agentChanged(team: agent.teamRowID, agent: row)]
    }
}
