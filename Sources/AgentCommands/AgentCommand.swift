import AgentRuntime
import ArgumentParser

/// `safelight-agent`: the root of the commands (cli.md).
public struct AgentCommand: AsyncParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "safelight-agent",
        abstract: "Runs photo-collection analyses on this machine for a Safelight server.",
        discussion: """
            First steps:
              safelight-agent register --server https://photos.example.org --token art_… --name studio --root /photos
              safelight-agent self-test
              safelight-agent start

            Without any server:
              safelight-agent analyze /photos --tool photostats --output report.html
            """,
        version: AgentIdentity.programVersion,
        subcommands: [
            RegisterCommand.self, StartCommand.self, StatusCommand.self, CapabilitiesCommand.self,
            SelfTestCommand.self, RootsCommand.self, ConnectorsCommand.self, AnalyzeCommand.self, VersionCommand.self,
        ])

    /// Made by the parser.
    public init() {}

    /// Parses and runs a command line.
    /// - Returns: the exit code of cli.md.
    public static func execute(_ arguments: [String]) async -> Int32 {
        let code = await run(arguments)
        guard let reason = CommandContext.current.outFailure() else { return code }
        CommandContext.current.say("Error: stdout cannot be written (\(reason)). Make room, or write elsewhere.")
        return AgentError.Exit.cannotCreate.rawValue
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        let context = CommandContext.current
        var parsed: any ParsableCommand.Type = Self.self
        do {
            var command = try parseAsRoot(arguments)
            parsed = type(of: command)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let error as AgentError {
            // Line by line: names in a message are data.
            let lines = error.message.split(separator: "\n").map { TerminalText.safe(String($0)) }
            context.say("Error: \(lines.joined(separator: "\n"))")
            return error.exit.rawValue
        } catch let error as ValidationError {
            // The usage of the command itself: what the library would say here is that of the whole program.
            context.say("Error: \(TerminalText.safe(error.message))\nUsage: \(usageString(for: parsed))")
            return AgentError.Exit.usage.rawValue
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            if code == .success { context.print(message) } else { context.say(message) }
            return code == .failure ? AgentError.Exit.internal.rawValue : code.rawValue
        }
    }
}
