import AgentRuntime
import ArgumentParser
import Domain
import Logging
import UnixSignals

/// `start`: runs the agent in the foreground.
struct StartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Runs the agent in the foreground until it is stopped.",
        discussion: """
            The first SIGTERM or SIGINT lets the job in hand finish; the second hands it back to the queue.

            Examples:
              safelight-agent start
              safelight-agent start --once --stop-timeout 60
            """)

    @OptionGroup var shared: SharedOptions

    @Flag(help: "Do one job, then end (SAFELIGHT_AGENT_ONCE).")
    var once = false

    @Option(
        help: ArgumentHelp(
            "Seconds that the job in hand may go on after a signal (SAFELIGHT_AGENT_STOP_TIMEOUT).", valueName: "s"))
    var stopTimeout: Int?

    @Option(help: "trace, debug, info, notice, warning, error or critical (SAFELIGHT_AGENT_LOG_LEVEL).")
    var logLevel: String?

    @Option(help: "text or json (SAFELIGHT_AGENT_LOG_FORMAT).")
    var logFormat: String?

    func run() async throws {
        var flags: [ConfigFile.Key: String] = [:]
        flags[.logLevel] = logLevel
        flags[.logFormat] = logFormat
        let settings = try shared.settings(flags)
        let options = AgentRuntime.Options(
            once: try once || shared.truth("SAFELIGHT_AGENT_ONCE"), stopTimeout: try timeout().map { .seconds($0) })
        let home = shared.agentHome
        let key = try home.readKey()
        let lock = try HomeLock(home)
        defer { withExtendedLifetime(lock) {} }
        let agent = try AgentRuntime(
            home: home, settings: settings, key: key, identity: try AgentIdentity.current(), logger: logger(settings),
            roots: rootsNow(settings))
        try await serve(agent, options)
    }

    private func serve(_ agent: AgentRuntime, _ options: AgentRuntime.Options) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await agent.run(options) }
            group.addTask {
                for await _ in signals { agent.stop() }
                // The sequence ends with this task only: the agent decides when all is over.
                try await Task.sleep(for: .seconds(86_400 * 365))
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func timeout() throws -> Int? {
        if let stopTimeout {
            guard stopTimeout >= 0 else { throw ValidationError("--stop-timeout must not be negative.") }
            return stopTimeout
        }
        guard let text = shared.setting("SAFELIGHT_AGENT_STOP_TIMEOUT") else { return nil }
        guard let seconds = Int(text), seconds >= 0 else {
            throw ValidationError("SAFELIGHT_AGENT_STOP_TIMEOUT is \"\(text)\"; it must be a number of seconds.")
        }
        return seconds
    }

    private func logger(_ settings: AgentSettings) -> Logger {
        let level = Logger.Level(rawValue: settings.logLevel) ?? .info
        let note = CommandContext.current.note
        return Logger(label: "safelight-agent") { _ in
            AgentLogHandler(level: level, format: settings.logFormat, write: note)
        }
    }

    /// The roots as the file has them now, so that `roots add` needs no restart.
    private func rootsNow(_ settings: AgentSettings) -> @Sendable () -> [String] {
        let home = shared.agentHome
        let environment = shared.environment
        return {
            // `try?`: a file that is being mended must not end the agent; what it started with holds meanwhile.
            let now = try? AgentSettings(
                file: ConfigFile.load(home), environment: environment, path: home.configFile)
            return now?.roots ?? settings.roots
        }
    }
}
