import Analysis
import Domain
import Synchronization

/// A team's settings as the server last gave them, good for five minutes. FR-540.10.
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
        held.withLock { $0 = (configuration, time.now()) }
    }
}

/// A job's configuration from the server, tried again while the network is away. FR-540.4.
struct APIConfigLoader: ConfigLoader {
    let context: AgentContext
    let path: String
    let cache: TeamSettingsCache

    /// The configuration: from the cache while that is fresh.
    func load() async throws -> ToolConfiguration {
        if let configuration = cache.fresh { return configuration }
        var backoff = Backoff(random: context.random)
        while true {
            do {
                let configuration = try ToolConfiguration(json: try await context.client.configuration(at: path))
                cache.keep(configuration)
                return configuration
            } catch let error as ServerError where error.isPassing {
                let wait = backoff.next(after: error.retryAfter)
                context.logger.warning("configuration not had yet", metadata: ["reason": "\(error)"])
                try await context.time.sleep(for: wait)
            }
        }
    }
}
