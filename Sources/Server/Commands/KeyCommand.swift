import ArgumentParser
import Coordinator
import Wire

/// `safelight key`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The master key, which keeps credentials and signs jobs.",
        subcommands: [Rotate.self])

    /// `safelight key rotate`
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a new master key and encrypts all credentials of connectors under it; servers may run.",
            discussion: """
                The new key is put first in master.key; older ones stay there while something was made with them, and \
                the last one in any case, so that running servers go on. They take the new key into use within seconds.

                With several servers, copy master.key to the others' data directories right away.

                With SAFELIGHT_MASTER_KEY no key is made: give every server OLD,NEW in it and start them anew, then \
                NEW,OLD in the same way, then run this with NEW,OLD, which encrypts everything under NEW. After that \
                OLD may go.
                """)

        @OptionGroup var options: InstallationOptions
        @Option(help: "text or json.") var format: OutputFormat = .text

        func run() async throws {
            let (configuration, masterKey) = try options.configuration()
            let directory = try DataDirectory(path: configuration.dataDirectory)
            // Opened with the keys as they are: what the database says of them is heard before another is made.
            let report = try await ServerInstallation.with(options) { installation in
                try await MasterKeyRotation(coordinator: installation.coordinator, directory: directory)
                    .run(makesKey: masterKey == nil)
            }
            print(report)
            guard report.unreadable.isEmpty else {
                throw CommandFailure(
                    .badData,
                    """
                    No key opens the credentials of \(report.unreadable.joined(separator: ", ")): enter them again in the \
                    browser, or put the key that they were made with behind the others and run this once more.
                    """)
            }
        }

        private func print(_ report: MasterKeyRotation.Report) {
            guard format == .text else { return Console.print(WireJSON.text(report)) }
            Console.print("The master key in use is \(report.keyID).")
            Console.print("Credentials encrypted anew: \(report.resealed).")
            if let kept = report.olderKeys { Console.print("Older keys that stay in master.key: \(kept).") }
        }
    }
}
