import Coordinator
import Domain
import Hummingbird
import Wire

/// The first page.
struct DashboardHandlers: Sendable {
    let server: PageServer
    /// Results and failures that it shows; the rest stands in their lists.
    private static let latest = 8

    private var coordinator: Coordinator { server.coordinator }

    func add(to routes: RouteBuilder) {
        server.page(PageRoutes.dashboard, on: routes) { try await show($0) }
    }

    /// Without any collection the list of collections says how to begin.
    private func show(_ visit: PageVisit) async throws -> Response {
        let caller = visit.caller
        guard try await !coordinator.collections.list(for: caller, try PageRequest(limit: 1)).items.isEmpty else {
            return visit.redirect(to: PageRoutes.collections.path())
        }
        let (team, latest) = (caller.team.rowID, try PageRequest(limit: Self.latest))
        async let framing = visit.frame()
        async let failed = coordinator.jobs.list(JobService.Query(statuses: [.failed]), for: caller, latest).items
        async let waiting = coordinator.jobs.count(
            [.scheduled, .pending], team: team, upTo: DashboardModel.countedWaiting + 1)
        async let running = coordinator.jobs.held(team: team)
        async let results = coordinator.results.list(for: caller, latest).items
        async let health = coordinator.results.health(for: caller)
        async let troubled = coordinator.agents.troubled(team: team, limit: Self.latest)
        async let wanting = coordinator.connectors.wanting(team: team, limit: Self.latest)
        let frame = try await framing
        let since = frame.now - .seconds(DashboardModel.failureDays * 86_400)
        let model = DashboardModel(
            running: try await running, waiting: try await waiting, results: try await results,
            health: try await health, failed: try await failed.filter { ($0.completedAt ?? $0.createdAt) >= since },
            troubledAgents: try await troubled, wantingConnectors: try await wanting)
        return PageResponse.page(DashboardPage.render(model, frame: frame))
    }
}
