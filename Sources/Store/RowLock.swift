import Database

/// Rows that a transaction keeps for itself until its end, because it reads something that must not change before it
/// has written. Where there is one writer nothing needs to be kept, and no statement is run.
///
/// Always in this order, so that two who wait for each other are rare: team, collection, agent, job.
public struct RowLock {
    private let tx: any SQLConnection

    /// Locks within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// Keeps a team's row: for changes to what belongs to the team as a whole, its pipelines among others.
    public func team(_ row: Int64) throws { try take("SELECT id FROM teams WHERE id = ?1", row) }

    /// Keeps a collection's row: runs are not started while it moves or goes away.
    public func collection(_ row: Int64) throws { try take("SELECT id FROM collections WHERE id = ?1", row) }

    /// Keeps an agent's row: a heartbeat writes what it read, and must not undo a revocation.
    public func agent(_ row: Int64) throws { try take("SELECT id FROM agents WHERE id = ?1", row) }

    /// Keeps the jobs of a collection that have not ended: none is claimed meanwhile.
    public func unfinishedJobs(collection: Int64) throws {
        try take(
            """
            SELECT id FROM jobs WHERE collection_id = ?1 AND status IN ('scheduled', 'pending', 'assigned', 'running')
            ORDER BY id
            """, collection)
    }

    private func take(_ select: String, _ row: Int64) throws {
        let lock = tx.dialect.forUpdate
        if !lock.isEmpty { _ = try tx.query("\(select) \(lock)", [row]) }
    }
}
