import Database
import Domain
import Store
import Wire

/// Agents' signs of life: who they are, heartbeats, going away. FR-100.4–6.
public struct HeartbeatService: Sendable {
    private let context: ServiceContext
    /// By the hash of their key.
    private let callers: ReadCache<String, AgentCaller>
    /// What agents hold, by their row.
    private let held: ReadCache<Int64, HeldJob>

    init(_ context: ServiceContext) {
        self.context = context
        let callers = ReadCache<String, AgentCaller>(events: context.events, time: context.time)
        self.callers = callers
        let held = ReadCache<Int64, HeldJob>(events: context.events, time: context.time)
        self.held = held
        context.events.observe { event in
            switch event {
            case .agentJobChanged(_, let agent): held.forget(agent)
            case .agentChanged(_, let agent): callers.forget { $0.agent.rowID == agent }
            case .agentExpelled(_, let agent), .agentDeleted(_, let agent): callers.forget { $0.agent.guid == agent }
            case .missed:
                callers.forget { _ in true }
                held.forget { _ in true }
            default: break
            }
        }
    }

    /// Finds the agent of a key and notes its sign of life.
    /// - Throws: 401 `invalid_key`, 403 `agent_revoked`.
    public func authenticate(key: String) async throws -> AgentCaller {
        let hash = SecretText.hash(key)
        let found = try await callers.value(for: hash) {
            try await context.database.read { tx -> AgentCaller? in
                guard let agent = try AgentStore(tx).find(keyHash: hash),
                    let team = try TeamStore(tx).find(row: agent.teamRowID)
                else { return nil }
                return AgentCaller(agent: agent, team: team)
            }
        }
        guard let caller = found else { throw Self.invalidKey }
        guard caller.agent.status != .revoked else { throw Self.revoked(caller.agent) }
        context.life.seen(agent: caller.agent.rowID, at: context.time.now())
        return caller
    }

    /// The agent as the server sees it.
    public func describe(_ caller: AgentCaller) async throws -> AgentSelf {
        let held = try await context.database.read { tx in try JobStore(tx).held(byAgent: caller.agent.rowID) }
        return AgentSelf(
            guid: caller.agent.guid.description, name: caller.agent.name, teamGuid: caller.team.guid.description,
            status: caller.agent.status, paused: caller.isPaused, currentJobGuid: held?.guid.description,
            serverVersion: SafelightVersion.current, serverTime: context.time.now())
    }

    /// Takes a heartbeat. What changed is written before the answer; a mere sign of life may wait a second.
    public func heartbeat(_ request: HeartbeatRequest, from caller: AgentCaller) async throws -> HeartbeatResponse {
        let agent = caller.agent
        var changed = try Self.applying(request, to: agent)
        let now = context.time.now()
        let metrics = try request.metrics.map(Self.metrics)
        context.life.seen(agent: agent.rowID, at: now, metrics: metrics)
        if changed != agent {
            changed = try await context.write { tx in
                // As it is now: a person may have renamed, paused or revoked it since it was authenticated.
                let current = try Self.current(tx, caller)
                var written = try Self.applying(request, to: current)
                written.lastSeen = now
                for dropped in current.connectors where !written.connectors.contains(dropped) {
                    if let connector = ConnectorID(dropped) {
                        try ConnectorStore(tx).forget(connector: connector, agent: agent.rowID)
                    }
                }
                try AgentStore(tx).update(written, by: agent.systemUserRowID, at: now)
                let changed = Event.agentChanged(team: agent.teamRowID, agent: agent.rowID)
                let isPoolChanged = written.status != current.status || written.isSelfPaused != current.isSelfPaused
                return (written, isPoolChanged ? [changed, .poolChanged(team: agent.teamRowID)] : [changed])
            }
        }
        if let tail = request.logTail {
            try await context.database.write { tx in
                try AgentStore(tx).setLogTail(row: agent.rowID, String(tail.suffix(16_384)))
            }
        }
        let cancelled = try await currentJob(request.currentJob, caller)
        return HeartbeatResponse(
            acknowledged: true, serverTime: now, cancelJobGuids: cancelled,
            paused: changed.isPaused || changed.isSelfPaused || caller.team.isPaused)
    }

    /// The agent goes away now: offline at once, its jobs back at once, which is no loss.
    public func disconnect(_ caller: AgentCaller) async throws {
        let agent = caller.agent
        try await context.write { tx -> (Void, [Event]) in
            // A revoked agent stays revoked.
            _ = try Self.current(tx, caller)
            try AgentStore(tx).setStatus(row: agent.rowID, .offline)
            var events = try HeldJobs(tx, context).giveBack(of: agent.rowID, .handedBack, by: agent.systemUserRowID)
            events += [.agentChanged(team: agent.teamRowID, agent: agent.rowID), .poolChanged(team: agent.teamRowID)]
            return ((), events)
        }
        context.logger.info("agent disconnected", metadata: ["agent": "\(agent.guid)"])
    }

    /// The agent as it is in this transaction.
    /// - Throws: 401 where it was deleted, 403 where it was revoked since it was authenticated.
    private static func current(_ tx: any SQLConnection, _ caller: AgentCaller) throws -> Agent {
        try RowLock(tx).agent(caller.agent.rowID)
        guard let agent = try AgentStore(tx).find(caller.agent.guid, team: caller.team.rowID) else { throw invalidKey }
        guard agent.status != .revoked else { throw revoked(agent) }
        return agent
    }

    private static let invalidKey = CoordinatorError(
        .unauthorized, "invalid_key", "The API key is not known here; register the agent again.")

    private static func revoked(_ agent: Agent) -> CoordinatorError {
        CoordinatorError(
            .forbidden, "agent_revoked",
            "This agent was revoked: \(agent.revocationReason ?? "no reason given"). Ask an administrator.")
    }

    /// Renews the lease of the job that the agent names, or takes a job back from one that says it has none.
    /// - Returns: jobs that it must stop.
    private func currentJob(_ current: CurrentJob, _ caller: AgentCaller) async throws -> [String] {
        guard current != .notSaid else { return [] }
        let held = try await held.value(for: caller.agent.rowID) {
            try await context.database.read { tx in
                HeldJob(job: try JobStore(tx).held(byAgent: caller.agent.rowID))
            }
        }?.job
        switch current {
        case .notSaid:
            return []
        case .idle:
            guard let held, held.status == .running, try await !hasOpenSocket(held) else { return [] }
            try await takeBack(held, caller)
            return []
        case .job(let guid):
            var held = held
            if held?.guid.description != guid {
                // Another server may have given it the job a moment ago, and word of that be on its way.
                held = try await context.database.read { tx in try JobStore(tx).held(byAgent: caller.agent.rowID) }
            }
            guard let held, held.guid.description == guid else { return [guid] }
            if held.status == .running {
                context.life.renew(
                    job: held.rowID, attempt: held.state.attempt, lease: context.time.now() + Lease.duration)
            }
            return held.cancelRequestedAt == nil ? [] : [guid]
        }
    }

    /// Whether the agent's progress socket is open, at whichever server: then it knows of the job all the same.
    private func hasOpenSocket(_ held: Job) async throws -> Bool {
        let socket = try await context.database.read { tx in try JobStore(tx).socket(row: held.rowID) }
        guard let socket, socket.hasPrefix("\(held.state.attempt):") else { return false }
        return !context.life.isClosing(job: held.rowID, socket: socket)
    }

    /// The agent restarted and knows nothing of the job any more.
    private func takeBack(_ held: Job, _ caller: AgentCaller) async throws {
        try await context.write { tx -> (Void, [Event]) in
            guard let job = try JobStore(tx).find(row: held.rowID), job.state == held.state else { return ((), []) }
            return ((), try JobMover(tx, context).move(job, .agentLost, by: caller.agent.systemUserRowID).events)
        }
    }

    private static func applying(_ request: HeartbeatRequest, to agent: Agent) throws -> Agent {
        var changed = agent
        changed.status = request.status == .online ? .online : .error
        changed.errorMessage = request.status == .error ? request.errorMessage.map { String($0.prefix(2000)) } : nil
        if let capabilities = request.capabilities {
            changed.capabilities = try FieldRules.words(capabilities, field: "capabilities")
        }
        // Connectors are learnt from report-capability; a heartbeat can only drop them.
        if let connectors = request.connectors { changed.connectors = agent.connectors.filter(connectors.contains) }
        if let roots = request.roots { changed.roots = try FieldRules.paths(roots, field: "roots") }
        if let version = request.version { changed.version = try FieldRules.text(version, field: "version", upTo: 100) }
        if let platform = request.platform { changed.platform = try FieldRules.platform(platform) }
        changed.osInfo = request.osInfo.map { String($0.prefix(500)) } ?? agent.osInfo
        if let checksum = request.binaryChecksum {
            changed.binaryChecksum = try FieldRules.checksum(checksum, field: "binary_checksum")
        }
        changed.isSelfPaused = request.paused ?? agent.isSelfPaused
        changed.isDiskLow = request.diskLow ?? agent.isDiskLow
        return changed
    }

    private static func metrics(_ metrics: AgentMetrics) throws -> JSONValue {
        var members: [String: JSONValue] = [:]
        for (name, value, limit) in [
            ("cpu_percent", metrics.cpuPercent, 100.0), ("memory_percent", metrics.memoryPercent, 100.0),
            ("disk_free_gb", metrics.diskFreeGb, Double.greatestFiniteMagnitude),
        ] {
            guard let value else { continue }
            guard value >= 0, value <= limit else {
                throw CoordinatorError.invalidField(
                    "metrics.\(name)", limit == 100 ? "must be from 0 to 100" : "must not be negative")
            }
            members[name] = .number(value)
        }
        return .object(members)
    }
}

/// The job that an agent holds, or that it holds none.
private struct HeldJob: Sendable {
    let job: Job?
}

extension AgentCaller {
    /// Whether it is given no jobs: paused on the server, on its machine, or with its whole team. SL-3.
    var isPaused: Bool { agent.isPaused || agent.isSelfPaused || team.isPaused }
}
