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
    /// Results and reports, looked through two at a time.
    public let heavyWork: HeavyWork
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
        self.heavyWork = HeavyWork(atOnce: 2)
        self.logger = logger
    }

    /// How often a write is run again because a job changed meanwhile.
    private static let repeats = 2

    func identifier<Kind>() -> Identifier<Kind> {
        Identifier(at: time.now(), random: random)
    }

    /// Writes, and tells what happened once it is durable.
    ///
    /// With several writers a job may change between being read and being written: the compare-and-set then refuses, and
    /// the closure is run again with the job as it is now. An attempt that is really stale is refused each time.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> (Value, [Event])
    ) async throws -> Value {
        for _ in 0..<Self.repeats {
            do {
                let (value, happened) = try await database.write(body)
                events.publish(happened)
                return value
            } catch let error as CoordinatorError where error.code == CoordinatorError.staleAttempt.code {
                if database.dialect == .sqlite { throw error }
            }
        }
        let (value, happened) = try await database.write(body)
        events.publish(happened)
        return value
    }
}
