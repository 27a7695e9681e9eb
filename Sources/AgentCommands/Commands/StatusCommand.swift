import AgentRuntime
import ArgumentParser

/// `status`: what the agent is, here and as the server sees it.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows what this agent is and what it works on.",
        discussion: """
            Ends with 69 where the server cannot be reached, with 77 where it refuses the agent.

            Example:
              safelight-agent status --format json
            """)

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        let context = CommandContext.current
        let overview = try await AgentOverview.take(home: shared.agentHome, settings: try shared.settings())
        if try shared.wantsJSON() {
            context.print(JSONText.line(overview.json))
        } else {
            for line in overview.lines { context.print(line) }
        }
        if case .failure(let error) = overview.remote { throw error }
    }
}
