/// How an SQLite database is opened.
public struct SQLiteConfiguration: Sendable {
    /// How many reads can run at the same time, at least 1.
    public var readers: Int
    /// How long to wait while another program holds the database, before ``DatabaseError/busy``.
    public var busyTimeout: Duration
    /// How many waiting writes may share one transaction, at least 1.
    public var groupSize: Int

    /// By default 4 readers, 5 seconds, and groups of up to 64 writes.
    public init(readers: Int = 4, busyTimeout: Duration = .seconds(5), groupSize: Int = 64) {
        self.readers = max(1, readers)
        self.busyTimeout = busyTimeout
        self.groupSize = max(1, groupSize)
    }
}
