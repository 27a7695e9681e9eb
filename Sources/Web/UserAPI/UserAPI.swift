import Coordinator
import Hummingbird
import Wire

/// The API that pages, scripts and people's own programs use (protocol.md, *User API*).
struct UserAPI: Sendable {
    let coordinator: Coordinator
    let origins: OriginRule

    /// Adds the routes of `UserRoutes`.
    func add(to routes: RouteBuilder) {
        addSessions(to: routes)
        addAgents(to: routes)
        addAgentTokens(to: routes)
        addPeople(to: routes)
        addCollections(to: routes)
        addConnectors(to: routes)
        addJobs(to: routes)
        addConfiguration(to: routes)
        addPipelines(to: routes)
        addResults(to: routes)
        addNotifications(to: routes)
    }
}
