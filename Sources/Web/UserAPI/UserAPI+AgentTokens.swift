import Hummingbird
import Wire

extension UserAPI {
    /// Registration tokens.
    func addAgentTokens(to routes: RouteBuilder) {
        let registration = coordinator.registration
        routes.user(UserRoutes.agentTokens) { _, _, caller in
            .json(PageDTO(items: try await registration.tokens(for: caller)))
        }
        routes.user(UserRoutes.createAgentToken) { request, _, caller in
            let name = try await request.json(CreateAgentTokenRequest.self).name
            return .json(try await registration.createToken(name: name, by: caller), status: .created)
        }
        routes.user(UserRoutes.deleteAgentToken) { _, context, caller in
            try await registration.deleteToken(context.parameter("guid"), by: caller)
            return .noContent
        }
    }
}

/// `POST agents/tokens`.
struct CreateAgentTokenRequest: Codable {
    var name: String
}
