import Coordinator
import Hummingbird
import Wire

extension UserAPI {
    /// Jobs, their end, their configuration.
    func addJobs(to routes: RouteBuilder) {
        let jobs = coordinator.jobs
        routes.user(UserRoutes.jobs) { request, _, caller in
            .json(try await jobs.list(try JobService.Query(request), for: caller, try PageRequest(request)))
        }
        routes.user(UserRoutes.job) { _, context, caller in
            .json(try await jobs.get(context.parameter("guid"), for: caller))
        }
        routes.user(UserRoutes.cancelJob) { _, context, caller in
            .json(try await jobs.cancel(context.parameter("guid"), by: caller))
        }
        routes.user(UserRoutes.retryJob) { _, context, caller in
            .json(try await jobs.retry(context.parameter("guid"), by: caller), status: .created)
        }
        routes.user(UserRoutes.explainJob) { [coordinator] _, context, caller in
            .json(try await coordinator.explanations.explain(context.parameter("guid"), for: caller))
        }
        routes.anyone(UserRoutes.jobConfiguration) { [coordinator] _, context, caller in
            let guid = context.parameter("guid")
            switch caller {
            case .user(let user):
                return .json(try await coordinator.configuration.configuration(ofJob: guid, for: user))
            case .agent(let agent):
                return .json(try await coordinator.configuration.configuration(ofJob: guid, for: agent))
            }
        }
    }
}
