import Coordinator
import HTTPTypes
import Hummingbird
import Wire

extension UserAPI {
    /// Signing in and out.
    func addSessions(to routes: RouteBuilder) {
        routes.open(UserRoutes.login) { [coordinator, origins] request, context in
            // Nobody may be signed in to somebody else's account from another site.
            try origins.require(OriginRule.facts(request, context), evenUnstated: false)
            let body = try await request.json(LoginRequest.self)
            let (secret, user) = try await coordinator.accounts.signIn(email: body.email, password: body.password)
            return .json(user, headers: [.setCookie: SessionCookie.opening(secret, isSecure: origins.isSecure)])
        }
        routes.user(UserRoutes.logout) { [coordinator, origins] request, _, _ in
            if let secret = SessionCookie.secret(in: request.headers) {
                try await coordinator.accounts.signOut(session: secret)
            }
            var response = Response.noContent
            response.headers[.setCookie] = SessionCookie.ending(isSecure: origins.isSecure)
            return response
        }
        routes.user(UserRoutes.me) { _, _, caller in
            .json(UserDTO(caller.user, team: caller.team))
        }
    }
}
