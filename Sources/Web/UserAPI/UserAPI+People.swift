import Hummingbird
import Wire

extension UserAPI {
    /// The team's people, and one's own API tokens.
    func addPeople(to routes: RouteBuilder) {
        let accounts = coordinator.accounts
        routes.user(UserRoutes.users) { _, _, caller in
            .json(PageDTO(items: try await accounts.people(for: caller)))
        }
        routes.user(UserRoutes.addUser) { request, _, caller in
            let person = try await request.json(NewPersonRequest.self)
            return .json(try await accounts.addPerson(person, by: caller), status: .created)
        }
        routes.user(UserRoutes.changeUser) { request, context, caller in
            let change = try await request.json(ChangePersonRequest.self)
            return .json(
                try await accounts.changePerson(
                    context.parameter("guid"), name: change.name, role: change.role, by: caller))
        }
        routes.user(UserRoutes.removeUser) { _, context, caller in
            try await accounts.removePerson(context.parameter("guid"), by: caller)
            return .noContent
        }
        routes.user(UserRoutes.apiTokens) { _, _, caller in
            .json(PageDTO(items: try await accounts.apiTokens(of: caller)))
        }
        routes.user(UserRoutes.createAPIToken) { request, _, caller in
            let name = try await request.json(CreateAPITokenRequest.self).name
            return .json(try await accounts.createAPIToken(name: name, by: caller), status: .created)
        }
        routes.user(UserRoutes.deleteAPIToken) { _, context, caller in
            try await accounts.deleteAPIToken(context.parameter("guid"), by: caller)
            return .noContent
        }
    }
}

/// `POST tokens`.
struct CreateAPITokenRequest: Codable {
    var name: String
}
