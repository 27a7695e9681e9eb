import Database
import TestSupport

/// Where one test's database is, with a folder for what belongs to it.
public struct TestPlace: Sendable {
    /// What kind of database it is.
    public let engine: TestEngine
    /// A folder of the test's own.
    public let folder: TemporaryFolder
    /// The database's address, where it is on a server.
    public let url: String?

    /// Opens the database; a second time it holds what the first left there, and both may be open at once.
    public func open(connections: Int = 4) throws -> any SQLDatabase {
        guard let url else { return try SQLiteDatabase(path: folder.path + "/safelight.sqlite") }
        return try PostgresDatabase(PostgresConfiguration(url: url, poolSize: connections))
    }
}
