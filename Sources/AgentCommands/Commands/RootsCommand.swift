import AgentRuntime
import ArgumentParser
import Domain

/// `roots`: the folders that jobs may read.
struct RootsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roots",
        abstract: "Lists, adds and removes the folders that jobs may read.",
        discussion: """
            Jobs read nothing outside these folders, whatever the server asks; symbolic links are resolved.

            Examples:
              safelight-agent roots add /photos
              safelight-agent roots list
            """,
        subcommands: [List.self, Add.self, Remove.self], defaultSubcommand: List.self)

    /// `roots list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the folders that jobs may read.")

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            let context = CommandContext.current
            let roots = try shared.settings().roots
            if try shared.wantsJSON() {
                context.print(JSONText.line(["roots": JSONValue(roots)]))
            } else {
                for root in roots { context.print(root) }
                if roots.isEmpty {
                    context.say("No folder may be read. Add one with `safelight-agent roots add PATH`.")
                }
            }
        }
    }

    /// `roots add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lets jobs read a folder and all below it.")

        @OptionGroup var shared: SharedOptions
        @Argument(help: "The folder.") var path: String

        func run() async throws {
            let folder = try RootFolders.add(path, to: shared.agentHome)
            CommandContext.current.say("Jobs may now read \(folder).")
        }
    }

    /// `roots remove`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keeps jobs out of a folder again.")

        @OptionGroup var shared: SharedOptions
        @Argument(help: "The folder, as `roots list` shows it.") var path: String

        func run() async throws {
            let folder = try RootFolders.remove(path, from: shared.agentHome)
            CommandContext.current.say("Jobs may no longer read \(folder).")
        }
    }
}
