import Database
import Domain
import Store
import Wire

/// Connectors as agents see them. FR-300.5–8, US-6.
extension ConnectorService {
    /// The connectors whose credentials agents may hold, by name.
    /// - Parameter isPendingOnly: only those that nobody holds yet.
    public func list(for caller: AgentCaller, isPendingOnly: Bool) async throws -> ConnectorList {
        try await context.database.read { tx in
            var found: [Connector] = []
            while true {
                let part = try ConnectorStore(tx).page(
                    team: caller.team.rowID, after: found.last.map { ($0.name, $0.rowID) }, limit: 500)
                found += part
                if part.count < 500 { break }
            }
            let wanted = found.filter { connector in
                isPendingOnly
                    ? connector.credentialLocation == .pending : connector.credentialLocation.isHeldByAgents
            }
            return ConnectorList(connectors: wanted.map(ConnectorMetadata.init))
        }
    }

    /// One connector, with what its credentials consist of.
    public func metadata(_ guid: String, for caller: AgentCaller) async throws -> ConnectorMetadata {
        try await context.database.read { tx in
            ConnectorMetadata(try Self.find(tx, guid, caller.team.rowID))
        }
    }

    /// Takes an agent's word that it reaches a connector with credentials of its own; the first turns `pending` into
    /// `agent`. FR-300.7.
    /// - Throws: 404; 400 `test_failed` for a test that failed, which takes the agent out; 409 `credentials_on_server`.
    public func report(_ guid: String, _ request: ReportCapabilityRequest, from caller: AgentCaller) async throws {
        let message = request.testMessage.map { String($0.prefix(500)) }
        let now = context.time.now()
        let user = caller.agent.systemUserRowID
        try await context.write { tx -> (Void, [Event]) in
            try RowLock(tx).team(caller.team.rowID)
            var connector = try Self.find(tx, guid, caller.team.rowID)
            guard connector.credentialLocation.isHeldByAgents else {
                throw CoordinatorError(
                    .conflict, "credentials_on_server",
                    "The credentials of \(connector.name) live on the server; agents get them with each job.")
            }
            let agents = AgentConnectors(tx)
            guard request.testSuccessful else {
                return ((), try Self.note(tx, connector, caller.agent.rowID, failed: message, by: user, now))
            }
            try ConnectorStore(tx).report(
                connector: connector.rowID, agent: caller.agent.rowID, isWorking: true, message: message, at: now)
            if connector.credentialLocation == .pending {
                connector.credentialLocation = .agent
                try ConnectorStore(tx).update(connector, by: user, at: now)
            }
            return ((), try agents.add(connector.guid, agent: caller.agent.rowID, by: user, at: now))
        }
        guard request.testSuccessful else {
            throw CoordinatorError(
                .badRequest, "test_failed",
                "The test failed, so the agent gets no jobs of this connector: \(message ?? "no reason given").")
        }
    }

    /// Notes that an agent's credentials do not work, and takes it out at once. An agent that never showed that they do is
    /// not listed.
    static func note(
        _ tx: any SQLConnection, _ connector: Connector, _ agent: Int64, failed message: String?, by user: Int64,
        _ now: Timestamp
    ) throws -> [Event] {
        let store = ConnectorStore(tx)
        let known = try store.holders(of: [connector.rowID])[connector.rowID] ?? []
        if known.contains(where: { $0.agentRowID == agent }) {
            try store.report(connector: connector.rowID, agent: agent, isWorking: false, message: message, at: now)
        }
        return try AgentConnectors(tx).remove(connector.guid, agent: agent, by: user, at: now)
    }
}

extension ConnectorMetadata {
    init(_ connector: Connector) {
        self.init(
            guid: connector.guid.description, name: connector.name, type: connector.type,
            credentialLocation: connector.credentialLocation, configuration: connector.configuration,
            credentialSchema: ConnectorField.schema(connector.type.credentialFields))
    }
}
