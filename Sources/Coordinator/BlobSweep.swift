import Domain
import Store

/// Removes blobs that no row names: what a server left that was killed, or lost its database, between writing a blob and
/// saying so, or between a row's end and the blob's. Idempotent; every server may run it.
struct BlobSweep {
    let context: ServiceContext

    /// An upload has its row from its first chunk on, and a result gets it right after its blobs: at this age, by the time
    /// in its identifier, a blob without one has been left behind.
    static let minimumAge: Duration = .seconds(3600)
    /// How many names are looked up in one transaction.
    private static let batch = 200

    /// One round over everything that is stored.
    /// - Returns: how many blobs were removed.
    @discardableResult
    func run(at now: Timestamp) async throws -> Int {
        var removed = 0
        for folder in BlobFolder.all {
            var names = try await context.blobs.names(in: folder)[...]
            while !names.isEmpty {
                let unnamed = try await unnamed(Array(names.prefix(Self.batch)), before: now - Self.minimumAge)
                for name in unnamed { try await context.blobs.remove(name) }
                removed += unnamed.count
                names = names.dropFirst(Self.batch)
            }
        }
        if removed > 0 {
            context.logger.notice("blobs cleared away that nothing names", metadata: ["count": "\(removed)"])
        }
        return removed
    }

    private func unnamed(_ names: [String], before instant: Timestamp) async throws -> [String] {
        let (newestUpload, newestResult): (UploadID, ResultID) = (
            UploadID(at: instant, random: context.random), ResultID(at: instant, random: context.random)
        )
        return try await context.database.read { tx in
            try names.filter { name in
                let owner = (name.split(separator: "/").last ?? "").prefix { $0 != "." }
                if let upload = UploadID(owner) { return try upload < newestUpload && !UploadStore(tx).exists(upload) }
                if let result = ResultID(owner) {
                    return try result < newestResult && !ResultStore(tx).names(name, result)
                }
                // Nothing of this server's.
                return false
            }
        }
    }
}
