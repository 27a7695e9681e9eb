import Database
import Domain
import Store
import Wire

/// Progress of running jobs, by socket or by REST with the same meaning. FR-500.
public struct ProgressService: Sendable {
    let context: ServiceContext
    private let assigned = AssignedJobs()

    init(_ context: ServiceContext) {
        self.context = context
        context.events.observe { [assigned] event in assigned.observe(event) }
    }

    /// A held attempt that an agent reports on.
    public struct Held: Sendable {
        /// The job's public id.
        public let job: JobID
        /// The attempt.
        public let attempt: Int
        let row: Int64
        let agent: Int64
        let team: Int64
        /// The socket that it reports by; nil by REST. Begins with the attempt.
        public let socket: String?
    }

    /// Takes progress by REST. The first sign of work moves the job to RUNNING before it is answered.
    /// - Throws: 404, 403 `not_your_job`, 409 `stale_attempt`, 400 naming a field out of range.
    public func report(_ progress: ProgressUpdate, job guid: String, from caller: AgentCaller) async throws
        -> ProgressResponse
    {
        try Self.check(progress)
        let job = try await start(guid, caller)
        record(
            progress,
            Held(
                job: job.guid, attempt: job.state.attempt, row: job.rowID, agent: caller.agent.rowID,
                team: job.teamRowID, socket: nil))
        return ProgressResponse(acknowledged: true, cancelled: job.cancelRequestedAt != nil)
    }

    /// Opens a progress socket: the job is RUNNING when this returns. A later socket takes the place of this one.
    /// - Returns: what to report on, and whether the agent has to stop at once.
    public func openSocket(job guid: String, from caller: AgentCaller) async throws -> (held: Held, isCancelled: Bool) {
        let (job, socket) = try await start(guid, caller, withSocket: Base64URL.encode(context.random.bytes(9)))
        let held = Held(
            job: job.guid, attempt: job.state.attempt, row: job.rowID, agent: caller.agent.rowID,
            team: job.teamRowID, socket: socket)
        renew(held, Lease.duration)
        return (held, job.cancelRequestedAt != nil)
    }

    /// A frame came: any of them is a sign of life.
    public func alive(_ held: Held) {
        context.life.seen(agent: held.agent, at: context.time.now())
        renew(held, Lease.duration)
    }

    /// Takes progress by socket; the frame that brought it has been told to `alive`.
    /// - Throws: 400 naming a field out of range.
    public func report(_ progress: ProgressUpdate, on held: Held) throws {
        try Self.check(progress)
        record(progress, held)
    }

    /// Keeps a warning on the job, and shows it.
    public func warn(_ warning: JobWarning, on held: Held) async throws {
        let now = context.time.now()
        try await context.write { tx in
            let isKept = try JobStore(tx).addWarning(
                row: held.row, message: String(warning.message.prefix(2000)),
                file: warning.file.map { String($0.prefix(4096)) },
                errorType: warning.errorType.map { String($0.prefix(200)) }, at: now)
            return ((), isKept ? [Event.jobWarning(team: held.team, job: held.job, warning)] : [])
        }
    }

    /// The socket was closed; without another, at whichever server, the agent has 40 s to give a sign of life.
    public func closeSocket(_ held: Held) {
        guard let socket = held.socket else { return }
        context.life.socketClosed(
            job: held.row, attempt: held.attempt, socket: socket,
            graceUntil: context.time.now() + Lease.socketGrace)
    }

    /// Listens to what may end an agent's socket for a job, for as long as that is open.
    public func events(job guid: String, for caller: AgentCaller) -> EventSubscription {
        let (job, agent) = (JobID(guid), caller.agent.guid)
        return context.events.subscribe(team: caller.team.rowID) { event in
            switch event {
            case .stopJob, .jobStatus, .socketOpened: event.job == job
            case .agentExpelled(_, let expelled): expelled == agent
            default: false
            }
        }
    }

    /// Moves the job to RUNNING and writes which socket is the latest now, whichever server the one before is open at.
    private func start(_ guid: String, _ caller: AgentCaller, withSocket name: String) async throws -> (Job, String) {
        try await context.write { tx in
            var job = try AgentsJob(tx).find(guid, caller)
            var events: [Event] = []
            if job.status == .assigned {
                let moved = try JobMover(tx, context).move(job, .started, by: caller.agent.systemUserRowID)
                job.state = moved.state
                events = moved.events
            }
            let socket = "\(job.state.attempt):\(name)"
            try JobStore(tx).openSocket(row: job.rowID, attempt: job.state.attempt, socket: socket)
            return ((job, socket), events + [.socketOpened(team: job.teamRowID, job: job.guid, socket: socket)])
        }
    }

    private func start(_ guid: String, _ caller: AgentCaller) async throws -> Job {
        let agent = caller.agent
        // The usual case, a job that runs already, needs no write.
        if !assigned.contains(guid) {
            let running = try await context.database.read { tx in try AgentsJob(tx).find(guid, caller) }
            guard running.status == .assigned else { return running }
        }
        return try await context.write { tx in
            var job = try AgentsJob(tx).find(guid, caller)
            guard job.status == .assigned else { return (job, []) }
            let moved = try JobMover(tx, context).move(job, .started, by: agent.systemUserRowID)
            job.state = moved.state
            return (job, moved.events)
        }
    }

    private func record(_ progress: ProgressUpdate, _ held: Held) {
        renew(held, Lease.duration, progress: progress.json)
        context.events.publish([.jobProgress(team: held.team, job: held.job, progress)])
    }

    private func renew(_ held: Held, _ lease: Duration, progress: JSONValue? = nil) {
        context.life.renew(
            job: held.row, attempt: held.attempt, lease: context.time.now() + lease, progress: progress)
    }

    private static func check(_ progress: ProgressUpdate) throws {
        if let percentage = progress.percentage, !(0...100).contains(percentage) {
            throw CoordinatorError.invalidField("percentage", "must be from 0 to 100")
        }
        for (name, count) in [("files_scanned", progress.filesScanned), ("total_files", progress.totalFiles)] {
            if let count, count < 0 { throw CoordinatorError.invalidField(name, "must not be negative") }
        }
        for (name, text) in [("current_file", progress.currentFile), ("message", progress.message)] {
            if let text, text.utf8.count > 16_384 {
                throw CoordinatorError.invalidField(name, "must have at most 16,384 bytes")
            }
        }
    }
}

extension ProgressUpdate {
    /// As it is kept with a job.
    var json: JSONValue {
        var members: [String: JSONValue] = ["stage": .string(stage.rawValue)]
        members["percentage"] = percentage.map(JSONValue.number)
        members["files_scanned"] = filesScanned.map(JSONValue.integer)
        members["total_files"] = totalFiles.map(JSONValue.integer)
        members["current_file"] = currentFile.map(JSONValue.string)
        members["message"] = message.map(JSONValue.string)
        return .object(members)
    }

    /// As it was kept.
    init?(_ json: JSONValue?) {
        guard let json, let stage = json["stage"]?.stringValue.flatMap(Stage.init) else { return nil }
        var percentage: Double?
        switch json["percentage"] {
        case .number(let value)?: percentage = value
        case .integer(let value)?: percentage = Double(value)
        default: break
        }
        self.init(
            stage: stage, percentage: percentage, filesScanned: json["files_scanned"]?.integerValue,
            totalFiles: json["total_files"]?.integerValue, currentFile: json["current_file"]?.stringValue,
            message: json["message"]?.stringValue)
    }
}
