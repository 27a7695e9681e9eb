import Domain
import Wire

/// A tool that can be started on a collection, and what stands in its way at the moment.
struct ToolChoice: Hashable, Sendable {
    var tool: Tool
    /// Why a run would wait; nil where an agent can start it now.
    var obstacle: String?

    /// The tools that the collection's own agent can run, busy or not. Pipeline Validation waits for its pages.
    static func choices(for collection: CollectionDTO, agents: [AgentDTO]) -> [ToolChoice] {
        guard let agent = agents.first(where: { $0.guid == collection.boundAgentGuid }) else { return [] }
        return Tool.allCases.filter { tool in
            Requirement([.tool(tool), .localFilesystem]).isMet(by: agent.capabilities)
        }.map { ToolChoice(tool: $0, obstacle: obstacle(agent)) }
    }

    /// Why no tool can be chosen at all; nil where one can.
    static func refusal(for collection: CollectionDTO, agents: [AgentDTO]) -> String? {
        guard choices(for: collection, agents: agents).isEmpty else { return nil }
        guard let agent = agents.first(where: { $0.guid == collection.boundAgentGuid }) else {
            return "No agent is bound to this collection. Move it to an agent that can read its folder."
        }
        if Need.localFilesystem.isUnmet(by: agent) {
            return "\(agent.name) cannot read local folders. Move the collection to another agent."
        }
        return "\(agent.name) offers no tool. Update it, or move the collection to another agent."
    }

    private static func obstacle(_ agent: AgentDTO) -> String? {
        switch agent.status {
        case .offline: "\(agent.name) is offline. A run waits until it is back."
        case .revoked: "\(agent.name) is revoked. Move the collection to another agent, or a run will wait for ever."
        case .error: "\(agent.name) reports an error: \(agent.errorMessage ?? "no more is known"). A run may wait."
        case .online where agent.paused: "\(agent.name) is paused. A run waits until it is resumed."
        case .online: nil
        }
    }
}

extension Need {
    fileprivate func isUnmet(by agent: AgentDTO) -> Bool {
        !agent.capabilities.contains { isMet(by: $0) }
    }
}
