import Coordinator
import Hummingbird
import Wire

extension AgentAPI {
    /// Results and reports in chunks.
    func addUploads(to routes: RouteBuilder) {
        routes.agent(AgentRoutes.chunk) { [coordinator, metrics] request, context, caller in
            let bytes = try await request.bytes(upTo: UploadService.maximumChunkBody)
            let receipt = try await coordinator.uploads.receive(
                bytes, upload: context.parameter("id"), index: context.parameter("index"), from: caller)
            metrics.uploaded(bytes: bytes.count)
            return .json(receipt)
        }
        routes.agent(AgentRoutes.upload) { [coordinator] _, context, caller in
            .json(try await coordinator.uploads.state(of: context.parameter("id"), from: caller))
        }
        routes.agent(AgentRoutes.finalize) { [coordinator] _, context, caller in
            .json(try await coordinator.uploads.finalize(context.parameter("id"), from: caller))
        }
    }
}
