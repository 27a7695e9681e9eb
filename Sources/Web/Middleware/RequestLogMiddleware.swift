import HTTPTypes
import Hummingbird
import Logging

/// Gives each request an id, logs how it went and counts it. The query never goes to the log: it may hold a key.
struct RequestLogMiddleware: RouterMiddleware {
    typealias Context = SafelightRequestContext

    let metrics: WebMetrics

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        let id = String(UInt64.random(in: .min ... .max), radix: 36)
        var context = context
        context.logger[metadataKey: "request"] = "\(id)"
        var response = try await next(request, context)
        let status = response.status.code
        metrics.answered(status: status)
        response.headers[Self.requestID] = id
        context.logger.log(
            level: status < 400 ? .debug : .info, "request answered",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(status)",
                "milliseconds": "\(Int(started.duration(to: .now) / .milliseconds(1)))",
                "remote": "\(context.remoteAddress ?? "")",
            ])
        return response
    }

    /// `X-Request-ID`, which the log names as well.
    private static let requestID = HTTPField.Name("X-Request-ID") ?? .via
}
