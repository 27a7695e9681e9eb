/// What the connections of a PostgreSQL database do now, and what they have done since it was opened, for metrics.
public struct PostgresStatistics: Sendable, Equatable {
    /// Connections that run a closure, or are being opened for one.
    public internal(set) var inUse = 0
    /// Closures that wait for a connection.
    public internal(set) var waiting = 0
    /// Connections that were opened so far.
    public internal(set) var opened = 0
    /// Connections that were lost so far.
    public internal(set) var lost = 0
    /// Closures that were run again because others changed the same rows, or because the connection was lost.
    public internal(set) var repeated = 0
    /// Closures that found no free connection in time.
    public internal(set) var exhausted = 0
}
