import Domain
import Wire

/// Something that happened, told after it was committed. `team` is the team's row.
public enum Event: Sendable {
    /// A job can be claimed; the waiting claims of fit agents look again.
    case jobAvailable(team: Int64, requirement: Requirement, boundAgent: Int64?)
    /// A running job moved on.
    case jobProgress(team: Int64, job: JobID, ProgressUpdate)
    /// An agent was given a job; every server counts who has had how many lately.
    case jobAssigned(team: Int64, agent: Int64)
    /// An agent opened a progress socket for a job; one that was opened before, on whichever server, ends.
    case socketOpened(team: Int64, job: JobID, socket: String)
    /// A job changed its status.
    case jobStatus(team: Int64, job: JobID, JobStatus, agent: AgentID?)
    /// A job has ended.
    case jobEnded(team: Int64, job: JobID, JobStatus, result: ResultID?)
    /// An agent found something odd.
    case jobWarning(team: Int64, job: JobID, JobWarning)
    /// The agent that runs a job has to stop.
    case stopJob(team: Int64, job: JobID, reason: String)
    /// An agent's row changed: its status, pause, name, what it can do.
    case agentChanged(team: Int64, agent: Int64)
    /// An agent was given a job, began it or is rid of it; its row is as it was.
    case agentJobChanged(team: Int64, agent: Int64)
    /// An agent was deleted.
    case agentDeleted(team: Int64, agent: AgentID)
    /// An agent's key opens nothing any more; its sockets close.
    case agentExpelled(team: Int64, agent: AgentID)
    /// The counts of the header badge may have changed.
    case poolChanged(team: Int64)
    /// A user has a new notification.
    case notified(team: Int64, user: Int64, NotificationDTO)
    /// Events of other servers may have been missed: look again at what matters.
    case missed(team: Int64)

    /// The team that it concerns; nobody else hears of it.
    public var team: Int64 {
        switch self {
        case .jobAvailable(let team, _, _), .jobProgress(let team, _, _), .jobStatus(let team, _, _, _),
            .jobEnded(let team, _, _, _), .jobWarning(let team, _, _), .stopJob(let team, _, _),
            .agentChanged(let team, _), .agentJobChanged(let team, _), .agentDeleted(let team, _),
            .agentExpelled(let team, _), .poolChanged(let team), .notified(let team, _, _), .jobAssigned(let team, _),
            .socketOpened(let team, _, _), .missed(let team):
            team
        }
    }

    /// The job that it is about.
    public var job: JobID? {
        switch self {
        case .jobProgress(_, let job, _), .socketOpened(_, let job, _), .jobStatus(_, let job, _, _),
            .jobEnded(_, let job, _, _), .jobWarning(_, let job, _), .stopJob(_, let job, _):
            job
        case .jobAvailable, .jobAssigned, .agentChanged, .agentJobChanged, .agentDeleted, .agentExpelled, .poolChanged,
            .notified, .missed:
            nil
        }
    }

    /// Events of one topic stand for each other: the latest says all that those before it said.
    enum Topic: Hashable {
        case progress(JobID)
        case pool
        case agent(Int64)
        case agentJob(Int64)
    }

    /// The topic of an event that may be left out for a later one; nil where each has to be heard.
    var topic: Topic? {
        switch self {
        case .jobProgress(_, let job, _): .progress(job)
        case .poolChanged: .pool
        case .agentChanged(_, let agent): .agent(agent)
        case .agentJobChanged(_, let agent): .agentJob(agent)
        default: nil
        }
    }
}
