import Database
import Store

/// Figures of a server for those who operate it.
public struct ServerFigures: Sendable {
    /// Jobs that have not ended, by status.
    public let jobs: [String: Int]
    /// Agents by status.
    public let agents: [String: Int]
    /// Claims that wait here for a job.
    public let waitingClaims: Int
    /// What the database's writer has done since the start, where the engine counts it.
    public let writer: Writer?
    /// The connections to PostgreSQL, where that is the engine.
    public let connections: Connections?

    /// The connections to PostgreSQL, now and since the start.
    public struct Connections: Sendable {
        /// Connections that work for a request, and requests that wait for one.
        public let inUse: Int, waiting: Int
        /// Connections opened and lost since the start.
        public let opened: Int, lost: Int
        /// Transactions that were run again, and requests that got no connection in time.
        public let repeated: Int, exhausted: Int
    }

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
            jobs: counts.jobs, agents: counts.agents, waitingClaims: claims.waiting,
            writer: statistics.map { .init(writes: $0.writes, commits: $0.commits, waiting: $0.waiting) },
            connections: (context.database as? PostgresDatabase).map { ServerFigures.Connections($0.statistics) })
    }
}

extension ServerFigures.Connections {
    init(_ statistics: PostgresStatistics) {
        inUse = statistics.inUse
        waiting = statistics.waiting
        opened = statistics.opened
        lost = statistics.lost
        repeated = statistics.repeated
        exhausted = statistics.exhausted
    }
}
