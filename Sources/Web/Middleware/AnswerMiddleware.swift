import HTTPTypes
import Hummingbird
import Logging

/// What every request gets: its id, an answer whatever was thrown, security headers, a line in the log and a place in the
/// figures. One middleware for all of it, since the frames of each are kept for as long as a claim is held.
struct AnswerMiddleware: RouterMiddleware {
    typealias Context = SafelightRequestContext

    let metrics: WebMetrics
    let errors: ErrorResponder

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = await errors.response(to: error, request, context)
        }
        SecurityHeaders.set(on: &response)
        response.headers[Self.requestID] = Self.id(context)
        metrics.answered(status: response.status.code)
        log(response.status.code, request, context, since: started)
        return response
    }

    /// The query never goes to the log: it may hold a key.
    private func log(_ status: Int, _ request: Request, _ context: Context, since started: ContinuousClock.Instant) {
        context.logger.log(
            level: status < 400 ? .debug : .info, "request answered",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(status)",
                "milliseconds": "\(Int(started.duration(to: .now) / .milliseconds(1)))",
                "remote": "\(context.remoteAddress ?? "")",
            ])
    }

    /// The id that every log line of the request carries; a logger that keeps nothing has none.
    private static func id(_ context: Context) -> String {
        context.logger[metadataKey: "hb.request.id"]?.description ?? String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// `X-Request-ID`, which the log names as well.
    private static let requestID = HTTPField.Name("X-Request-ID") ?? .via
}
