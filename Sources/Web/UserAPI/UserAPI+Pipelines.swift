import Coordinator
import Hummingbird
import Wire

extension UserAPI {
    /// Pipelines, and what there is to begin with.
    func addPipelines(to routes: RouteBuilder) {
        let pipelines = coordinator.pipelines
        routes.user(UserRoutes.pipelines) { request, _, caller in
            .json(try await pipelines.list(for: caller, try PageRequest(request)))
        }
        routes.user(UserRoutes.createPipeline) { request, _, caller in
            let body = try await request.json(PipelineRequest.self)
            return .json(try await pipelines.create(body, by: caller), status: .created)
        }
        routes.user(UserRoutes.validatePipeline) { request, _, caller in
            .json(try await pipelines.check(try await request.json(PipelineRequest.self), for: caller))
        }
        routes.user(UserRoutes.pipelineTemplates) { _, _, _ in
            .json(PageDTO(items: PipelineService.templates))
        }
        routes.anyone(UserRoutes.pipeline) { _, context, caller in
            .json(try await pipelines.get(context.parameter("guid"), team: caller.team))
        }
        routes.user(UserRoutes.pipelineYAML) { _, context, caller in
            let yaml = try await pipelines.yaml(context.parameter("guid"), for: caller)
            return Response(bytes: Array(yaml.utf8), type: "application/yaml; charset=utf-8")
        }
        routes.user(UserRoutes.changePipeline) { request, context, caller in
            let body = try await request.json(PipelineRequest.self)
            return .json(try await pipelines.change(context.parameter("guid"), body, by: caller))
        }
        routes.user(UserRoutes.deletePipeline) { _, context, caller in
            try await pipelines.delete(context.parameter("guid"), by: caller)
            return .noContent
        }
    }
}
