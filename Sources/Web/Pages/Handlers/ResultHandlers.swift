import Coordinator
import Domain
import Hummingbird
import Wire

/// Results: list and detail.
struct ResultHandlers: Sendable {
    let server: PageServer

    func add(to routes: RouteBuilder) {
        let results = server.coordinator.results
        server.page(PageRoutes.results, on: routes) { visit in
            let tool = visit.query("tool").flatMap(Tool.init)
            let collection = visit.query("collection")
            let page = try await results.list(
                collection: collection, tool: tool, for: visit.caller, try visit.listPart())
            let model = ResultsModel(
                page: page, tool: tool, collection: collection, cursor: visit.query("cursor"),
                collections: try await visit.collectionChoices(collection))
            return PageResponse.page(ResultsPage.render(model, frame: try await visit.frame()))
        }
        server.page(PageRoutes.resultChanges, on: routes) { visit in
            guard let (around, before, changes) = try await results.changes(visit.guid, for: visit.caller) else {
                return visit.redirect(
                    to: PageRoutes.result.path(visit.guid), "There is no result before this one.", .failed)
            }
            return PageResponse.page(
                ResultChangesPage.render(around, before: before, changes, frame: try await visit.frame()))
        }
        server.page(PageRoutes.result, on: routes) { visit in
            let around = try await results.withNeighbours(visit.guid, for: visit.caller)
            return PageResponse.page(ResultPage.render(around, frame: try await visit.frame()))
        }
    }
}
