import Database
import Domain
import Logging
import Store

/// What every service works with: built once, at the composition root.
public struct ServiceContext: Sendable {
    /// The one store of record.
    public let database: any SQLDatabase
    /// Uploads, large results and reports.
    public let blobs: any BlobStore
    /// The master keys.
    public let keys: KeyRing
    /// Where time comes from.
    public let time: any TimeSource
    /// Where random bytes come from.
    public let random: any RandomSource
    /// Tells browsers, agents' sockets and waiting claims what happened.
    public let events: EventBus
    /// Signs of life that wait to be written.
    public let life: SignsOfLife
    /// Where facts for operators go.
    public let logger: Logger

    /// A context from its parts.
    public init(
        database: any SQLDatabase, blobs: any BlobStore, keys: KeyRing, time: any TimeSource = SystemTime(),
        random: any RandomSource = SystemRandom(), logger: Logger
    ) {
        self.database = database
        self.blobs = blobs
        self.keys = keys
        self.time = time
        self.random = random
        self.events = EventBus()
        self.life = SignsOfLife()
        self.logger = logger
    }

    func identifier<Kind>() -> Identifier<Kind> {
        Identifier(at: time.now(), random: random)
    }

    /// Writes, and tells what happened once it is durable.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> (Value, [Event])
    ) async throws -> Value {
        let (value, happened) = try await database.write(body)
        events.publish(happened)
        return value
    }
}
