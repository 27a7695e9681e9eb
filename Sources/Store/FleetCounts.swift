import Database

/// How many there are of what, over all teams: for operators, never for the people of one team.
public struct FleetCounts: Hashable, Sendable {
    /// Jobs that have not ended, by status.
    public let jobs: [String: Int]
    /// Agents that were not deleted, by status.
    public let agents: [String: Int]

    /// Counts within a transaction.
    public init(_ tx: any SQLConnection) throws {
        jobs = try Self.counts(
            tx,
            """
            SELECT status, count(*) AS count FROM jobs
            WHERE status IN ('scheduled', 'pending', 'assigned', 'running') GROUP BY status
            """)
        agents = try Self.counts(
            tx, "SELECT status, count(*) AS count FROM agents WHERE deleted_at IS NULL GROUP BY status")
    }

    private static func counts(_ tx: any SQLConnection, _ sql: String) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for row in try tx.query(sql, []) { counts[try row.text("status")] = try row.int("count") }
        return counts
    }
}
