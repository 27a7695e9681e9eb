import Coordinator
import Domain

/// Puts a new master key in the place of the one in use, while servers run.
struct MasterKeyRotation {
    /// What came of it.
    struct Report: Encodable, Hashable {
        /// The id of the key in use.
        var keyID: String
        /// Connectors whose credentials were encrypted anew.
        var resealed: Int
        /// Older keys that stay in `master.key`; nil where the keys are not kept there.
        var olderKeys: Int?
        /// Connectors whose credentials no key opens.
        var unreadable: [String]

        private enum CodingKeys: String, CodingKey {
            case keyID = "key_id"
            case resealed
            case olderKeys = "older_keys"
            case unreadable
        }
    }

    let coordinator: Coordinator
    let directory: DataDirectory

    /// Each step may be the last one that is done: what was encrypted under an older key opens until that is gone, and it goes
    /// only when nothing needs it.
    /// - Parameter makesKey: false where the keys come from the environment, with the new one in front already.
    /// - Throws: `CommandFailure` with exit code 75 while another rotation works on the data directory.
    func run(makesKey: Bool) async throws -> Report {
        let lock = try DataDirectoryLock(path: directory.path, for: .rotation)
        defer { withExtendedLifetime(lock) {} }
        let keys = coordinator.context.keys
        if makesKey {
            try directory.keep([coordinator.context.random.bytes(32)] + (try directory.keptKeys()))
            keys.reread()
        }
        let outcome = try await KeyRotation(coordinator.context).run()
        var report = Report(
            keyID: keys.currentID, resealed: outcome.resealed, unreadable: outcome.unreadable)
        guard makesKey else { return report }
        // The one before stays in any case: a server that has not looked yet still signs with it.
        let stays = try directory.keptKeys().enumerated().filter { index, key in
            index < 2 || !outcome.unreadable.isEmpty || outcome.needed.contains(KeyRing.id(of: key))
        }
        try directory.keep(stays.map(\.element))
        report.olderKeys = stays.count - 1
        return report
    }
}
