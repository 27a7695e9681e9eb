import Hummingbird
import Logging

/// Turns whatever a handler throws into an answer: a page where a person looks at pages, JSON everywhere else.
struct ErrorResponder: Sendable {
    let table: RouteTable
    /// Answers for pages, where there are any.
    let page: PageErrorResponse?

    func response(to error: any Error, _ request: Request, _ context: SafelightRequestContext) async -> Response {
        let answer = answer(to: error, request)
        if answer.isDefect {
            // The error may quote what was sent or stored, so it goes to the log alone.
            context.logger.error("request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
        } else if answer.status.kind == .serverError {
            context.logger.warning("request refused", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
        }
        guard let page, RouteTable.isPage(request.uri.path) else { return answer.response }
        return await page(answer, request, context)
    }

    private func answer(to error: any Error, _ request: Request) -> ErrorAnswer {
        guard let missing = error as? HTTPError, missing.status == .notFound else { return ErrorAnswer(error) }
        let methods = table.methods(at: request.uri.path)
        return methods.isEmpty ? ErrorAnswer(error) : .methodNotAllowed(methods)
    }
}

/// Shows an error as a page.
public typealias PageErrorResponse = @Sendable (ErrorAnswer, Request, SafelightRequestContext) async -> Response
