import Coordinator
import Domain
import HTTPTypes
import Hummingbird
import Wire

extension UserAPI {
    /// Results, their reports and the schemas they follow.
    func addResults(to routes: RouteBuilder) {
        let results = coordinator.results
        routes.user(UserRoutes.results) { request, _, caller in
            let page = try await results.list(
                collection: request.query("collection"), tool: try request.word("tool", Tool.self), for: caller,
                try PageRequest(request))
            return .json(page)
        }
        routes.user(UserRoutes.result) { _, context, caller in
            .json(try await results.get(context.parameter("guid"), for: caller))
        }
        routes.user(UserRoutes.resultTrend) { _, context, caller in
            .json(try await results.trend(context.parameter("guid"), for: caller))
        }
        routes.user(UserRoutes.findings) { _, context, caller in
            let bytes = try await results.findings(context.parameter("guid"), for: caller)
            return Response(bytes: bytes, type: "text/csv; charset=utf-8; header=present")
        }
        routes.user(UserRoutes.resultJSON) { _, context, caller in
            let bytes = try await results.json(context.parameter("guid"), for: caller)
            return Response(bytes: bytes, type: "application/json; charset=utf-8")
        }
        routes.user(UserRoutes.report) { _, context, caller in
            let bytes = try await results.report(context.parameter("guid"), for: caller)
            return Response(
                bytes: bytes, type: "text/html; charset=utf-8",
                headers: [.contentSecurityPolicy: SecurityHeaders.reportPolicy])
        }
        routes.open(UserRoutes.resultsSchema) { _, context in
            let file = context.parameter("file")
            guard file.hasSuffix(".json"), let tool = Tool(rawValue: String(file.dropLast(5))) else {
                throw CoordinatorError.notFound("schema")
            }
            return Response(
                bytes: WireJSON.encode(ResultsSchema.of(tool).document), type: "application/schema+json",
                headers: [.cacheControl: "public, max-age=3600"])
        }
    }

    /// The reader's notifications.
    func addNotifications(to routes: RouteBuilder) {
        let notices = coordinator.notices
        routes.user(UserRoutes.notifications) { request, _, caller in
            .json(try await notices.list(for: caller, try PageRequest(request)))
        }
        routes.user(UserRoutes.readNotification) { _, context, caller in
            try await notices.read(context.parameter("guid"), for: caller)
            return .noContent
        }
        routes.user(UserRoutes.readNotifications) { _, _, caller in
            try await notices.readAll(for: caller)
            return .noContent
        }
    }
}
