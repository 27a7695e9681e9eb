import Coordinator
import Hummingbird
import Wire

extension UserAPI {
    /// Collections, and runs on them.
    func addCollections(to routes: RouteBuilder) {
        let collections = coordinator.collections
        routes.user(UserRoutes.collections) { request, _, caller in
            .json(try await collections.list(for: caller, try PageRequest(request)))
        }
        routes.user(UserRoutes.createCollection) { request, _, caller in
            let body = try await request.json(CreateCollectionRequest.self)
            return .json(try await collections.create(body, by: caller), status: .created)
        }
        routes.user(UserRoutes.collection) { _, context, caller in
            .json(try await collections.get(context.parameter("guid"), for: caller))
        }
        routes.user(UserRoutes.changeCollection) { request, context, caller in
            let body = try await request.json(ChangeCollectionRequest.self)
            return .json(try await collections.change(context.parameter("guid"), body, by: caller))
        }
        routes.user(UserRoutes.deleteCollection) { _, context, caller in
            try await collections.delete(context.parameter("guid"), by: caller)
            return .noContent
        }
        routes.user(UserRoutes.startRun) { [coordinator] request, context, caller in
            let body = try await request.json(RunRequest.self)
            let job = try await coordinator.runs.start(body, collection: context.parameter("guid"), by: caller)
            return .json(job, status: .created)
        }
    }
}
