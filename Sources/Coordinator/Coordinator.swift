import Database
import Domain
import Logging
import Store

/// All services of a server, over one context.
public struct Coordinator: Sendable {
    /// What the services share.
    public let context: ServiceContext
    /// Teams, people, sessions, API tokens.
    public let accounts: AccountService
    /// Registration of agents.
    public let registration: RegistrationService
    /// Signs of life.
    public let heartbeats: HeartbeatService
    /// Agents, as people see them.
    public let agents: AgentService
    /// Handing out jobs.
    public let claims: ClaimService
    /// Progress of running jobs.
    public let progress: ProgressService
    /// Ends of attempts.
    public let completions: CompletionService
    /// Results and reports in chunks.
    public let uploads: UploadService
    /// Collections.
    public let collections: CollectionService
    /// Buckets and shares.
    public let connectors: ConnectorService
    /// Starting runs.
    public let runs: RunService
    /// Jobs, as people see them.
    public let jobs: JobService
    /// Why jobs wait.
    public let explanations: ExplainService
    /// Results and reports.
    public let results: ResultService
    /// Settings.
    public let configuration: ConfigurationService
    /// Pipelines.
    public let pipelines: PipelineService
    /// Notifications.
    public let notices: NoticeService
    /// What happens by itself.
    public let sweeps: Sweeps

    /// The services over a context.
    public init(_ context: ServiceContext, passwords: Passwords = Passwords()) {
        self.context = context
        accounts = AccountService(context, passwords)
        registration = RegistrationService(context)
        heartbeats = HeartbeatService(context)
        agents = AgentService(context)
        claims = ClaimService(context)
        progress = ProgressService(context)
        completions = CompletionService(context)
        uploads = UploadService(context, completions)
        collections = CollectionService(context)
        connectors = ConnectorService(context)
        runs = RunService(context)
        jobs = JobService(context)
        explanations = ExplainService(context)
        results = ResultService(context)
        configuration = ConfigurationService(context)
        pipelines = PipelineService(context)
        notices = NoticeService(context)
        sweeps = Sweeps(context, uploads, claims)
    }

    /// The schema of this version.
    public static let migrations = Migrations.all

    /// Brings the database up to date.
    /// - Returns: the numbers of the migrations that were applied.
    public static func migrate(_ database: any SQLDatabase) async throws -> [Int] {
        try await MigrationRunner(database: database, migrations: migrations).migrate()
    }

    /// The id of the master key that all servers of this database must have; nil before the first has said which.
    public static func masterKeyID(_ database: any SQLDatabase) async throws -> String? {
        try await database.read { tx in try TeamStore(tx).fact(masterKeyFact) }
    }

    /// Says which master key the servers of this database have, unless that is known already.
    /// - Returns: the id that counts.
    public static func agreeOnMasterKey(_ id: String, _ database: any SQLDatabase) async throws -> String {
        try await database.write { tx in
            let teams = TeamStore(tx)
            if let known = try teams.fact(masterKeyFact) { return known }
            try teams.setFact(masterKeyFact, id)
            return id
        }
    }

    static let masterKeyFact = "master_key_id"

    /// How long a database may take to answer that it is there: those who ask do not wait for longer.
    static let readinessPatience: Duration = .seconds(2)

    /// What the database is, for people.
    public var databaseTitle: String { context.database.dialect == .sqlite ? "SQLite" : "PostgreSQL" }

    /// Whether the database answers in time and every migration has been applied.
    public func isReady() async -> Bool {
        let (answers, answer) = AsyncStream.makeStream(of: Bool.self)
        // Nobody awaits it where the time is up first: it ends with the database's own patience.
        Task { answer.yield(await isUpToDate()) }
        // Cancelled as soon as there is an answer.
        let alarm = Task {
            do { try await context.time.sleep(for: Self.readinessPatience) } catch { return }
            answer.yield(false)
        }
        defer { alarm.cancel() }
        return await answers.first { _ in true } ?? false
    }

    private func isUpToDate() async -> Bool {
        do {
            return try await MigrationRunner(database: context.database, migrations: Self.migrations).pending().isEmpty
        } catch {
            context.logger.warning("database is not ready", metadata: ["error": "\(error)"])
            return false
        }
    }
}
