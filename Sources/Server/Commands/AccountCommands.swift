import ArgumentParser
import Coordinator
import Domain

/// `safelight team`
struct TeamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "team", abstract: "Teams.", subcommands: [Create.self])

    /// `safelight team create NAME`
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Creates a team and prints its guid.")

        @OptionGroup var options: InstallationOptions
        @Argument(help: "The team's name.") var name: String
        @Option(help: "text or json.") var format: OutputFormat = .text

        func run() async throws {
            let guid = try await ServerInstallation.with(options) { installation in
                try await installation.coordinator.accounts.createTeam(name: name)
            }
            format.print("team_guid", guid.description)
        }
    }
}

/// `safelight user`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "People.", subcommands: [Create.self, List.self, ResetPassword.self])

    /// `safelight user create`
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Creates a person and prints the guid.",
            discussion: """
                EXAMPLE:
                  printf '%s' "$PASSWORD" | safelight user create --team Studio --email ann@example.org --name Ann \
                --role administrator --password-stdin
                """)

        @OptionGroup var options: InstallationOptions
        @Option(help: "The team's name.") var team: String
        @Option(help: "What the person signs in with.") var email: String
        @Option(help: "The person's name.") var name: String
        @Option(help: "administrator or member.") var role: Role = .member
        @Flag(help: "Read the password from standard input.") var passwordStdin = false
        @Option(help: "text or json.") var format: OutputFormat = .text

        func run() async throws {
            let password = try Password.read(fromStandardInput: passwordStdin)
            let guid = try await ServerInstallation.with(options) { installation in
                try await installation.coordinator.accounts.createUser(
                    team: team, email: email, name: name, role: role, password: password)
            }
            format.print("user_guid", guid.description)
        }
    }

    /// `safelight user list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists everybody: email, role, team, name.")

        @OptionGroup var options: InstallationOptions
        @Option(help: "text or json.") var format: OutputFormat = .text

        func run() async throws {
            let users = try await ServerInstallation.with(options) { try await $0.coordinator.accounts.users() }
            format.print(users) { user in
                [user.email ?? "", user.role.rawValue, user.teamName, user.name].joined(separator: "\t")
            }
        }
    }

    /// `safelight user reset-password EMAIL`
    struct ResetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets another password and ends the person's sessions.")

        @OptionGroup var options: InstallationOptions
        @Argument(help: "Whose password.") var email: String
        @Flag(help: "Read the password from standard input.") var passwordStdin = false

        func run() async throws {
            let password = try Password.read(fromStandardInput: passwordStdin)
            try await ServerInstallation.with(options) { installation in
                try await installation.coordinator.accounts.resetPassword(email: email, to: password)
            }
        }
    }
}

extension Role: ExpressibleByArgument {}

/// Passwords come by standard input only: a command line is seen by everyone on the machine.
enum Password {
    static func read(fromStandardInput isGiven: Bool) throws -> String {
        guard isGiven else {
            throw CommandFailure(.usage, "Give --password-stdin and the password on standard input.")
        }
        guard let line = readLine(strippingNewline: true) else {
            throw CommandFailure(.badData, "There is no password on standard input.")
        }
        return line
    }
}
