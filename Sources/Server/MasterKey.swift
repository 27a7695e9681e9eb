import Coordinator
import Database
import Domain

/// Reads the master key, and sees to it that all servers of one database have the same: what one of them signs, the
/// others must be able to check.
struct MasterKey {
    let directory: DataDirectory
    /// The database that others may share; nil where it belongs to the data directory.
    let database: (any SQLDatabase)?

    /// The key, which is made if there is none anywhere.
    /// - Throws: `CommandFailure` with exit code 78 where the database's other servers have another one.
    func read(environment: String?, random: any RandomSource) async throws -> [UInt8] {
        guard let database, try await isMigrated(database) else {
            return try directory.masterKey(environment: environment, random: random)
        }
        if environment == nil, !directory.hasMasterKey, try await Coordinator.masterKeyID(database) != nil {
            throw failure("has none")
        }
        let key = try directory.masterKey(environment: environment, random: random)
        let id = KeyRing(current: key).currentID
        guard try await Coordinator.agreeOnMasterKey(id, database) == id else { throw failure("has another one") }
        return key
    }

    /// Before that there is nowhere to look, and nothing that another server could have signed.
    private func isMigrated(_ database: any SQLDatabase) async throws -> Bool {
        try await MigrationRunner(database: database, migrations: Coordinator.migrations).pending().isEmpty
    }

    private func failure(_ what: String) -> CommandFailure {
        CommandFailure(
            .configuration,
            """
            All servers of one database need the same master key, and this one \(what): copy master.key from the data \
            directory of another server to \(directory.path), or give both the same SAFELIGHT_MASTER_KEY.
            """)
    }
}
