import Coordinator
import Domain
import Hummingbird
import Wire

/// Pipelines: list, detail, and what their forms do.
struct PipelineHandlers: Sendable {
    let server: PageServer

    private var pipelines: PipelineService { server.coordinator.pipelines }

    func add(to routes: RouteBuilder) {
        server.page(PageRoutes.pipelines, on: routes) { visit in
            let model = PipelinesModel(
                page: try await pipelines.list(for: visit.caller, try visit.listPart()), cursor: visit.query("cursor"))
            return PageResponse.page(PipelinesPage.render(model, frame: try await visit.frame()))
        }
        server.page(PageRoutes.pipeline, on: routes) { visit in
            let model = try await pipelines.inUse(visit.guid, for: visit.caller)
            let question = visit.query("dialog").flatMap(PipelinePage.Question.init)
            return PageResponse.page(PipelinePage.render(model, question: question, frame: try await visit.frame()))
        }
        server.action(PageRoutes.addPipeline, on: routes) { try await add($0) }
        server.action(PageRoutes.makePipelineDefault, on: routes) { visit in
            let changed = try await pipelines.change(visit.guid, PipelineRequest(isDefault: true), by: visit.caller)
            return visit.redirect(
                to: PageRoutes.pipeline.path(visit.guid), "Runs take \(changed.name) where no other is chosen.")
        }
        server.action(PageRoutes.deletePipeline, on: routes) { visit in
            let name = try await pipelines.get(visit.guid, team: visit.caller.team.rowID).name
            do {
                try await pipelines.delete(visit.guid, by: visit.caller)
                return visit.redirect(to: PageRoutes.pipelines.path(), "\(name) was deleted. Its results stay.")
            } catch let error as CoordinatorError where error.isMendable {
                return visit.redirect(to: PageRoutes.pipeline.path(visit.guid), error.message, .failed)
            }
        }
    }

    /// Adds a pipeline from a template; the first one becomes the default. Leads to it, or back to the collection that it was
    /// wanted for.
    private func add(_ visit: PageVisit) async throws -> Response {
        let collection = visit.form["collection"]
        let back =
            collection.isEmpty
            ? nil : PageRoutes.collection.path(collection).query(("tool", Tool.pipelineValidation.rawValue))
        do {
            let isFirst = try await pipelines.hasNoStandard(for: visit.caller)
            let made = try await pipelines.create(
                PipelineRequest(template: visit.form["template"], isDefault: isFirst), by: visit.caller)
            return visit.redirect(to: back ?? PageRoutes.pipeline.path(made.guid), made.additionWords)
        } catch let error as CoordinatorError where error.isMendable {
            return visit.redirect(to: back ?? PageRoutes.pipelines.path(), error.message, .failed)
        }
    }
}

extension PipelineDTO {
    /// What is said once it was added.
    var additionWords: String {
        "The pipeline \(name) was added." + (isDefault ? " Runs take it where no other is chosen." : "")
    }
}
