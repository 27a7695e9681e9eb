import GRDB
import GRDBSQLite
import Synchronization

@testable import Database

/// Counts the commits of a database's writer, as SQLite itself tells of them.
final class CommitCount: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .relaxed) }

    init(_ database: SQLiteDatabase) throws {
        database.pool.writeWithoutTransaction { connection in
            // Unretained: the test holds this object as long as it holds the database.
            _ = sqlite3_commit_hook(
                connection.sqliteConnection,
                { pointer in
                    guard let pointer else { return 0 }
                    let counter = Unmanaged<CommitCount>.fromOpaque(pointer).takeUnretainedValue()
                    counter.count.add(1, ordering: .relaxed)
                    return 0
                }, Unmanaged.passUnretained(self).toOpaque())
        }
    }
}
