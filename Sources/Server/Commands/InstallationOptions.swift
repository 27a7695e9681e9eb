import ArgumentParser
import Configuration
import Logging

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What every command takes.
struct InstallationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The data directory.", valueName: "dir"))
    var dataDir: String?

    @Option(help: ArgumentHelp("A PostgreSQL database in place of SQLite in the data directory.", valueName: "url"))
    var databaseUrl: String?

    @Option(help: ArgumentHelp("Connections to PostgreSQL at once, 1 to 500.", valueName: "n"))
    var databaseConnections: String?

    @Option(help: ArgumentHelp("A folder, or s3://BUCKET/PREFIX, for uploads and reports.", valueName: "place"))
    var blobStore: String?

    @Option(help: ArgumentHelp("A YAML file with settings.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel: String?

    /// The configuration under these flags, and the master key if the environment gives one.
    func configuration(_ flags: [String: String?] = [:]) throws -> (ServerConfiguration, masterKey: String?) {
        let environment = ProcessInfo.processInfo.environment
        var given: [String: String?] = [
            "data_dir": dataDir, "database_url": databaseUrl, "database_connections": databaseConnections,
            "log_level": logLevel, "blob_store": blobStore,
        ]
        given.merge(flags) { _, flag in flag }
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (name, value) in given {
            guard let value else { continue }
            values[AbsoluteConfigKey(["safelight", name])] = ConfigValue(
                .string(value), isSecret: name == "database_url")
        }
        let reader = ConfigReader(providers: [
            InMemoryProvider(name: "flags", values: values),
            EnvironmentVariablesProvider(environmentVariables: environment.filter { $0.key.hasPrefix("SAFELIGHT_") }),
            try ConfigurationFile.provider(path: config ?? environment["SAFELIGHT_CONFIG"]),
        ])
        return (
            try ServerConfiguration(reader, homeDirectory: environment["HOME"]), environment["SAFELIGHT_MASTER_KEY"]
        )
    }

    /// Logs to standard error, so that standard output carries data alone.
    func logger(_ configuration: ServerConfiguration) -> Logger {
        var logger = Logger(label: "safelight") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = configuration.logLevel
        return logger
    }
}
