import Coordinator
import Hummingbird
import Wire

/// Results: list and detail.
struct ResultHandlers: Sendable {
    let server: PageServer

    func add(to routes: RouteBuilder) {
        let results = server.coordinator.results
        server.page(PageRoutes.results, on: routes) { visit in
            let collection = visit.query("collection")
            let page = try await results.list(collection: collection, for: visit.caller, try visit.listPart())
            return PageResponse.page(
                ResultsPage.render(
                    page, collection: collection, cursor: visit.query("cursor"), frame: try await visit.frame()))
        }
        server.page(PageRoutes.result, on: routes) { visit in
            let result = try await results.summary(visit.guid, for: visit.caller)
            let (before, after) = try await results.neighbours(of: visit.guid, for: visit.caller)
            return PageResponse.page(
                ResultPage.render(result, before: before, after: after, frame: try await visit.frame()))
        }
    }
}
