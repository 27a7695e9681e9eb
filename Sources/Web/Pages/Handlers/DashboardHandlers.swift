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
        let frame = try await visit.frame()
        let latest = try PageRequest(limit: Self.latest)
        let failed = try await coordinator.jobs.list(JobService.Query(statuses: [.failed]), for: caller, latest).items
        let since = frame.now - .seconds(DashboardModel.failureDays * 86_400)
        let counted = try PageRequest(limit: DashboardModel.countedWaiting + 1)
        let waiting = try await coordinator.jobs.list(
            JobService.Query(statuses: [.pending, .scheduled]), for: caller, counted)
        let model = DashboardModel(
            running: try await coordinator.jobs.held(team: caller.team.rowID), waiting: waiting.items.count,
            results: try await coordinator.results.list(for: caller, latest).items,
            health: try await coordinator.results.health(for: caller),
            failed: failed.filter { ($0.completedAt ?? $0.createdAt) >= since },
            troubledAgents: try await coordinator.agents.troubled(team: caller.team.rowID, limit: Self.latest))
        return PageResponse.page(DashboardPage.render(model, frame: frame))
    }
}
