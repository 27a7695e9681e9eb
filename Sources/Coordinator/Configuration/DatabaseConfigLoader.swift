import Analysis
import Database
import Domain
import Store

/// A team's configuration as the database holds it: the one reading of settings on the server. FR-540.3.
public struct DatabaseConfigLoader: ConfigLoader {
    private let database: any SQLDatabase
    private let team: Int64

    /// A loader of the configuration of a team, by its row.
    public init(database: any SQLDatabase, team: Int64) {
        self.database = database
        self.team = team
    }

    /// The settings as they are now, with all of the team's pipelines by name.
    public func load() async throws -> ToolConfiguration {
        try await database.read { [team] tx in
            let pipelines = try PipelineStore(tx).page(team: team)
            var configuration = try Self.settings(tx, team: team)
            configuration.pipelines = Dictionary(
                pipelines.map { ($0.name, $0.source) }, uniquingKeysWith: { first, _ in first })
            return configuration
        }
    }

    /// The settings without the pipelines, within a transaction.
    static func settings(_ tx: any SQLConnection, team: Int64) throws -> ToolConfiguration {
        let stored = try ConfigurationStore(tx).values(team: team)
        let members = Setting.allCases.map { setting in
            (setting.member, stored[setting.rawValue] ?? setting.value(in: .builtIn))
        }
        return try ToolConfiguration(json: .object(Dictionary(uniqueKeysWithValues: members)))
    }
}

extension Pipeline {
    /// The pipeline as tools read it: `{"nodes": […]}`.
    var source: PipelineSource { PipelineSource(json: ["nodes": nodes]) }
}
