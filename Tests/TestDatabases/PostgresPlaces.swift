import Database
import Dispatch
import Store
import Synchronization

/// Databases of the cluster, each lent to one test at a time.
///
/// A database with all tables is copied from one that was migrated once. The number of tests that have one at the same
/// time is bounded, and with it the number of connections.
enum PostgresPlaces {
    private static let gate = TestGate(places: 12)
    private static let count = Atomic<Int>(0)
    /// Databases are made one after the other: PostgreSQL allows nobody in the one that is copied.
    private static let maker = DispatchQueue(label: "makes test databases")
    /// Awaited by each test that needs the tables; it goes on when such a test is cancelled.
    private static let template = Task { () throws -> String in
        let url = try await onThread {
            let cluster = try PostgresCluster.shared.get()
            try cluster.run("CREATE DATABASE migrated TEMPLATE template0")
            return cluster.url("migrated")
        }
        let database = try PostgresDatabase(PostgresConfiguration(url: url, poolSize: 1))
        _ = try await MigrationRunner(database: database, migrations: Migrations.all).migrate()
        try await database.close()
        return "migrated"
    }

    /// Lends a fresh database to a test, by its address.
    static func lend<Value>(hasTables: Bool, _ test: (String) async throws -> Value) async throws -> Value {
        await gate.enter()
        defer { gate.leave() }
        let name = "test_\(count.add(1, ordering: .relaxed).newValue)"
        let template = hasTables ? try await template.value : "template0"
        let url = try await onThread {
            let cluster = try PostgresCluster.shared.get()
            try cluster.copy(template, to: name)
            return cluster.url(name)
        }
        do {
            let value = try await test(url)
            try await drop(name)
            return value
        } catch {
            try await drop(name)
            throw error
        }
    }

    private static func drop(_ name: String) async throws {
        try await onThread { try PostgresCluster.shared.get().run("DROP DATABASE \(name) WITH (FORCE)") }
    }

    /// Does blocking work elsewhere than on the few threads that all tests share.
    private static func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            maker.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
