import Database
import Domain

extension JobStore {
    /// A job that an agent may take.
    public struct Candidate: Hashable, Sendable {
        /// The job's row.
        public let row: Int64
        /// −2…2.
        public let priority: Int
        /// Since when it could be taken.
        public let availableAt: Timestamp
    }

    /// The due job that goes next for an agent, bound to it or to none, among the requirements that it meets: highest
    /// priority, then longest available. One index seek for each combination, whatever the length of the queue.
    /// Locking needs a writing transaction.
    public func nextDue(team: Int64, agent: Int64, requirements: [Int64], at now: Timestamp, isLocking: Bool = false)
        throws -> Candidate?
    {
        let lock = isLocking ? tx.dialect.forUpdateSkipLocked : ""
        for priority in stride(from: 2, through: -2, by: -1) {
            var best: Candidate?
            for requirement in requirements {
                for binding in [agent, 0] {
                    let rows = try tx.query(
                        """
                        SELECT id, available_at FROM jobs
                        WHERE team_id = ?1 AND bound_agent_id = ?2 AND requirement_id = ?3 AND priority = ?4
                        AND available_at <= ?5 AND status IN ('scheduled', 'pending')
                        ORDER BY available_at, id LIMIT 1 \(lock)
                        """, [team, binding, requirement, priority, now])
                    guard let row = rows.first else { continue }
                    let candidate = Candidate(
                        row: try row.integer("id"), priority: priority, availableAt: try row.instant("available_at"))
                    if best.map({ candidate.isBefore($0) }) ?? true { best = candidate }
                }
            }
            if let best { return best }
        }
        return nil
    }
}

extension JobStore.Candidate {
    fileprivate func isBefore(_ other: Self) -> Bool {
        (availableAt, row) < (other.availableAt, other.row)
    }
}
