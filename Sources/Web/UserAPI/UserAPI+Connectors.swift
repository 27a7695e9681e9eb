import Coordinator
import Hummingbird
import Wire

extension UserAPI {
    /// Connectors, and who holds their credentials.
    func addConnectors(to routes: RouteBuilder) {
        let connectors = coordinator.connectors
        routes.user(UserRoutes.connectors) { request, _, caller in
            .json(try await connectors.list(for: caller, try PageRequest(request)))
        }
        routes.user(UserRoutes.createConnector) { request, _, caller in
            let body = try await request.json(CreateConnectorRequest.self)
            return .json(try await connectors.create(body, by: caller), status: .created)
        }
        routes.user(UserRoutes.connector) { _, context, caller in
            .json(try await connectors.get(context.parameter("guid"), for: caller))
        }
        routes.user(UserRoutes.changeConnector) { request, context, caller in
            let body = try await request.json(ChangeConnectorRequest.self)
            return .json(try await connectors.change(context.parameter("guid"), body, by: caller))
        }
        routes.user(UserRoutes.deleteConnector) { _, context, caller in
            try await connectors.delete(context.parameter("guid"), by: caller)
            return .noContent
        }
        routes.user(UserRoutes.connectorAgents) { _, context, caller in
            .json(PageDTO(items: try await connectors.get(context.parameter("guid"), for: caller).agents))
        }
    }
}
