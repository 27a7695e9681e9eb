import HTTPTypes
import Hummingbird

/// Answers browsers that ask for an address without a page with the page that says so; programs get what they got before.
struct UnknownPageMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && Self.isForPage(request) {
            return PageResponse.page(ErrorPage.notFound.render(frame: nil), status: .notFound)
        }
    }

    private static func isForPage(_ request: Request) -> Bool {
        let isForPrograms = ["/api/", "/ws/", "/assets/", "/health/"].contains { request.uri.path.hasPrefix($0) }
        return !isForPrograms && request.headers[.accept]?.contains("text/html") == true
    }
}
