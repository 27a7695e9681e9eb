import ArgumentParser
import Coordinator
import Database
import Wire

/// The server's command line.
public struct ServerCommand: AsyncParsableCommand {
    /// Name, commands and help.
    public static let configuration = CommandConfiguration(
        commandName: "safelight",
        abstract: "Coordinates the analysis of photo archives on the machines that hold them.",
        discussion: """
            EXAMPLES:
              safelight serve                               run it on http://127.0.0.1:8080 with SQLite
              safelight agent-token create --team Studio    a token that registers one agent

            The server itself never analyses anything: nothing runs without at least one agent.
            Every flag can be given as SAFELIGHT_NAME in the environment, or in the file that --config names.
            """,
        version: SafelightVersion.current,
        subcommands: [
            ServeCommand.self, MigrateCommand.self, TeamCommand.self, UserCommand.self, APITokenCommand.self,
            AgentTokenCommand.self, KeyCommand.self,
        ])

    /// A command as it was typed.
    public init() {}

    /// Runs a command line and ends the process with its exit code; what went wrong is a sentence on standard error.
    public static func runAndExit() async -> Never {
        Console.keepFilesPrivate()
        do {
            var command = try parseAsRoot()
            if var asyncCommand = command as? any AsyncParsableCommand {
                try await asyncCommand.run()
            } else {
                try command.run()
            }
            Console.exit(0)
        } catch {
            let failure = Self.failure(error)
            guard let failure else { Self.exit(withError: error) }
            Console.error(failure.description)
            Console.exit(failure.code.rawValue)
        }
    }

    /// What an error means to whoever typed the command; nil for those that the parser words itself.
    static func failure(_ error: any Error) -> CommandFailure? {
        switch error {
        case let failure as CommandFailure: failure
        case let refusal as CoordinatorError:
            CommandFailure(refusal.kind == .notFound ? .missingInput : .badData, refusal.message)
        case let error as DatabaseError: CommandFailure(.unavailable, "\(error)")
        case let error as BlobError: CommandFailure(.cannotCreate, "The blobs cannot be used: \(error)")
        case is CleanExit, is ExitCode, is ValidationError: nil
        default:
            String(describing: type(of: error)).hasPrefix("CommandError")
                ? nil : CommandFailure(.internalError, "\(error)")
        }
    }
}
