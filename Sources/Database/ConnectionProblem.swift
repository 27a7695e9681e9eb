/// Why there is no connection to a database server. None of them has changed anything in the database.
public enum ConnectionProblem: Sendable, Equatable {
    /// The address cannot be read.
    case address(String)
    /// Nobody answers there, or not in time.
    case unreachable(String)
    /// The server does not let this user in: its name, its password, or from where it comes.
    case refused(String)
    /// The server has no database of that name.
    case noDatabase(String)
    /// The server has as many connections as it takes.
    case tooManyConnections(String)
    /// The server is starting, stopping or recovering.
    case notReady(String)
    /// The server's version is older than the oldest supported, 12.
    case tooOld(version: Int)
    /// The connection went away in the middle of the work.
    case lost(String)
    /// All connections of the pool were in use for longer than we wait for one.
    case exhausted(connections: Int)

    /// Whether the same may succeed a moment later, without anybody changing the set-up.
    var isPassing: Bool {
        switch self {
        case .unreachable, .tooManyConnections, .notReady, .lost: true
        case .address, .refused, .noDatabase, .tooOld, .exhausted: false
        }
    }

    /// What happened.
    public var message: String {
        switch self {
        case .address(let detail): "The database's address cannot be read: \(detail)."
        case .unreachable(let detail): "The database server cannot be reached: \(detail)."
        case .refused(let detail): "The database server refuses the connection: \(detail)."
        case .noDatabase(let detail): "The database server does not have this database: \(detail)."
        case .tooManyConnections(let detail): "The database server takes no more connections: \(detail)."
        case .notReady(let detail): "The database server is not ready: \(detail)."
        case .tooOld(let version):
            "The database server is PostgreSQL \(version / 10_000), which is too old: 12 is the oldest supported."
        case .lost(let detail): "The connection to the database server was lost: \(detail)."
        case .exhausted(let connections): "All \(connections) database connections are in use."
        }
    }

    /// What to do about it.
    public var mend: String {
        switch self {
        case .address:
            "Write it as postgres://user:password@host:5432/database, with @ : / # ? and % in the password as %40 %3A "
                + "%2F %23 %3F and %25."
        case .unreachable:
            "See that PostgreSQL runs, that host and port are right, and that no firewall is in between."
        case .refused: "Check user and password, and the server's pg_hba.conf."
        case .noDatabase: "Create it (createdb), or correct the name at the end of the address."
        case .tooManyConnections:
            "Raise max_connections of PostgreSQL, or lower the number of connections of each Safelight server."
        case .notReady: "Wait until it has started; its log says what it does."
        case .tooOld: "Update PostgreSQL to 12 or later."
        case .lost: "Try again; if it stays so, look at the logs of the database server."
        case .exhausted: "Try again; if it stays so, allow more connections, or see what keeps the database busy."
        }
    }
}
