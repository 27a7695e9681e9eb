import Database
import Domain
import Store
import Wire

/// Hands jobs to agents: the one hot path (design.md, *The claim*). FR-200.
public struct ClaimService: Sendable {
    private let context: ServiceContext
    private let waiters: ClaimWaiters
    private let requirements = RequirementCache()

    /// The longest that a claim may wait, in seconds.
    public static let maximumWait = 50
    /// A waiting claim looks again this often by itself: for jobs that fall due, and in case a wake-up was lost.
    static let lookAgainAfter: Duration = .seconds(5)

    init(_ context: ServiceContext) {
        self.context = context
        let waiters = ClaimWaiters(time: context.time)
        self.waiters = waiters
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
    /// - Parameter clientLeft: registers what to do when the client of the held request is gone; the claim then ends at once.
    /// - Returns: nil where there was none in time.
    /// - Throws: 400 `invalid_field` for `wait_seconds` outside 0–50 or malformed capabilities.
    public func claim(
        _ request: ClaimRequest, from caller: AgentCaller,
        whenClientLeaves clientLeft: (@escaping @Sendable () -> Void) -> Void = { _ in }
    ) async throws -> JobAssignment? {
        let wait = request.waitSeconds ?? 0
        guard (0...Self.maximumWait).contains(wait) else {
            throw CoordinatorError.invalidField("wait_seconds", "must be from 0 to \(Self.maximumWait)")
        }
        let capabilities = try FieldRules.words(request.capabilities, field: "capabilities")
            .filter { !$0.hasPrefix("connector:") || caller.agent.connectors.contains(String($0.dropFirst(10))) }
            .sorted()
        if caller.agent.status == .offline { try await comeOnline(caller) }
        if let held = try await heldAssignment(caller) { return held.assignment }
        let id = waiters.enter(agent: caller.agent.rowID, team: caller.team.rowID, capabilities: capabilities)
        var assignment: JobAssignment?
        defer { waiters.leave(id, hasJob: assignment != nil) }
        clientLeft { waiters.wake(id, .clientGone) }
        assignment = try await look(id, capabilities, caller, until: context.time.uptime() + .seconds(wait))
        return assignment
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

    private func look(_ id: Int, _ capabilities: [String], _ caller: AgentCaller, until end: Duration) async throws
        -> JobAssignment?
    {
        while true {
            switch try await take(capabilities, caller) {
            case .job(let assignment): return assignment
            case .none: waiters.setBarred(id, false)
            case .barred: waiters.setBarred(id, true)
            }
            let left = end - context.time.uptime()
            guard left > .zero else { return nil }
            let pause = min(left, Self.lookAgainAfter)
            let wake = await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    // A cancelled sleep means that the claim was woken first.
                    do { try await context.time.sleep(for: pause) } catch { return }
                    waiters.wake(id, .timeIsUp)
                }
                let wake = await withTaskCancellationHandler {
                    await waiters.wait(id)
                } onCancel: {
                    waiters.wake(id, .clientGone)
                }
                group.cancelAll()
                return wake
            }
            if wake == .clientGone { return nil }
        }
    }

    /// The one job that the agent may hold: an ASSIGNED one is handed over once more, a RUNNING one is not.
    private func heldAssignment(_ caller: AgentCaller) async throws -> (assignment: JobAssignment?, Void)? {
        try await context.database.read { tx in
            guard let job = try JobStore(tx).held(byAgent: caller.agent.rowID) else { return nil }
            guard job.status == .assigned,
                let attempt = try AttemptStore(tx).find(job: job.rowID, number: job.state.attempt)
            else { return (nil, ()) }
            return (try assignment(tx, job, keyID: attempt.keyID, caller.agent), ())
        }
    }

    /// What a look at the queue gave.
    private enum Taken: Sendable {
        case job(JobAssignment)
        case none
        /// The agent is given nothing now, whatever there is.
        case barred
    }

    private func take(_ capabilities: [String], _ caller: AgentCaller) async throws -> Taken {
        let now = context.time.now()
        let agent = caller.agent
        // An empty queue costs no write. Requirements are learnt here alone, from what is committed.
        let met = try await context.database.read { tx -> [Int64]? in
            let met = try requirements.met(by: capabilities, tx)
            let next = try JobStore(tx).nextDue(team: agent.teamRowID, agent: agent.rowID, requirements: met, at: now)
            return next == nil ? nil : met
        }
        guard let met else { return .none }
        let taken = try await context.write { tx in try take(tx, met, agent, now) }
        if case .job(let assignment) = taken {
            context.logger.info(
                "job assigned",
                metadata: [
                    "job": "\(assignment.guid)", "agent": "\(agent.guid)", "attempt": "\(assignment.attempt)",
                ])
        }
        return taken
    }

    /// The claim proper: one transaction that seeks, compares and sets.
    private func take(_ tx: any SQLConnection, _ met: [Int64], _ caller: Agent, _ now: Timestamp) throws
        -> (Taken, [Event])
    {
        let jobs = JobStore(tx)
        // As they are now: the agent may have been revoked or deleted while its claim waited.
        guard let agent = try AgentStore(tx).find(caller.guid, team: caller.teamRowID), agent.status != .revoked,
            let team = try TeamStore(tx).find(row: agent.teamRowID),
            !AgentCaller(agent: agent, team: team).isPaused, !agent.isDiskLow, agent.status != .offline,
            try jobs.held(byAgent: agent.rowID) == nil
        else { return (.barred, []) }
        guard
            let candidate = try jobs.nextDue(
                team: team.rowID, agent: agent.rowID, requirements: met, at: now, isLocking: true),
            let job = try jobs.find(row: candidate.row)
        else { return (.none, []) }
        let (state, _) = try job.state.apply(.claimed)
        guard try jobs.move(job, to: state, by: agent.systemUserRowID, at: now) else {
            return (.none, [])
        }
        try jobs.setAssigned(row: job.rowID, agent: agent.rowID, lease: now + Lease.duration, at: now)
        let keyID = context.keys.currentID
        var assigned = job
        assigned.state = state
        let assignment = try assignment(tx, assigned, keyID: keyID, agent)
        try AttemptStore(tx).insert(
            job: job.rowID, number: state.attempt, agent: agent.rowID, keyID: keyID,
            secretHash: SecretText.hash(assignment.signingSecret), at: now)
        return (
            .job(assignment),
            [
                .jobStatus(team: team.rowID, job: job.guid, .assigned, agent: agent.guid),
                .jobAssigned(team: team.rowID, agent: agent.rowID),
                .agentJobChanged(team: team.rowID, agent: agent.rowID),
            ]
        )
    }

    private func assignment(_ tx: any SQLConnection, _ job: Job, keyID: String, _ agent: Agent) throws -> JobAssignment
    {
        guard let collection = try CollectionStore(tx).find(row: job.collectionRowID),
            let secret = context.keys.signingSecret(
                keyID: keyID, job: job.guid, attempt: job.state.attempt, agent: agent.guid)
        else {
            throw CoordinatorError(.unavailable, "key_missing", "The server has no master key for this attempt.")
        }
        let pipeline = try job.pipelineRowID.flatMap { try PipelineStore(tx).find(row: $0) }
        let previous = try ResultStore(tx).previous(collection: collection.rowID, tool: job.tool)
        return JobAssignment(
            guid: job.guid.description, tool: job.tool, attempt: job.state.attempt,
            leaseSeconds: Int(Lease.duration.components.seconds),
            collection: AssignedCollection(collection),
            pipeline: pipeline.map { AssignedPipeline(guid: $0.guid.description, name: $0.name) },
            parameters: RunParameters(job.parameters),
            websocketUrl: SocketRoutes.agentProgress.path(job.guid).description,
            signingSecret: Base64URL.encode(secret), configUrl: UserRoutes.jobConfiguration.path(job.guid).description,
            connector: nil,
            previous: previous.map {
                PreviousResult(resultGuid: $0.guid.description, totalFiles: $0.totalFiles, fingerprint: $0.fingerprint)
            })
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
