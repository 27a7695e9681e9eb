/// Carries short texts between the programs that share a database: PostgreSQL's `LISTEN` and `NOTIFY`.
public protocol NotificationChannel: Sendable {
    /// Opens a session that hears everything from now on, its own texts too.
    /// - Throws: `DatabaseError` where the database cannot be reached.
    func open() async throws -> any NotificationSession
}

extension SQLConnection {
    /// Sends a text of at most 7,999 bytes with the transaction: everybody on the default channel hears it if, and as soon
    /// as, it commits, whatever becomes of the sender. Where a database has no channel there is nobody else to hear it.
    public func notify(_ text: String) throws {
        guard dialect == .postgres else { return }
        _ = try query("SELECT pg_notify(?1, ?2)", [PostgresNotifications.defaultChannel, text])
    }
}

/// An open session of a channel. Once it is broken it stays so; another has to be opened.
public protocol NotificationSession: Sendable {
    /// What is sent, by anybody; ends when the session breaks or is closed. For one loop alone.
    var texts: AsyncStream<String> { get }
    /// Sends texts in order, of at most 7,999 bytes each, and returns once everybody else can hear them. A task that is
    /// cancelled still sends.
    /// - Throws: `DatabaseError`; whether they were sent is not known then.
    func send(_ texts: [String]) async throws
    /// Ends the session; a second time it does nothing.
    func close()
}
