import Database
import Domain

extension AgentStore {
    /// An agent's last sign of life, and the metrics that came with it.
    public struct Sign: Sendable {
        /// The agent's row.
        public var row: Int64
        /// When it was heard, and what it said of its machine; nil where it said nothing.
        public var seen: Timestamp, metrics: JSONValue?

        /// From its parts.
        public init(row: Int64, seen: Timestamp, metrics: JSONValue?) {
            self.row = row
            self.seen = seen
            self.metrics = metrics
        }
    }

    /// Writes signs of life of different agents. A later one that another server has written stays, unless it is so late
    /// that a clock must have been wrong.
    public func touch(_ signs: [Sign]) throws {
        try tx.executeBatches(
            signs, columns: ["BIGINT", "BIGINT", "BIGINT", "TEXT"],
            sql: { rows in
                """
                UPDATE agents SET metrics = coalesce(v.column4, metrics),
                  last_seen = CASE WHEN last_seen BETWEEN v.column2 AND v.column3 THEN last_seen ELSE v.column2 END
                FROM (VALUES \(rows)) v WHERE agents.id = v.column1
                """
            }, arguments: { [$0.row, $0.seen, $0.seen + Lease.agentSilence, $0.metrics.map(JSONColumn.encode)] })
    }
}
