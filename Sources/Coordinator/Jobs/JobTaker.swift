import Database
import Domain
import Store
import Wire

/// Looks for an agent's next job, and takes it (design.md, *The claim*).
struct JobTaker: Sendable {
    private let context: ServiceContext
    private let requirements: RequirementCache

    /// How often a look is repeated that something came in between of: requirements that were not known, another claim.
    private static let rounds = 10

    init(_ context: ServiceContext, _ requirements: RequirementCache) {
        self.context = context
        self.requirements = requirements
    }

    /// What a look at the queue gave.
    enum Outcome: Sendable {
        case job(HandedJob)
        case none
        /// Others were quicker each time, or hold all that there is: whether something is left is not known.
        case unsettled
        /// The agent is given nothing now, whatever there is.
        case barred
        /// The agent holds this job, by its row.
        case holds(Int64)
    }

    private enum Step: Sendable {
        case done(Outcome)
        case again
        case learn
        case take
    }

    /// Gives the agent its next job, if there is one.
    /// - Parameter isExpected: whether there probably is one: it is taken without looking first. An empty queue costs no
    ///   write.
    func take(_ capabilities: [String], for caller: AgentCaller, isExpected: Bool) async throws -> Outcome {
        var looksFirst = !isExpected
        for _ in 0..<Self.rounds {
            let (rows, known) = requirements.met(by: capabilities)
            let claimant = ClaimStore.Claimant(
                agent: caller.agent.rowID, team: caller.team.rowID, user: caller.agent.systemUserRowID,
                requirements: rows)
            let now = context.time.now()
            let step =
                looksFirst
                ? try await context.database.read { tx in
                    Self.step(try ClaimStore(tx).look(claimant, at: now), known: known)
                } : try await write(claimant, caller, known: known, now)
            switch step {
            case .done(let outcome): return outcome
            case .learn: try await requirements.learn(context.database)
            case .take: looksFirst = false
            case .again: break
            }
        }
        return .unsettled
    }

    private static func step(_ look: ClaimStore.Look?, known: Int) -> Step {
        guard let look else { return .done(.barred) }
        if let held = look.held { return .done(.holds(held)) }
        if look.isBarred { return .done(.barred) }
        if look.requirementCount > known { return .learn }
        return look.place == nil ? .done(.none) : .take
    }

    private func write(
        _ claimant: ClaimStore.Claimant, _ caller: AgentCaller, known: Int, _ now: Timestamp
    ) async throws -> Step {
        do {
            return try await context.write { tx in try take(tx, claimant, caller, known: known, now) }
        } catch let error as DatabaseError where error.isUniqueViolation {
            // Another claim of the same agent was quicker: it holds a job now.
            return .again
        } catch DatabaseError.busy where !context.database.dialect.forUpdateSkipLocked.isEmpty {
            // Somebody else's transaction has had its hands on every job there is for all the time that it was waited for.
            return .done(.unsettled)
        }
    }

    /// The claim proper: looks, compares and sets in one transaction.
    private func take(
        _ tx: any SQLConnection, _ claimant: ClaimStore.Claimant, _ caller: AgentCaller, known: Int, _ now: Timestamp
    ) throws -> (Step, [Event]) {
        let store = ClaimStore(tx)
        let look = try store.look(claimant, at: now, isToTake: true)
        let step = Self.step(look, known: known)
        guard case .take = step, let place = look?.place else { return (step, []) }
        guard let job = try take(store, place, claimant, now) else { return (.again, []) }
        let keyID = context.keys.currentID
        let assignment = try assignment(store, job, keyID: keyID, caller.agent)
        try AttemptStore(tx).insert(
            job: job.row, number: job.attempt, agent: claimant.agent, keyID: keyID,
            secretHash: SecretText.hash(assignment.signingSecret), at: now)
        return (
            .done(.job(HandedJob(assignment))),
            [
                .jobStatus(team: claimant.team, job: job.guid, .assigned, agent: caller.agent.guid),
                .jobAssigned(team: claimant.team, agent: claimant.agent),
                .agentJobChanged(team: claimant.team, agent: claimant.agent),
            ]
        )
    }

    /// Takes from a place; where other transactions have their hands on all that is there, from any other place, so that
    /// one that stays open keeps back no more than what it holds.
    private func take(
        _ store: ClaimStore, _ place: ClaimStore.Place, _ claimant: ClaimStore.Claimant, _ now: Timestamp
    ) throws -> ClaimStore.TakenJob? {
        let lease = now + Lease.duration
        if let job = try store.take(place, for: claimant, lease: lease, at: now) { return job }
        for other in claimant.places {
            if let job = try store.take(other, for: claimant, lease: lease, at: now) { return job }
        }
        // Whoever holds them may yet let go of them; only then is it known that there is nothing.
        return try store.take(place, for: claimant, lease: lease, at: now, waits: true)
    }

    /// The job that an agent holds, handed over once more; nil where it runs already, or where the credentials that go with it
    /// would travel in clear.
    func heldAgain(_ row: Int64, by caller: AgentCaller, isSealed: Bool) async throws -> HandedJob? {
        try await context.database.read { tx in
            guard let job = try JobStore(tx).find(row: row), job.status == .assigned,
                job.agentRowID == caller.agent.rowID,
                let attempt = try AttemptStore(tx).find(job: job.rowID, number: job.state.attempt)
            else { return nil }
            let taken = ClaimStore.TakenJob(job)
            let assignment = try assignment(ClaimStore(tx), taken, keyID: attempt.keyID, caller.agent)
            return isSealed || assignment.connector?.credentials == nil ? HandedJob(assignment) : nil
        }
    }

    private func assignment(_ store: ClaimStore, _ job: ClaimStore.TakenJob, keyID: String, _ agent: Agent) throws
        -> JobAssignment
    {
        guard
            let briefing = try store.briefing(collection: job.collection, pipeline: job.pipeline, tool: job.tool),
            let secret = context.keys.signingSecret(
                keyID: keyID, job: job.guid, attempt: job.attempt, agent: agent.guid)
        else {
            throw CoordinatorError(.unavailable, "key_missing", "The server has no master key for this attempt.")
        }
        var assignment = JobAssignment(job, briefing, secret: secret)
        assignment.connector = briefing.connector.map { assigned($0) }
        return assignment
    }

    /// Credentials that cannot be opened are left out: the agent then says that it has none, and the job fails with that.
    private func assigned(_ connector: ClaimStore.BriefedConnector) -> AssignedConnector {
        AssignedConnector(
            guid: connector.guid.description, type: connector.type, credentialLocation: connector.credentialLocation,
            configuration: connector.configuration,
            credentials: connector.sealed.flatMap { context.keys.open($0, for: connector.guid) })
    }
}

extension JobAssignment {
    fileprivate init(_ job: ClaimStore.TakenJob, _ briefing: ClaimStore.Briefing, secret: [UInt8]) {
        self.init(
            guid: job.guid.description, tool: job.tool, attempt: job.attempt,
            leaseSeconds: Int(Lease.duration.components.seconds),
            collection: AssignedCollection(
                guid: briefing.collection.description, name: briefing.name, type: briefing.type,
                location: briefing.location),
            pipeline: briefing.pipeline.map {
                AssignedPipeline(guid: $0.description, name: briefing.pipelineName ?? "")
            },
            parameters: RunParameters(job.parameters),
            websocketUrl: SocketRoutes.agentProgress.path(job.guid).description,
            signingSecret: Base64URL.encode(secret), configUrl: UserRoutes.jobConfiguration.path(job.guid).description,
            previous: briefing.previous.map {
                PreviousResult(
                    resultGuid: $0.description, totalFiles: briefing.previousTotalFiles,
                    fingerprint: briefing.previousFingerprint)
            })
    }
}
