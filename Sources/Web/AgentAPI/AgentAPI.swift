import Coordinator
import Hummingbird
import Wire

/// What agents call (protocol.md, *Agent REST API*).
struct AgentAPI: Sendable {
    let coordinator: Coordinator
    let origins: OriginRule
    let metrics: WebMetrics

    /// Adds every route of `AgentRoutes`.
    func add(to routes: RouteBuilder) {
        addPresence(to: routes)
        addClaim(to: routes)
        addConnectors(to: routes)
        addJobs(to: routes)
        addUploads(to: routes)
    }
}
