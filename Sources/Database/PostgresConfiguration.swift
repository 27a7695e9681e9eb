/// How a PostgreSQL database is reached and used.
public struct PostgresConfiguration: Sendable {
    /// Where it is: `postgres://user:password@host:port/database?sslmode=…`, with all parameters that libpq knows.
    ///
    /// Holds a password: it is never part of an error or of a log line.
    public var url: String
    /// How many connections may be open at the same time, each with a thread of its own; at least 1.
    public var poolSize: Int
    /// How long a closure waits for a connection, and how long a lost one is opened anew, before
    /// ``DatabaseError/unavailable(_:)``.
    public var waitTimeout: Duration
    /// How long one attempt to open a connection may take.
    public var connectTimeout: Duration
    /// How long one statement may run before PostgreSQL ends it.
    public var statementTimeout: Duration

    /// How many connections there may be where nothing is said: commits that wait for the disk together share it, so 16
    /// commit twice as much as 8, while three servers still fit PostgreSQL's own limit of 100.
    public static let defaultPoolSize = 16

    /// By default 16 connections, 10 s to wait for one, 5 s to open one, 30 s for a statement.
    public init(
        url: String, poolSize: Int = defaultPoolSize, waitTimeout: Duration = .seconds(10),
        connectTimeout: Duration = .seconds(5),
        statementTimeout: Duration = .seconds(30)
    ) {
        self.url = url
        self.poolSize = max(1, poolSize)
        self.waitTimeout = waitTimeout
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
    }
}
