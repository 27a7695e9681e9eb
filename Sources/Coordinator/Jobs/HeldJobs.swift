import Database
import Domain
import Store

/// Takes back what an agent holds.
struct HeldJobs {
    private let tx: any SQLConnection
    private let mover: JobMover

    init(_ tx: any SQLConnection, _ context: ServiceContext) {
        self.tx = tx
        mover = JobMover(tx, context)
    }

    /// Puts the agent's job back into the queue.
    /// - Returns: what to tell.
    func giveBack(of agent: Int64, _ event: JobEvent, by user: Int64?) throws -> [Event] {
        guard let job = try JobStore(tx).held(byAgent: agent) else { return [] }
        return try mover.move(job, event, by: user).events
    }
}
