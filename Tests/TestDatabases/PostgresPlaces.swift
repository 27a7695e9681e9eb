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
    /// Databases that no test uses now, by what they were copied from.
    private static let free = Mutex<[String: [String]]>([:])
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

    /// Lends an empty database to a test, by its address.
    static func lend<Value>(hasTables: Bool, _ test: (String) async throws -> Value) async throws -> Value {
        await gate.enter()
        defer { gate.leave() }
        let template = hasTables ? try await template.value : "template0"
        let name = try await onThread { try free.withLock { $0[template]?.popLast() } ?? make(template) }
        let value: Value
        do {
            value = try await test(PostgresCluster.shared.get().url(name))
        } catch {
            // What a test that went wrong leaves behind is not worth cleaning.
            try await onThread { try drop(name) }
            throw error
        }
        try await onThread {
            guard hasTables else { return try drop(name) }
            try empty(name)
            free.withLock { $0[template, default: []].append(name) }
        }
        return value
    }

    private static func make(_ template: String) throws -> String {
        let name = "test_\(count.add(1, ordering: .relaxed).newValue)"
        try PostgresCluster.shared.get().copy(template, to: name)
        return name
    }

    private static func drop(_ name: String) throws {
        try PostgresCluster.shared.get().run("DROP DATABASE \(name) WITH (FORCE)")
    }

    /// Removes all rows, which is quicker than another database, and has identities begin at 1 again.
    private static func empty(_ name: String) throws {
        let session = try PostgresSession.connect(
            PostgresConfiguration(url: try PostgresCluster.shared.get().url(name)))
        try session.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?1 AND pid <> pg_backend_pid()",
            [name])
        try session.run(
            """
            DO $$
            DECLARE entry record;
            BEGIN
                SET LOCAL session_replication_role = replica;
                FOR entry IN SELECT tablename FROM pg_tables
                    WHERE schemaname = 'public' AND tablename <> 'schema_migrations'
                LOOP EXECUTE format('DELETE FROM %I', entry.tablename); END LOOP;
                FOR entry IN SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL
                LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', entry.sequencename); END LOOP;
            END
            $$
            """)
    }

    /// Does blocking work elsewhere than on the few threads that all tests share.
    private static func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            maker.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
