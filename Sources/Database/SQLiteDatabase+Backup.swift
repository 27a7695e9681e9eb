import Foundation
import GRDB

extension SQLiteDatabase {
    /// Copies the database, as it stands when the copy begins, into one file, while others go on reading and writing.
    ///
    /// The file appears under its name only when it is complete; one that was there is replaced. Throws
    /// ``DatabaseError``, for a full disk among others, and leaves no half-made file.
    public func backup(to path: String) async throws {
        try await onThread { [pool] in
            let unfinished = path + ".unfinished"
            // `try?`: there is hardly ever one left from an earlier attempt, and SQLite tells if it is in the way.
            try? FileManager.default.removeItem(atPath: unfinished)
            do {
                try Self.copy(pool, to: unfinished)
                guard rename(unfinished, path) == 0 else {
                    throw DatabaseError.other(
                        code: "rename", message: "\(path) cannot be written: \(String(cString: strerror(errno)))")
                }
            } catch {
                // `try?`: the first error is the one to tell of.
                try? FileManager.default.removeItem(atPath: unfinished)
                throw error
            }
        }
    }

    private static func copy(_ pool: DatabasePool, to path: String) throws {
        let target = try DatabaseQueue(path: path)
        try pool.backup(to: target)
        // The copy is in WAL mode too; a backup must not need companion files.
        try target.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try target.close()
    }
}
