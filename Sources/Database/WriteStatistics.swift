/// What the writer of a database has done since it was opened, for metrics.
public struct WriteStatistics: Sendable, Equatable {
    /// Closures that were run and answered.
    public internal(set) var writes = 0
    /// Transactions that were committed.
    public internal(set) var commits = 0
    /// Groups that lost their transaction and were run again one by one.
    public internal(set) var splits = 0
    /// Closures that wait for their turn now.
    public internal(set) var waiting = 0
}
