import ArgumentParser

/// `safelight migrate`
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database up to date; serve does so too, unless told not to.")

    @OptionGroup var options: InstallationOptions
    @Flag(help: "Only say what is missing; exit 75 if anything is.") var check = false

    func run() async throws {
        let (configuration, _) = try options.configuration()
        let pending = try await ServerDatabase.pendingMigrations(configuration)
        for migration in pending { Console.print("\(migration.number) \(migration.name)") }
        if check {
            guard pending.isEmpty else {
                throw CommandFailure(.tryAgain, "The database is not up to date; run safelight migrate.")
            }
            return
        }
        try await ServerInstallation.with(options) { _ in }
    }
}
