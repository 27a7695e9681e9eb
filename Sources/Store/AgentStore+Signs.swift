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

    /// Writes signs of life of different agents.
    public func touch(_ signs: [Sign]) throws {
        try tx.executeBatches(
            signs, columns: ["BIGINT", "BIGINT", "TEXT"],
            sql: { rows in
                """
                UPDATE agents SET last_seen = v.column2, metrics = coalesce(v.column3, metrics)
                FROM (VALUES \(rows)) v WHERE agents.id = v.column1
                """
            }, arguments: { [$0.row, $0.seen, $0.metrics.map(JSONColumn.encode)] })
    }
}
