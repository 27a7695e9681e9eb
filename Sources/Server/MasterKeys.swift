import Coordinator
import Database
import Domain

/// Reads the master keys, and sees to it that all servers of one database have the same: what one of them signs, the
/// others must be able to check.
struct MasterKeys {
    let directory: DataDirectory
    /// The database that others may share; nil where it belongs to the data directory.
    let database: (any SQLDatabase)?

    /// The keys, the one in use first; one is made if there is none anywhere.
    /// - Throws: `CommandFailure` with exit code 78 where the database's other servers have another one.
    func read(environment: String?, random: any RandomSource) async throws -> KeyRing {
        guard let database, try await isMigrated(database) else {
            return try ring(environment: environment, random: random)
        }
        if environment == nil, !directory.hasMasterKey, try await Coordinator.masterKeyID(database) != nil {
            throw failure("has none")
        }
        let ring = try ring(environment: environment, random: random)
        // One that is on the ring is as good: it was in use until a moment ago, or is about to be.
        guard ring.holds(try await Coordinator.agreeOnMasterKey(ring.currentID, database)) else {
            throw failure("has another one")
        }
        return ring
    }

    private func ring(environment: String?, random: any RandomSource) throws -> KeyRing {
        let keys = try directory.masterKeys(environment: environment, random: random)
        let (current, older) = (keys[0], Array(keys.dropFirst()))
        guard environment == nil else { return KeyRing(current: current, older: older) }
        return KeyRing(current: current, older: older) { [directory] in try directory.keptKeys() }
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
