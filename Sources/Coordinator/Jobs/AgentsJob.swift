import Database
import Domain
import Store

/// Finds the job that an agent speaks of, and whether it may.
struct AgentsJob {
    private let tx: any SQLConnection

    init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// The job, held by the agent now.
    /// - Throws: 404 where the team has none such; 403 where the agent never held it; 409 where it holds it no more.
    func find(_ guid: String, _ caller: AgentCaller) throws -> Job {
        guard let id = JobID(guid), let job = try JobStore(tx).find(id, team: caller.team.rowID) else {
            throw CoordinatorError.notFound("job")
        }
        if job.state.status.isHeld, job.agentRowID == caller.agent.rowID { return job }
        guard try AttemptStore(tx).latest(job: job.rowID, agent: caller.agent.rowID) != nil else {
            throw CoordinatorError.notYourJob
        }
        throw CoordinatorError.staleAttempt
    }
}
