import Hummingbird
import Wire

extension AgentAPI {
    /// Registration, heartbeats, going away.
    func addPresence(to routes: RouteBuilder) {
        routes.open(AgentRoutes.register) { [coordinator] request, _ in
            let body = try await request.json(RegisterRequest.self)
            return .json(try await coordinator.registration.register(body), status: .created)
        }
        routes.agent(AgentRoutes.heartbeat) { [coordinator] request, _, caller in
            let body = try await request.json(HeartbeatRequest.self)
            return .json(try await coordinator.heartbeats.heartbeat(body, from: caller))
        }
        routes.agent(AgentRoutes.me) { [coordinator] _, _, caller in
            .json(try await coordinator.heartbeats.describe(caller))
        }
        routes.agent(AgentRoutes.disconnect) { [coordinator] _, _, caller in
            try await coordinator.heartbeats.disconnect(caller)
            return .json(Acknowledgement())
        }
    }
}
