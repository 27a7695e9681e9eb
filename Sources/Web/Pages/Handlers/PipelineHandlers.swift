import Coordinator
import Domain
import Hummingbird
import Wire

/// What forms do with pipelines.
struct PipelineHandlers: Sendable {
    let server: PageServer

    private var pipelines: PipelineService { server.coordinator.pipelines }

    func add(to routes: RouteBuilder) {
        server.action(PageRoutes.addPipeline, on: routes) { try await add($0) }
    }

    /// Adds a pipeline from a template; the first one becomes the default. Leads back to the collection that it was wanted for.
    private func add(_ visit: PageVisit) async throws -> Response {
        let collection = visit.form["collection"]
        let back =
            collection.isEmpty
            ? PageRoutes.collections.path()
            : PageRoutes.collection.path(collection).query(("tool", Tool.pipelineValidation.rawValue))
        let isFirst = try await !pipelines.list(for: visit.caller, try PageRequest(limit: 200)).items.contains {
            $0.isDefault
        }
        do {
            let made = try await pipelines.create(
                PipelineRequest(template: visit.form["template"], isDefault: isFirst), by: visit.caller)
            let note = made.isDefault ? " Runs take it where no other is chosen." : ""
            return visit.redirect(to: back, "The pipeline \(made.name) was added.\(note)")
        } catch let error as CoordinatorError where error.isMendable {
            return visit.redirect(to: back, error.message, .failed)
        }
    }
}
