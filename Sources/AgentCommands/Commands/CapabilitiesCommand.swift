import AgentRuntime
import ArgumentParser
import Domain

/// `capabilities`: what the agent can do.
struct CapabilitiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capabilities",
        abstract: "Shows what this agent can do, as it tells the server.",
        discussion: """
            Example:
              safelight-agent capabilities
            """)

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        let context = CommandContext.current
        let settings = try shared.settings()
        let held = try CredentialStore(shared.agentHome, passphrase: settings.passphrase).read()
        let capabilities = Capabilities.list(roots: settings.roots, connectors: held.connectors)
        if try shared.wantsJSON() {
            context.print(JSONText.line(["capabilities": JSONValue(capabilities)]))
        } else {
            for capability in capabilities { context.print(capability) }
        }
    }
}
