import Database
import Domain
import Store
import Wire

/// Moves jobs from state to state inside a transaction: the pure rule, the rows that follow from it, and the events to tell
/// after the commit. Every transition of the server goes through here.
struct JobMover {
    let tx: any SQLConnection
    let now: Timestamp
    private let context: ServiceContext

    init(_ tx: any SQLConnection, _ context: ServiceContext) {
        self.tx = tx
        self.context = context
        now = context.time.now()
    }

    /// What is kept with a transition besides the state.
    struct Facts {
        var errorKind: ErrorKind?
        var errorMessage: String?
        var errorDetail: String?
        var signature: String?
        var result: ResultID?
    }

    /// A transition that was written.
    struct Moved {
        let state: JobState
        let effects: [JobEffect]
        var events: [Event]
    }

    /// Applies an event to a job as it was read in this transaction.
    /// - Throws: `JobState.IllegalTransition`; `CoordinatorError.staleAttempt` where somebody else was quicker.
    func move(_ job: Job, _ event: JobEvent, by user: Int64?, _ facts: Facts = Facts()) throws -> Moved {
        let (state, effects) = try job.state.apply(event, policy: RetryPolicy(maximumRetries: job.maximumRetries))
        let change = change(job, state, event, effects, facts)
        guard try JobStore(tx).move(job, to: state, change, by: user, at: now) else {
            throw CoordinatorError.staleAttempt
        }
        try writeAttempt(job, state, event, facts)
        let notices = state.status == .failed ? try notifyOfFailure(job) : []
        return Moved(state: state, effects: effects, events: events(job, state, effects, facts) + notices)
    }

    /// What the job's row is told besides its state.
    private func change(_ job: Job, _ state: JobState, _ event: JobEvent, _ effects: [JobEffect], _ facts: Facts)
        -> JobStore.Change
    {
        var change = JobStore.Change()
        if effects.contains(.recordError(.agentLost)) {
            change.error(
                kind: .agentLost,
                message: "The agent was lost \(state.lossCount) times while it ran this job.", detail: nil)
        } else if facts.errorMessage != nil || facts.errorKind != nil || state.status == .completed {
            // What went wrong in an attempt before says nothing of a job that has been completed since.
            change.error(kind: facts.errorKind, message: facts.errorMessage, detail: facts.errorDetail)
        }
        let isFirstWord = job.state.status == .assigned && event.isWordOfTheAgent
        if isFirstWord, state.status.isHeld { change.start(lease: now + Lease.duration, at: now) }
        if isFirstWord, !state.status.isHeld { change.start(at: now) }
        switch state.status {
        case .pending: change.wait(until: delay(effects).map { now + $0 })
        case .completed, .failed, .cancelled: change.end(result: facts.result, at: now)
        default: break
        }
        return change
    }

    private func writeAttempt(_ job: Job, _ state: JobState, _ event: JobEvent, _ facts: Facts) throws {
        let attempts = AttemptStore(tx)
        let number = job.state.attempt
        let isFirstWord = job.state.status == .assigned && event.isWordOfTheAgent
        guard job.state.status.isHeld, !state.status.isHeld else {
            if isFirstWord { try attempts.setStarted(job: job.rowID, number: number, at: now) }
            return
        }
        try attempts.setEnded(
            job: job.rowID, number: number, outcome: Self.outcome(event, state).rawValue,
            signature: facts.signature, result: facts.result, isStart: isFirstWord, at: now)
    }

    /// Tells the people of the team that a job failed for good.
    private func notifyOfFailure(_ job: Job) throws -> [Event] {
        let message = try JobStore(tx).find(row: job.rowID)?.errorMessage
        return try NoticeWriter(tx, context).tell(
            team: job.teamRowID, kind: "job_failed", title: "\(job.tool.title) on \(job.collectionName) failed",
            message: message ?? "No reason was given.", job: job.guid, agent: job.agent)
    }

    private static func outcome(_ event: JobEvent, _ state: JobState) -> AttemptOutcome {
        switch event {
        case .completed: .completed
        case .failed: .failed
        case .agentLost: .lost
        case .handedBack: .handedBack
        default: state.status == .cancelled ? .cancelled : .failed
        }
    }

    private func delay(_ effects: [JobEffect]) -> Duration? {
        for case .delayNextAttempt(let base) in effects {
            let stretch = 1 + (context.random.fraction() * 2 - 1) * RetryPolicy.jitter
            return .milliseconds(Int64(base.inSeconds * stretch * 1000))
        }
        return nil
    }

    private func events(_ job: Job, _ state: JobState, _ effects: [JobEffect], _ facts: Facts) -> [Event] {
        let team = job.teamRowID
        var events: [Event] = []
        if state.status != job.state.status {
            let holder = state.status.isHeld ? job.agent : nil
            events.append(.jobStatus(team: team, job: job.guid, state.status, agent: holder))
        }
        if effects.contains(.ended) {
            events.append(.jobEnded(team: team, job: job.guid, state.status, result: facts.result))
        }
        if effects.contains(.askAgentToStop) {
            events.append(.stopJob(team: team, job: job.guid, reason: "A user asked for the end of this job."))
        }
        if job.state.status.isHeld, !state.status.isHeld {
            // An agent that still works on it must not go on.
            events.append(.stopJob(team: team, job: job.guid, reason: "This attempt is no longer the job's own."))
        }
        if state.status == .pending {
            events.append(
                .jobAvailable(team: team, requirement: job.requirement, boundAgent: job.boundAgentRowID))
        }
        if (state.status == .running) != (job.state.status == .running) { events.append(.poolChanged(team: team)) }
        if let agent = job.agentRowID, state.status.isHeld != job.state.status.isHeld || state.status == .running {
            events.append(.agentJobChanged(team: team, agent: agent))
        }
        return events
    }
}

extension JobEvent {
    /// Whether the agent itself gave a sign of work with it: the first such moves a job out of ASSIGNED (protocol.md,
    /// *WebSockets*).
    fileprivate var isWordOfTheAgent: Bool {
        switch self {
        case .started, .completed, .failed, .stopped: true
        default: false
        }
    }
}
