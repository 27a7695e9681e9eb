import Coordinator
import Database
import Domain
import Logging

/// An opened installation: the database, brought up to date if asked, and the services over it. Every command works on one,
/// also while a server runs on the same.
public struct ServerInstallation: Sendable {
    /// The services.
    public let coordinator: Coordinator
    /// The configuration that it was opened with.
    public let configuration: ServerConfiguration
    private let database: any SQLDatabase

    /// Opens the data directory.
    /// - Throws: `CommandFailure`; `DatabaseError`.
    public static func open(
        _ configuration: ServerConfiguration, masterKey: String?, migrates: Bool, logger: Logger,
        time: any TimeSource = SystemTime(), random: any RandomSource = SystemRandom()
    ) async throws -> ServerInstallation {
        let directory = try DataDirectory(path: configuration.dataDirectory)
        let database = try await ServerDatabase.open(configuration, in: directory)
        if migrates {
            let applied = try await ServerDatabase.migrate(database, configuration)
            if !applied.isEmpty { logger.info("database brought up to date", metadata: ["migrations": "\(applied)"]) }
        }
        let isShared = configuration.databaseURL != nil
        let keys = try await MasterKeys(directory: directory, database: isShared ? database : nil)
            .read(environment: masterKey, random: random)
        let context = ServiceContext(
            database: database, blobs: try configuration.blobStore.open(), keys: keys,
            time: time, random: random, logger: logger)
        return ServerInstallation(
            coordinator: Coordinator(context), configuration: configuration, database: database)
    }

    /// Opens it for one command's work and closes it again.
    static func with<Value: Sendable>(
        _ options: InstallationOptions, _ body: (ServerInstallation) async throws -> Value
    ) async throws -> Value {
        let (configuration, masterKey) = try options.configuration()
        let installation = try await open(
            configuration, masterKey: masterKey, migrates: true, logger: options.logger(configuration))
        do {
            let value = try await body(installation)
            try await installation.close()
            return value
        } catch {
            try await installation.close()
            throw error
        }
    }

    /// Closes the database.
    public func close() async throws {
        try await database.close()
    }
}
