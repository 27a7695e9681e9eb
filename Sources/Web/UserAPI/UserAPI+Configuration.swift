import Coordinator
import Domain
import Hummingbird
import Wire

extension UserAPI {
    /// Settings.
    func addConfiguration(to routes: RouteBuilder) {
        let configuration = coordinator.configuration
        let settings: [(Setting, read: Route, write: Route)] = [
            (.photoExtensions, UserRoutes.photoExtensions, UserRoutes.setPhotoExtensions),
            (.metadataExtensions, UserRoutes.metadataExtensions, UserRoutes.setMetadataExtensions),
            (.requireSidecar, UserRoutes.requireSidecar, UserRoutes.setRequireSidecar),
            (.cameraMappings, UserRoutes.cameraMappings, UserRoutes.setCameraMappings),
            (.processingMethods, UserRoutes.processingMethods, UserRoutes.setProcessingMethods),
        ]
        for (setting, read, write) in settings {
            routes.anyone(read) { _, _, caller in
                .json(try await configuration.get(setting, team: caller.team))
            }
            routes.user(write) { request, _, caller in
                let value = try JSONParser.parse(try await request.bytes())
                return .json(try await configuration.set(setting, to: value, by: caller))
            }
        }
    }
}
