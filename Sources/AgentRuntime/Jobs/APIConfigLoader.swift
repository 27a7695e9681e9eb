import Analysis
import Domain
import Synchronization

/// A team's settings as the server last gave them, good for five minutes. FR-540.10. Pipelines are not among them: each
/// belongs to its job.
final class TeamSettingsCache: Sendable {
    private static let lifetime: Duration = .seconds(300)
    private let time: any TimeSource
    private let held = Mutex<(configuration: ToolConfiguration, since: Timestamp)?>(nil)

    init(time: any TimeSource) {
        self.time = time
    }

    var fresh: ToolConfiguration? {
        held.withLock { held in
            guard let held, time.now() < held.since + Self.lifetime else { return nil }
            return held.configuration
        }
    }

    func keep(_ configuration: ToolConfiguration) {
        var settings = configuration
        settings.pipelines = [:]
        held.withLock { $0 = (settings, time.now()) }
    }
}

/// A job's configuration from the server, tried again while the network is away. FR-540.4.
struct APIConfigLoader: ConfigLoader {
    let context: AgentContext
    let tool: Tool
    let path: String
    let cache: TeamSettingsCache

    /// The configuration: from the cache while that is fresh. One with a pipeline is always asked for, so that a pipeline that was
    /// changed a moment ago counts.
    func load() async throws -> ToolConfiguration {
        if tool != .pipelineValidation, let configuration = cache.fresh { return configuration }
        var backoff = Backoff(random: context.random)
        while true {
            do {
                var configuration = try ToolConfiguration(json: try await context.client.configuration(at: path))
                cache.keep(configuration)
                if tool != .pipelineValidation { configuration.pipelines = [:] }
                return configuration
            } catch let error as ServerError where error.isPassing {
                let wait = backoff.next(after: error.retryAfter)
                context.logger.warning("configuration not had yet", metadata: ["reason": "\(error)"])
                try await context.time.sleep(for: wait)
            }
        }
    }
}
