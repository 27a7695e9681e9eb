import Configuration
import Coordinator
import Database
import Logging
import TestDatabases
import TestSupport
import Testing

@testable import Server

/// Servers that share a PostgreSQL database.
@Suite("Servers on PostgreSQL", .timeLimit(.minutes(4)))
struct SharedDatabaseTests {
    private static let key = String(repeating: "A", count: 43)

    @Test("Two servers that start at once migrate once, and see the same")
    func together() async throws {
        try await TestEngine.postgres.withPlace(hasTables: false) { place in
            let (one, two) = (try TemporaryFolder(), try TemporaryFolder())
            async let opening = open(place, one)
            let second = try await open(place, two)
            let first = try await opening
            _ = try await first.coordinator.accounts.createTeam(name: "Studio")
            let refusal = await #expect(throws: CoordinatorError.self) {
                try await second.coordinator.accounts.createTeam(name: "Studio")
            }
            #expect(refusal?.code == "team_exists")
            #expect(await first.coordinator.isReady())
            try await first.close()
            try await second.close()
        }
    }

    @Test("A server without the others' master key, or with another one, is told what to do, and makes none")
    func keys() async throws {
        try await TestEngine.postgres.withPlace { place in
            let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
            try await open(place, first).close()
            try await open(place, first).close()
            for key in [nil, String(repeating: "B", count: 43)] {
                let failure = await #expect(throws: CommandFailure.self) { _ = try await open(place, second, key: key) }
                #expect(failure?.code == .configuration)
                #expect(failure?.description.contains(second.path) == true)
                #expect(try !DataDirectory(path: second.path).hasMasterKey)
            }
        }
    }

    @Test("A server that knows the key in use starts, whichever it uses itself; one that was left behind does not")
    func rotatedKeys() async throws {
        try await TestEngine.postgres.withPlace { place in
            let folder = try TemporaryFolder()
            let (old, new) = (Self.key, String(repeating: "B", count: 42) + "A")
            try await open(place, folder).close()
            try await open(place, folder, key: "\(new),\(old)").close()
            let rotated = try await open(place, folder, key: "\(new),\(old)")
            let report = try await MasterKeyRotation(
                coordinator: rotated.coordinator, directory: try DataDirectory(path: folder.path)
            ).run(makesKey: false)
            #expect(report.olderKeys == nil && report.keyID == rotated.coordinator.context.keys.currentID)
            try await rotated.close()
            try await open(place, folder, key: new).close()
            try await open(place, folder, key: "\(old),\(new)").close()
            await #expect(throws: CommandFailure.self) { _ = try await open(place, folder, key: old) }
        }
    }

    @Test("What is pending is told without changing anything")
    func pending() async throws {
        try await TestEngine.postgres.withPlace(hasTables: false) { place in
            let folder = try TemporaryFolder()
            let configuration = try configuration(place, folder)
            for _ in 0..<2 {
                let pending = try await ServerDatabase.pendingMigrations(configuration)
                #expect(pending.map(\.number) == Coordinator.migrations.map(\.number))
            }
            #expect(DataDirectory.existingDatabase(in: folder.path) == nil)
        }
    }

    @Test("A database that cannot be used ends the command with its exit code, and the password stays out of it")
    func problems() async throws {
        try await TestEngine.postgres.withPlace { place in
            let folder = try TemporaryFolder()
            let url = try #require(place.url)
            for (address, code) in [
                (url.replacing("/test_", with: "/missing_"), CommandFailure.Code.configuration),
                (url.replacing("safelight@", with: "stranger:hush@"), .configuration),
                ("postgres://ann:hush@host:port:port/x", .configuration), ("sqlite:hush", .configuration),
            ] {
                let configuration = try configuration(place, folder, url: address)
                #expect(!"\(configuration)".contains(address))
                let failure = await #expect(throws: CommandFailure.self) {
                    try await ServerDatabase.pendingMigrations(configuration)
                }
                #expect(failure?.code == code)
                #expect(failure?.description.contains("hush") == false)
            }
        }
    }

    @Test("The figures tell of the connections")
    func figures() async throws {
        try await TestEngine.postgres.withPlace { place in
            let folder = try TemporaryFolder()
            let installation = try await open(place, folder)
            let figures = try await installation.coordinator.figures()
            #expect(figures.writer == nil)
            #expect((figures.connections?.opened ?? 0) >= 1)
            #expect(figures.connections?.waiting == 0 && figures.connections?.lost == 0)
            try await installation.close()
        }
    }

    private func open(_ place: TestPlace, _ folder: TemporaryFolder, key: String? = key) async throws
        -> ServerInstallation
    {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try await ServerInstallation.open(
            try configuration(place, folder), masterKey: key, migrates: true, logger: logger, time: ManualTime())
    }

    private func configuration(_ place: TestPlace, _ folder: TemporaryFolder, url: String? = nil) throws
        -> ServerConfiguration
    {
        let values = [
            "data_dir": folder.path, "database_url": url ?? place.url ?? "", "database_connections": "4",
        ].map { (AbsoluteConfigKey(["safelight", $0.key]), ConfigValue(.string($0.value), isSecret: false)) }
        let reader = ConfigReader(provider: InMemoryProvider(values: Dictionary(uniqueKeysWithValues: values)))
        return try ServerConfiguration(reader, homeDirectory: nil)
    }
}
