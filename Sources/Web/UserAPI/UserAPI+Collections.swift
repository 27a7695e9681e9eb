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
            .json(try await change(context.parameter("guid"), request.json(ChangeCollectionRequest.self), caller))
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

    private func change(_ guid: String, _ body: ChangeCollectionRequest, _ caller: UserCaller) async throws
        -> CollectionDTO
    {
        let collections = coordinator.collections
        // The move first: it may be refused, and then nothing is changed.
        if let agent = body.boundAgentGuid { _ = try await collections.move(guid, toAgent: agent, by: caller) }
        if let name = body.name { _ = try await collections.rename(guid, to: name, by: caller) }
        return try await collections.get(guid, for: caller)
    }
}

/// `PATCH collections/{guid}`; an absent field is unchanged.
struct ChangeCollectionRequest: Codable {
    var name: String?
    var boundAgentGuid: String?

    private enum CodingKeys: String, CodingKey {
        case name
        case boundAgentGuid = "bound_agent_guid"
    }
}
