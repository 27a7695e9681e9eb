/// `LISTEN` and `NOTIFY` of a PostgreSQL database. Each session has a connection and a thread of its own; it cannot go
/// through a pooler that shares connections between transactions, such as PgBouncer in its transaction mode.
public struct PostgresNotifications: NotificationChannel {
    private let configuration: PostgresConfiguration
    private let channel: String

    /// The channel that all servers of a database hear.
    public static let defaultChannel = "safelight"

    /// The notifications of a channel; its name is made of lower-case letters and `_`.
    public init(_ configuration: PostgresConfiguration, channel: String = defaultChannel) {
        self.configuration = configuration
        self.channel = channel
    }

    /// Connects, and listens from when this returns.
    public func open() async throws -> any NotificationSession {
        try await withCheckedThrowingContinuation { continuation in
            PostgresListener.start(configuration, channel: channel) { continuation.resume(with: $0) }
        }
    }
}
