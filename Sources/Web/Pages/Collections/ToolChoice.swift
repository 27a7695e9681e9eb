import Domain
import Wire

/// A tool that can be started on a collection, and what stands in its way at the moment.
struct ToolChoice: Hashable, Sendable {
    var tool: Tool
    /// Why a run would wait; nil where an agent can start it now, or as soon as it has done its job.
    var obstacle: String?

    /// The tools that the collection's own agent has, whatever it is doing.
    static func tools(for collection: CollectionDTO, agents: [AgentDTO]) -> [Tool] {
        // Any agent that holds the credentials may run a remote one; what keeps them all away is said with each tool.
        guard collection.type == .local else { return Tool.allCases }
        guard let agent = agents.first(where: { $0.guid == collection.boundAgentGuid }) else { return [] }
        return Tool.allCases.filter { tool in
            Requirement([.tool(tool), .localFilesystem]).isMet(by: agent.capabilities)
        }
    }

    /// All tools with their obstacles.
    static func choices(_ model: CollectionModel) -> [ToolChoice] {
        let own = tools(for: model.collection, agents: model.agents)
        return Tool.allCases.map { tool in
            guard own.contains(tool) else { return ToolChoice(tool: tool, obstacle: missing(tool, model)) }
            return ToolChoice(tool: tool, obstacle: model.obstacles[tool].map { obstacle($0, model.collection) })
        }
    }

    /// Why no tool can be chosen at all; nil where one can.
    static func refusal(_ model: CollectionModel) -> String? {
        guard tools(for: model.collection, agents: model.agents).isEmpty else { return nil }
        guard let agent = model.agents.first(where: { $0.guid == model.collection.boundAgentGuid }) else {
            return "No agent is bound to this collection. Move it to an agent that can read its folder."
        }
        let readsFolders = agent.capabilities.contains { Need.localFilesystem.isMet(by: $0) }
        return readsFolders
            ? "\(agent.name) offers no tool. Update it, or move the collection to another agent."
            : "\(agent.name) cannot read local folders. Move the collection to another agent."
    }

    /// The bound agent has others, but not this one. FR-450.4.
    private static func missing(_ tool: Tool, _ model: CollectionModel) -> String {
        let agent = model.agents.first { $0.guid == model.collection.boundAgentGuid }
        return "\(agent?.name ?? "The agent") does not have \(tool.title). Update it; a run waits until it does."
    }

    /// The one that is nearest to running it has the word.
    private static func remoteObstacle(_ reasons: [AgentExplanation]) -> String {
        let waits = "A run waits until one can."
        let unfit = ["no_credentials", "lacks_capability", "revoked"]
        if let near = reasons.first(where: { !unfit.contains($0.reason) }) {
            return "\(near.agentName) cannot run it now. \(near.message) A run waits until an agent can."
        }
        let hasNone = reasons.contains { $0.reason == "no_credentials" }
        return hasNone
            ? "No agent holds working credentials of its connector. \(waits)"
            : "No agent can reach this kind of storage. \(waits)"
    }

    /// The bound agent's own reason counts; the others may not run it anyhow.
    private static func obstacle(_ reasons: [AgentExplanation], _ collection: CollectionDTO) -> String {
        if collection.type != .local { return remoteObstacle(reasons) }
        guard let own = reasons.first(where: { $0.agentGuid == collection.boundAgentGuid }) else {
            return "No agent can run it now. A run waits until one can."
        }
        return "\(own.agentName) cannot run it now. \(own.message) A run waits until it can."
    }
}
