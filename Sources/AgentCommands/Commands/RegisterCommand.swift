import AgentRuntime
import ArgumentParser
import Domain

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `register`: makes this machine an agent of a team.
struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Registers this machine with a server; prints the agent's guid.",
        discussion: """
            The token comes from the server's agents page, works once and for 24 hours.

            Examples:
              safelight-agent register --server https://photos.example.org --token art_… --name studio --root /photos
              SAFELIGHT_AGENT_TOKEN=art_… safelight-agent register --server http://127.0.0.1:8080 --name laptop
            """)

    @OptionGroup var shared: SharedOptions

    @Option(help: ArgumentHelp("The server's address (SAFELIGHT_AGENT_SERVER).", valueName: "url"))
    var server: String?

    @Option(help: ArgumentHelp("The registration token, art_… (SAFELIGHT_AGENT_TOKEN).", valueName: "token"))
    var token: String?

    @Option(help: "What people call the agent (SAFELIGHT_AGENT_NAME).")
    var name: String?

    @Option(
        name: .customLong("root"),
        help: ArgumentHelp(
            "A folder that jobs may read; may be repeated (SAFELIGHT_AGENT_ROOTS, by colons).", valueName: "path"))
    var roots: [String] = []

    @Flag(help: "Allow plain HTTP to another machine (SAFELIGHT_AGENT_ALLOW_INSECURE_HTTP).")
    var allowInsecureHttp = false

    @Option(help: ArgumentHelp("Trusted certificates in PEM (SAFELIGHT_AGENT_CA_FILE).", valueName: "file"))
    var caFile: String?

    @Option(help: ArgumentHelp("An HTTP proxy, http://HOST:PORT (SAFELIGHT_AGENT_PROXY).", valueName: "url"))
    var proxy: String?

    @Flag(help: "Forget the agent that this machine was registered as before.")
    var replace = false

    func run() async throws {
        let context = CommandContext.current
        var settings = try shared.settings(flags)
        guard settings.serverURL != nil else { throw ValidationError("Name the server with --server URL.") }
        guard let token = token ?? shared.setting("SAFELIGHT_AGENT_TOKEN") else {
            throw ValidationError("Give the registration token with --token art_….")
        }
        guard settings.name != nil else { throw ValidationError("Name the agent with --name NAME.") }
        if !roots.isEmpty { settings.roots = roots }
        // Kept whole, so that the agent works from any folder.
        settings.caFile = settings.caFile.map(Self.absolute)
        settings.roots = try settings.roots.map { try RootFolders.canonical($0) }
        let outcome = try await Registration(
            home: shared.agentHome, settings: settings, identity: try AgentIdentity.current()
        ).run(token: token, replacing: replace)
        if try shared.wantsJSON() {
            context.print(
                JSONText.line([
                    "agent_guid": .string(outcome.guid), "team_guid": .string(outcome.team),
                    "server_version": .string(outcome.serverVersion), "home": .string(shared.agentHome.path),
                ]))
        } else {
            context.print(outcome.guid)
        }
        context.say("Registered. Its key is in \(shared.agentHome.path). Next: safelight-agent start")
        if settings.roots.isEmpty {
            context.say("No folder may be read yet: safelight-agent roots add PATH")
        }
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    }

    private var flags: [ConfigFile.Key: String] {
        var flags: [ConfigFile.Key: String] = [:]
        flags[.serverURL] = server
        flags[.name] = name
        flags[.caFile] = caFile
        flags[.proxy] = proxy
        if allowInsecureHttp { flags[.allowInsecureHTTP] = "true" }
        return flags
    }
}
