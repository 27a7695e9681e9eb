import ArgumentParser
import Coordinator
import Logging
import ServiceLifecycle
import Web

/// `safelight serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the server.",
        discussion: """
            EXAMPLES:
              safelight serve --port 9000
              safelight serve --database-url postgres://safelight:secret@db.example.org/safelight
              safelight serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem

            Prints its address and, on a first start, the one-time code for the set-up page.
            """)

    @OptionGroup var options: InstallationOptions

    @Option(help: "The address to listen on.")
    var host: String?

    @Option(help: "The port to listen on; 0 picks a free one.")
    var port: String?

    @Option(help: ArgumentHelp("A PEM file with the certificate and its chain.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("A PEM file with the private key.", valueName: "file"))
    var tlsKey: String?

    @Option(help: ArgumentHelp("How browsers reach the server through a proxy.", valueName: "url"))
    var publicUrl: String?

    @Option(help: ArgumentHelp("Networks whose X-Forwarded headers are believed, with commas.", valueName: "cidr"))
    var trustedProxies: String?

    @Option(
        help: ArgumentHelp("Time to answer \u{201C}not ready\u{201D} before stopping, 0 to 300.", valueName: "seconds"))
    var drainSeconds: String?

    @Flag(help: "Leave the database as it is; refuse to start if it is not up to date.")
    var noMigrate = false

    func run() async throws {
        ProcessMemory.keepFreed()
        let (configuration, masterKey) = try options.configuration([
            "host": host, "port": port, "tls_cert": tlsCert, "tls_key": tlsKey, "public_url": publicUrl,
            "trusted_proxies": trustedProxies, "migrate": noMigrate ? "false" : nil,
            "drain_seconds": drainSeconds,
        ])
        // Several servers may share a PostgreSQL database, and with it a folder for their files.
        let lock =
            configuration.databaseURL == nil
            ? try DataDirectoryLock(path: try DataDirectory(path: configuration.dataDirectory).path) : nil
        defer { withExtendedLifetime(lock) {} }
        let installation = try await ServerInstallation.open(
            configuration, masterKey: masterKey, migrates: configuration.migrates,
            logger: options.logger(configuration))
        try await configuration.blobStore.check(installation.coordinator.context.blobs)
        guard await installation.coordinator.isReady() else {
            throw CommandFailure(
                .unavailable, "The database is not up to date; run safelight migrate, then serve again.")
        }
        let setupCode = try await installation.coordinator.accounts.makeSetupCode()
        try await ServerProcess(installation).run { address in
            if let setupCode { Console.print("Set-up code: \(setupCode)") }
            Console.print("Safelight listens on \(address)")
        }
        try await installation.close()
    }
}
