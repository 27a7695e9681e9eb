import Coordinator
import Hummingbird
import Wire

extension UserAPI {
    /// The team's agents.
    func addAgents(to routes: RouteBuilder) {
        let agents = coordinator.agents
        routes.user(UserRoutes.agents) { _, _, caller in
            .json(PageDTO(items: try await agents.list(team: caller.team.rowID)))
        }
        routes.user(UserRoutes.poolStatus) { _, _, caller in
            .json(try await agents.poolStatus(team: caller.team.rowID))
        }
        routes.user(UserRoutes.agent) { _, context, caller in
            .json(try await agents.get(context.parameter("guid"), team: caller.team.rowID))
        }
        routes.user(UserRoutes.changeAgent) { request, context, caller in
            .json(try await change(context.parameter("guid"), request.json(ChangeAgentRequest.self), caller))
        }
        routes.user(UserRoutes.deleteAgent) { _, context, caller in
            try await agents.delete(context.parameter("guid"), by: caller)
            return .noContent
        }
        routes.user(UserRoutes.revokeAgent) { request, context, caller in
            let reason = try await request.json(RevokeAgentRequest.self).reason
            return .json(try await agents.revoke(context.parameter("guid"), reason: reason, by: caller))
        }
        routes.user(UserRoutes.agentJobs) { [coordinator] request, context, caller in
            var query = try JobService.Query(request)
            query.agent = context.parameter("guid")
            return .json(try await coordinator.jobs.list(query, for: caller, try PageRequest(request)))
        }
    }

    private func change(_ guid: String, _ body: ChangeAgentRequest, _ caller: UserCaller) async throws -> AgentDTO {
        if let name = body.name { _ = try await coordinator.agents.rename(guid, to: name, by: caller) }
        if let paused = body.paused { _ = try await coordinator.agents.setPaused(guid, paused, by: caller) }
        return try await coordinator.agents.get(guid, team: caller.team.rowID)
    }
}

/// `PATCH agents/{guid}`; an absent field is unchanged.
struct ChangeAgentRequest: Codable {
    var name: String?
    var paused: Bool?
}

/// `POST agents/{guid}/revoke`.
struct RevokeAgentRequest: Codable {
    var reason: String
}
