import Database
import Domain
import Store
import Wire

/// Hands jobs to agents: the one hot path (design.md, *The claim*). FR-200.
public struct ClaimService: Sendable {
    private let context: ServiceContext
    private let waiters: ClaimWaiters
    private let requirements = RequirementCache()
    private let taker: JobTaker

    /// How many claims wait here.
    public var waiting: Int { waiters.count }

    /// The longest that a claim may wait, in seconds.
    public static let maximumWait = 50

    init(_ context: ServiceContext) {
        self.context = context
        let waiters = ClaimWaiters(time: context.time)
        self.waiters = waiters
        taker = JobTaker(context, requirements)
        context.events.observe { event in
            switch event {
            case .jobAvailable(let team, let requirement, let boundAgent):
                waiters.jobAvailable(team: team, requirement: requirement, boundAgent: boundAgent)
            case .agentChanged(_, let agent), .agentJobChanged(_, let agent): waiters.agentChanged(agent)
            case .jobAssigned(_, let agent): waiters.assigned(to: agent)
            case .missed: waiters.lookAgain()
            default: break
            }
        }
    }

    /// Takes the last hour's assignments into account, so that a restart does not make every agent look idle.
    public func reloadRecentJobs() async throws {
        let since = context.time.now() - .seconds(3600)
        waiters.reload(try await context.database.read { tx in try AttemptStore(tx).assignments(since: since) })
    }

    /// Claims a job, waiting for one as long as the request asks.
    /// - Parameters:
    ///   - isSealed: whether credentials may travel on the connection that the claim came on.
    ///   - clientLeft: registers what to do when the client of the held request is gone; the claim then ends at once.
    /// - Returns: nil where there was none in time.
    /// - Throws: 400 `invalid_field` for `wait_seconds` outside 0–50 or malformed capabilities.
    public func claim(
        _ request: ClaimRequest, from caller: AgentCaller, isSealed: Bool = false,
        whenClientLeaves clientLeft: (@escaping @Sendable () -> Void) -> Void = { _ in }
    ) async throws -> HandedJob? {
        let wait = request.waitSeconds ?? 0
        guard (0...Self.maximumWait).contains(wait) else {
            throw CoordinatorError.invalidField("wait_seconds", "must be from 0 to \(Self.maximumWait)")
        }
        let capabilities = try Self.capabilities(request, caller.agent, isSealed)
        if caller.agent.status == .offline { try await comeOnline(caller) }
        let id = waiters.enter(agent: caller.agent.rowID, team: caller.team.rowID, capabilities: capabilities)
        var job: HandedJob?
        defer { waiters.leave(id, hasJob: job != nil) }
        clientLeft { waiters.wake(id, .clientGone) }
        let end = context.time.uptime() + .seconds(wait)
        var wake: ClaimWaiters.Wake?
        if wait > 0, isInVain(caller, capabilities) {
            // A look would find what the last one did. Whatever comes from now on calls this claim.
            wake = await waiters.wait(id, until: end)
            // What came in its last moment may have called it too late.
            if wake == .clientGone || wake == .timeIsUp && isInVain(caller, capabilities) { return nil }
        }
        job = try await look(id, capabilities, caller, wokenBy: wake, until: end)
        return job
    }

    /// What decides a claim (protocol.md, *Needs*): what it says, but of connectors only those that were reported, and of
    /// the connection what the server sees of it.
    private static func capabilities(_ request: ClaimRequest, _ agent: Agent, _ isSealed: Bool) throws -> [String] {
        let said = try FieldRules.words(request.capabilities, field: "capabilities").filter { capability in
            if capability.hasPrefix("connector:") { return agent.connectors.contains(String(capability.dropFirst(10))) }
            return capability != Need.sealedConnection.description
        }
        return (isSealed ? said + [Need.sealedConnection.description] : said).sorted()
    }

    /// Gives a job back that could not be handed over, because the client had gone: no loss, and due at once.
    public func takeBackUndelivered(_ assignment: JobAssignment, from caller: AgentCaller) async throws {
        guard let guid = JobID(assignment.guid) else { return }
        try await context.write { tx -> (Void, [Event]) in
            guard let job = try JobStore(tx).find(guid, team: caller.team.rowID), job.status == .assigned,
                job.state.attempt == assignment.attempt, job.agentRowID == caller.agent.rowID
            else { return ((), []) }
            return ((), try JobMover(tx, context).move(job, .handedBack, by: nil).events)
        }
        context.logger.info("assignment not delivered", metadata: ["job": "\(guid)", "agent": "\(caller.agent.guid)"])
    }

    /// Whoever asks for work is there, heartbeat or not: a badge that says "Offline" over a running job would be wrong.
    private func comeOnline(_ caller: AgentCaller) async throws {
        try await context.write { tx -> (Void, [Event]) in
            let agents = AgentStore(tx)
            // Kept as it is: it must not be revoked between the look and the write, which would undo that.
            try RowLock(tx).agent(caller.agent.rowID)
            guard let agent = try agents.find(caller.agent.guid, team: caller.team.rowID), agent.status == .offline
            else {
                return ((), [])
            }
            try agents.setStatus(row: agent.rowID, .online)
            return (
                (),
                [
                    .agentChanged(team: agent.teamRowID, agent: agent.rowID), .poolChanged(team: agent.teamRowID),
                ]
            )
        }
    }

    private func isInVain(_ caller: AgentCaller, _ capabilities: [String]) -> Bool {
        waiters.isInVain(caller.agent.rowID, team: caller.team.rowID, capabilities)
    }

    /// Looks, and waits to look again.
    /// - Parameter wake: what woke the claim; nil for one that has not waited.
    private func look(
        _ id: Int, _ capabilities: [String], _ caller: AgentCaller, wokenBy wake: ClaimWaiters.Wake?,
        until end: Duration
    ) async throws -> HandedJob? {
        let agent = caller.agent.rowID
        var wake = wake
        while true {
            if wake != nil, try await hasLostConnector(capabilities, caller) { return nil }
            let isExpected = wake.map { $0 == .called } ?? waiters.isFed(agent)
            let news = waiters.beginsToLook(agent, team: caller.team.rowID, capabilities)
            switch try await taker.take(capabilities, for: caller, isExpected: isExpected) {
            case .job(let job):
                assigned(job.assignment, to: caller)
                return job
            case .holds(let row):
                // The one job that it may hold: an ASSIGNED one is handed over once more, a RUNNING one is not, and none
                // that another of its claims has just got.
                let isSealed = capabilities.contains(Need.sealedConnection.description)
                let held =
                    waiters.wasGiven(agent, since: id)
                    ? nil : try await taker.heldAgain(row, by: caller, isSealed: isSealed)
                if held != nil || wake == nil { return held }
                bar(id, agent)
            case .barred: bar(id, agent)
            case .unsettled:
                waiters.foundSomething(agent, isJob: false)
                waiters.setBarred(id, false)
            case .none:
                waiters.setBarred(id, false)
                waiters.foundNothing(agent, capabilities, news: news)
            }
            guard context.time.uptime() < end else { return nil }
            wake = await waiters.wait(id, until: end)
            if wake == .clientGone { return nil }
        }
    }

    /// Whether the agent was taken out of a connector since the claim came: it then asks anew with what it has.
    private func hasLostConnector(_ capabilities: [String], _ caller: AgentCaller) async throws -> Bool {
        let said = capabilities.filter { $0.hasPrefix("connector:") }
        guard !said.isEmpty else { return false }
        let agent = try await context.database.read { tx in try AgentStore(tx).find(row: caller.agent.rowID) }
        return !said.allSatisfy { agent?.connectors.contains(String($0.dropFirst(10))) == true }
    }

    /// What an agent is not given now goes to others; what bars it may end without a word.
    private func bar(_ id: Int, _ agent: Int64) {
        waiters.foundSomething(agent, isJob: false)
        waiters.setBarred(id, true)
    }

    private func assigned(_ assignment: JobAssignment, to caller: AgentCaller) {
        waiters.foundSomething(caller.agent.rowID, isJob: true)
        context.logger.info(
            "job assigned",
            metadata: [
                "job": "\(assignment.guid)", "agent": "\(caller.agent.guid)", "attempt": "\(assignment.attempt)",
            ])
    }

    /// Wakes waiting claims for jobs that have fallen due, and for those of which no word came: whatever is lost between
    /// servers only delays. Costs one seek for a team without due jobs, however many claims wait.
    func callForDueJobs() async throws {
        waiters.wakeBarred()
        let now = context.time.now()
        for team in waiters.teams {
            let due = try await context.database.read { tx in try ClaimStore(tx).due(team: team, at: now) }
            if due.contains(where: { requirements.requirement($0.requirement) == nil }) {
                try await requirements.learn(context.database)
            }
            for place in due {
                guard let requirement = requirements.requirement(place.requirement) else { continue }
                let boundAgent = place.boundAgent == 0 ? nil : place.boundAgent
                for _ in 0..<place.count {
                    waiters.jobAvailable(team: team, requirement: requirement, boundAgent: boundAgent)
                }
            }
        }
    }
}

extension RunParameters {
    init(_ json: JSONValue) {
        func flag(_ name: String) -> Bool? {
            if case .bool(let value)? = json[name] { value } else { nil }
        }
        self.init(
            readSidecars: flag("read_sidecars"), pairAcrossDirectories: flag("pair_across_directories"),
            acceptEmpty: flag("accept_empty"))
    }

    /// As it is kept with a job.
    var json: JSONValue {
        var members: [String: JSONValue] = [:]
        for (name, value) in [
            ("read_sidecars", readSidecars), ("pair_across_directories", pairAcrossDirectories),
            ("accept_empty", acceptEmpty),
        ] {
            if let value { members[name] = .bool(value) }
        }
        return .object(members)
    }
}
