import Coordinator
import Domain
import Hummingbird
import Wire

/// Jobs: list, detail, cancel, retry.
struct JobHandlers: Sendable {
    let server: PageServer

    private var coordinator: Coordinator { server.coordinator }

    func add(to routes: RouteBuilder) {
        server.page(PageRoutes.jobs, on: routes) { try await list($0) }
        server.page(PageRoutes.job, on: routes) { try await detail($0) }
        server.action(PageRoutes.cancelJob, on: routes) { visit in
            try await act(visit) {
                let job = try await coordinator.jobs.cancel(visit.guid, by: visit.caller)
                let text = job.status == .cancelled ? "The job was cancelled." : "The agent is told to stop."
                return visit.redirect(toAddress: back(visit), text)
            }
        }
        server.action(PageRoutes.retryJob, on: routes) { visit in
            try await act(visit) {
                let job = try await coordinator.jobs.retry(visit.guid, by: visit.caller)
                return visit.redirect(to: PageRoutes.job.path(job.guid), "This is a new job that does the same again.")
            }
        }
    }

    private func list(_ visit: PageVisit) async throws -> Response {
        let view = visit.query("view").flatMap(JobsModel.View.init) ?? .active
        let filter = JobsModel.Filter(
            status: visit.query("status").flatMap(JobStatus.init).flatMap { view.statuses.contains($0) ? $0 : nil },
            tool: visit.query("tool").flatMap(Tool.init), collection: visit.query("collection"),
            agent: visit.query("agent"))
        let query = JobService.Query(
            statuses: filter.status.map { [$0] } ?? view.statuses, tool: filter.tool, collection: filter.collection,
            agent: filter.agent)
        let page = try await coordinator.jobs.list(query, for: visit.caller, try visit.listPart())
        let frame = try await visit.frame()
        let model = JobsModel(
            view: view, filter: filter, cursor: visit.query("cursor"), page: page,
            counts: try await counts(visit.caller.team.rowID),
            collections: try await visit.collectionChoices(filter.collection),
            agents: try await visit.agentChoices(filter.agent),
            hasOnlineAgent: frame.pool.onlineCount > 0)
        return PageResponse.page(JobsPage.render(model, frame: frame))
    }

    private func detail(_ visit: PageVisit) async throws -> Response {
        let job = try await coordinator.jobs.get(visit.guid, for: visit.caller)
        let explanation =
            job.status.isClaimable
            ? try await coordinator.explanations.explain(visit.guid, for: visit.caller) : nil
        return PageResponse.page(
            JobPage.render(
                job, explanation: explanation, asksToCancel: visit.query("dialog") == "cancel" && !job.status.isEnded,
                frame: try await visit.frame()))
    }

    private func counts(_ team: Int64) async throws -> [JobsModel.View: Int] {
        var counts: [JobsModel.View: Int] = [:]
        for view in JobsModel.View.allCases {
            counts[view] = try await coordinator.jobs.count(
                view.statuses, team: team, upTo: JobsModel.countLimit + 1)
        }
        return counts
    }

    /// To the page that the question stood over, or else to the job.
    private func back(_ visit: PageVisit) -> String {
        let job = PageRoutes.job.path(visit.guid).address
        guard let referer = visit.referer, !referer.hasPrefix(job) else { return job }
        return referer
    }

    /// A job that has moved on meanwhile is shown as it is now, with the refusal above it.
    private func act(_ visit: PageVisit, _ action: () async throws -> Response) async throws -> Response {
        do {
            return try await action()
        } catch let error as CoordinatorError where error.kind == .conflict {
            return visit.redirect(to: PageRoutes.job.path(visit.guid), error.message, .failed)
        }
    }
}
