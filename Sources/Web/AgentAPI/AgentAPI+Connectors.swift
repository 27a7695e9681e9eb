import Coordinator
import Hummingbird
import Wire

extension AgentAPI {
    /// The connectors that agents hold credentials of. FR-300.5–8.
    func addConnectors(to routes: RouteBuilder) {
        let connectors = coordinator.connectors
        routes.agent(AgentRoutes.connectors) { request, _, caller in
            let isPendingOnly = try request.word("pending_only", Flag.self) == .true
            return .json(try await connectors.list(for: caller, isPendingOnly: isPendingOnly))
        }
        routes.agent(AgentRoutes.connector) { _, context, caller in
            .json(try await connectors.metadata(context.parameter("guid"), for: caller))
        }
        routes.agent(AgentRoutes.reportCapability) { request, context, caller in
            let body = try await request.json(ReportCapabilityRequest.self)
            try await connectors.report(context.parameter("guid"), body, from: caller)
            return .json(Acknowledgement())
        }
    }

    private enum Flag: String, CaseIterable {
        case `true`, `false`
    }
}
