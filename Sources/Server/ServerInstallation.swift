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
    private let database: SQLiteDatabase

    /// Opens the data directory.
    /// - Throws: `CommandFailure`; `DatabaseError`.
    public static func open(
        _ configuration: ServerConfiguration, masterKey: String?, migrates: Bool, logger: Logger,
        time: any TimeSource = SystemTime(), random: any RandomSource = SystemRandom()
    ) async throws -> ServerInstallation {
        let directory = try DataDirectory(path: configuration.dataDirectory)
        let key = try directory.masterKey(environment: masterKey, random: random)
        let database = try SQLiteDatabase(path: directory.database)
        if migrates {
            let applied = try await Coordinator.migrate(database)
            if !applied.isEmpty { logger.info("database brought up to date", metadata: ["migrations": "\(applied)"]) }
        }
        let context = ServiceContext(
            database: database, blobs: try FolderBlobStore(folder: directory.blobs), keys: KeyRing(current: key),
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

    /// The migrations that a database at the configured place still wants.
    static func pendingMigrations(_ configuration: ServerConfiguration) async throws -> [Migration] {
        // Looking changes nothing: where there is no database yet, all of them are wanted.
        guard let path = DataDirectory.existingDatabase(in: configuration.dataDirectory) else {
            return Coordinator.migrations
        }
        let database = try SQLiteDatabase(path: path)
        let pending = try await MigrationRunner(database: database, migrations: Coordinator.migrations).pending()
        try await database.close()
        return pending
    }

    /// Closes the database.
    public func close() async throws {
        try await database.close()
    }
}
