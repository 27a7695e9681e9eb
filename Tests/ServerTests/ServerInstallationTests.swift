import Configuration
import Coordinator
import Database
import Logging
import TestSupport
import Testing

@testable import Server

@Suite struct ServerInstallationTests {
    @Test func whatOneCommandWroteTheNextOneFinds() async throws {
        let folder = try TemporaryFolder()
        let first = try await open(folder.path)
        _ = try await first.coordinator.accounts.createTeam(name: "Studio")
        try await first.close()
        let second = try await open(folder.path)
        let refusal = await #expect(throws: CoordinatorError.self) {
            try await second.coordinator.accounts.createTeam(name: "Studio")
        }
        #expect(refusal?.code == "team_exists")
        try await second.close()
    }

    @Test func twoProcessesMayWorkOnOneDirectory() async throws {
        let folder = try TemporaryFolder()
        let server = try await open(folder.path)
        let command = try await open(folder.path)
        _ = try await command.coordinator.accounts.createTeam(name: "From the command")
        _ = try await server.coordinator.accounts.createTeam(name: "From the server")
        let refusal = await #expect(throws: CoordinatorError.self) {
            try await server.coordinator.accounts.createTeam(name: "From the command")
        }
        #expect(refusal?.code == "team_exists")
        try await command.close()
        try await server.close()
    }

    @Test func aDatabaseThatIsNotUpToDateIsNotReady() async throws {
        let folder = try TemporaryFolder()
        let unmigrated = try await open(folder.path, migrates: false)
        #expect(await !unmigrated.coordinator.isReady())
        let pending = try await ServerDatabase.pendingMigrations(unmigrated.configuration)
        #expect(pending.map(\.number) == Coordinator.migrations.map(\.number))
        try await unmigrated.close()
        let migrated = try await open(folder.path)
        #expect(await migrated.coordinator.isReady())
        try await migrated.close()
    }

    @Test func aRotationPutsANewKeyInFrontAndDropsWhatNothingNeeds() async throws {
        let folder = try TemporaryFolder()
        let directory = try DataDirectory(path: folder.path)
        let server = try await open(folder.path)
        let first = try directory.keptKeys()
        var known = first
        for round in 1...3 {
            let command = try await open(folder.path)
            let report = try await MasterKeyRotation(coordinator: command.coordinator, directory: directory)
                .run(makesKey: true)
            let keys = try directory.keptKeys()
            #expect(report.keyID == KeyRing.id(of: keys[0]) && !known.contains(keys[0]))
            #expect(keys.count == 2 && keys[1] == known.last && report.olderKeys == 1, "round \(round)")
            known.append(keys[0])
            await server.coordinator.sweeps.sweep()
            #expect(server.coordinator.context.keys.currentID == report.keyID)
            try await command.close()
        }
        try await server.close()
        let again = try await open(folder.path)
        #expect(again.coordinator.context.keys.currentID == KeyRing.id(of: known[3]))
        let lock = try DataDirectoryLock(path: folder.path, for: .rotation)
        let busy = await #expect(throws: CommandFailure.self) {
            try await MasterKeyRotation(coordinator: again.coordinator, directory: directory).run(makesKey: true)
        }
        #expect(busy?.code == .tryAgain)
        withExtendedLifetime(lock) {}
        try await again.close()
    }

    @Test func refusalsBecomeExitCodes() {
        let notFound = ServerCommand.failure(CoordinatorError.notFound("team"))
        #expect(notFound?.code == .missingInput)
        let taken = ServerCommand.failure(CoordinatorError(.conflict, "email_taken", "Somebody has it."))
        #expect(taken?.code == .badData)
        #expect(taken?.description == "Somebody has it.")
        #expect(ServerCommand.failure(DatabaseError.full)?.code == .unavailable)
    }

    private func open(_ path: String, migrates: Bool = true) async throws -> ServerInstallation {
        let reader = ConfigReader(
            provider: InMemoryProvider(values: [
                AbsoluteConfigKey(["safelight", "data_dir"]): ConfigValue(.string(path), isSecret: false)
            ]))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        // On a clock that stands, so that a busy machine never is a database that answers too late.
        return try await ServerInstallation.open(
            try ServerConfiguration(reader, homeDirectory: nil), masterKey: nil, migrates: migrates, logger: logger,
            time: ManualTime())
    }
}

@Suite struct DataDirectoryLockTests {
    @Test func aSecondServerOnTheSameFolderIsRefusedUntilTheFirstHasEnded() throws {
        let folder = try TemporaryFolder()
        var first: DataDirectoryLock? = try DataDirectoryLock(path: folder.path)
        let failure = #expect(throws: CommandFailure.self) { try DataDirectoryLock(path: folder.path) }
        #expect(failure?.code == .tryAgain)
        #expect(failure?.description.contains(folder.path) == true)
        #expect(first != nil)
        first = nil
        _ = try DataDirectoryLock(path: folder.path)
    }

    @Test func lookingForMigrationsMakesNothing() async throws {
        let folder = try TemporaryFolder()
        #expect(DataDirectory.existingDatabase(in: folder.path + "/none") == nil)
    }
}
