import Domain
import Logging
import Wire

/// One running agent: its loops, from the first heartbeat to the goodbye.
public final class AgentRuntime: Sendable {
    /// How a run may differ from the usual.
    public struct Options: Hashable, Sendable {
        /// Ends after one job.
        public var once: Bool
        /// How long a job may go on after `stop`; without limit where nil.
        public var stopTimeout: Duration?

        /// Options; by default the agent runs until it is stopped, and a job then as long as it takes.
        public init(once: Bool = false, stopTimeout: Duration? = nil) {
            self.once = once
            self.stopTimeout = stopTimeout
        }
    }

    private let context: AgentContext
    private let makeWork: @Sendable (AgentContext) -> any AttemptWork

    /// An agent on a home, with its settings and key.
    /// - Throws: `AgentError` where the settings do not make a client.
    public convenience init(
        home: AgentHome, settings: AgentSettings, key: String, identity: AgentIdentity, logger: Logger,
        roots: @escaping @Sendable () -> [String]
    ) throws {
        try self.init(
            home: home, settings: settings, key: key, identity: identity, logger: logger, roots: roots,
            time: SystemTime(), random: SystemRandom())
    }

    /// The same with the clock, the chance and the work of a test.
    init(
        home: AgentHome, settings: AgentSettings, key: String, identity: AgentIdentity, logger: Logger,
        roots: @escaping @Sendable () -> [String], time: any TimeSource, random: any RandomSource,
        work: (@Sendable (AgentContext) -> any AttemptWork)? = nil
    ) throws {
        context = AgentContext(
            client: try AgentClient(settings: settings, key: key), settings: settings, identity: identity, home: home,
            time: time, random: random, logger: logger, state: AgentState(), roots: roots,
            credentials: CredentialCache(CredentialStore(home, passphrase: settings.passphrase)))
        makeWork = work ?? { CollectionAnalysis(context: $0, cache: TeamSettingsCache(time: $0.time)) }
    }

    /// Asks the agent to end: the first time after the job in hand, the second time at once, the job handed back.
    public func stop() {
        if context.state.draining.set(()) {
            context.logger.notice("stopping; the job in hand is finished first")
        } else {
            context.logger.notice("stopping now; the job in hand is handed back")
            context.state.handingBack.set(())
        }
    }

    /// Runs until it is stopped.
    /// - Throws: `AgentError`, exit 77, where the server refuses this agent for good.
    public func run(_ options: Options = Options()) async throws {
        for lack in Capabilities.lacks {
            context.logger.notice("something cannot be read", metadata: ["hint": "\(lack)"])
        }
        let spool = try Spool(folder: context.home.spoolFolder, logger: context.logger)
        let deliverer = Deliverer(context: context, spool: spool)
        let runner = JobRunner(context: context, work: makeWork(context), deliverer: deliverer)
        let loop = WorkLoop(context: context, runner: runner, deliverer: deliverer)
        do {
            // Before the first heartbeat: one that names no job would give a job back whose result waits here.
            if let waiting = try spool.entries().first { try await context.state.begin(waiting.job, nil) }
            try await runLoops(loop, options)
            await sayGoodbye(spool)
            await context.client.close()
        } catch {
            await context.client.close()
            throw (error as? ServerError)?.asExit ?? error
        }
    }

    private func runLoops(_ work: WorkLoop, _ options: Options) async throws {
        let heartbeat = HeartbeatLoop(context: context, metrics: MachineMetrics(folder: context.home.path))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await heartbeat.run() }
            group.addTask { try await work.run(once: options.once) }
            group.addTask { [context] in try await Self.waitForEndOfPatience(context, options.stopTimeout) }
            defer { group.cancelAll() }
            // Only work, patience at its end, or a final refusal end here.
            try await group.next()
            context.state.handBack()
        }
    }

    private static func waitForEndOfPatience(_ context: AgentContext, _ limit: Duration?) async throws {
        try await context.state.draining.wait()
        guard let limit else { return try await context.state.handingBack.wait() }
        do {
            try await context.state.handingBack.cuttingShort { [time = context.time] in
                try await time.sleep(for: limit)
            }
        } catch is CutShort {
            context.logger.debug("the second wish to stop came before the time was up")
        }
    }

    /// Gives the job in hand back and is offline at once. A result that still waits keeps its job: it is delivered next time.
    private func sayGoodbye(_ spool: Spool) async {
        guard context.state.greeted.value != nil, spool.isEmpty else { return }
        do {
            try await context.client.disconnect()
            context.logger.info("disconnected")
        } catch {
            context.logger.warning("the server was not told of the end", metadata: ["reason": "\(error)"])
        }
    }
}
