import Coordinator
import Hummingbird
import ServiceLifecycle
import Wire

/// For those who operate the server: health and figures.
struct ServiceAPI: Sendable {
    let coordinator: Coordinator
    let metrics: WebMetrics
    let draining: Draining?

    /// Adds the routes of `ServiceRoutes` but the assets.
    func add(to routes: RouteBuilder) {
        let alive = Response(bytes: Array("{\"status\":\"live\"}".utf8), type: "application/json; charset=utf-8")
        routes.open(ServiceRoutes.live) { _, _ in alive }
        routes.open(ServiceRoutes.ready) { [coordinator, draining] _, _ in
            if draining?.hasBegun == true || Task.isShuttingDownGracefully {
                return ErrorAnswer(
                    .serviceUnavailable, "draining", "The server is about to stop; ask another, or try again."
                ).response
            }
            guard await coordinator.isReady() else {
                return ErrorAnswer(
                    .serviceUnavailable, "not_ready",
                    "The database does not answer, or is not up to date; see the log, or run: safelight migrate."
                ).response
            }
            return .json(["status": "ready"])
        }
        routes.open(ServiceRoutes.metrics) { [coordinator, metrics] _, _ in
            let text = MetricsText(metrics.figures, try await coordinator.figures()).text
            return Response(bytes: Array(text.utf8), type: MetricsText.contentType)
        }
    }
}
