import ArgumentParser
import Coordinator

/// `safelight api-token`
struct APITokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api-token", abstract: "Tokens for programs that act for a person.", subcommands: [Create.self])

    /// `safelight api-token create`
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a new API token, once, alone on standard output.")

        @OptionGroup var options: InstallationOptions
        @Option(help: "The person whom it acts for.") var email: String
        @Option(help: "What it is for.") var name = "command line"
        @Option(help: "text or json.") var format: OutputFormat = .text

        func run() async throws {
            let token = try await ServerInstallation.with(options) { installation in
                try await installation.coordinator.accounts.createAPIToken(email: email, name: name)
            }
            format.print("token", token)
        }
    }
}

/// `safelight agent-token`
struct AgentTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent-token", abstract: "One-time tokens that register agents.", subcommands: [Create.self])

    /// `safelight agent-token create`
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a new registration token, once, alone on standard output. It lasts 24 hours.")

        @OptionGroup var options: InstallationOptions
        @Option(help: "The team that the agent will belong to.") var team: String
        @Option(name: .customLong("as"), help: "Who issues it; the team's first administrator unless given.")
        var issuer: String?
        @Option(help: "What it is for.") var name = "command line"
        @Option(help: "text or json.") var format: OutputFormat = .text

        func run() async throws {
            let token = try await ServerInstallation.with(options) { installation in
                let coordinator = installation.coordinator
                let caller = try await coordinator.accounts.person(team: team, email: issuer)
                return try await coordinator.registration.createToken(name: name, by: caller).token ?? ""
            }
            format.print("token", token)
        }
    }
}
