import Database
import Store

/// Figures of a server for those who operate it.
public struct ServerFigures: Sendable {
    /// Jobs that have not ended, by status.
    public let jobs: [String: Int]
    /// Agents by status.
    public let agents: [String: Int]
    /// What the database's writer has done since the start, where the engine counts it.
    public let writer: Writer?

    /// The writer of the database.
    public struct Writer: Sendable {
        /// Writes that were answered.
        public let writes: Int
        /// Transactions that were committed; several writes share one.
        public let commits: Int
        /// Writes that wait now.
        public let waiting: Int
    }
}

extension Coordinator {
    /// The figures of this moment.
    public func figures() async throws -> ServerFigures {
        let counts = try await context.database.read { tx in try FleetCounts(tx) }
        let statistics = (context.database as? SQLiteDatabase)?.statistics
        return ServerFigures(
            jobs: counts.jobs, agents: counts.agents,
            writer: statistics.map { .init(writes: $0.writes, commits: $0.commits, waiting: $0.waiting) })
    }
}
