import Coordinator
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// What a request is answered with that could not be done: the status, and the words in the one form of every error.
public struct ErrorAnswer: Sendable {
    /// The status of the answer.
    public let status: HTTPResponse.Status
    /// A snake_case word that programs can act on.
    public let code: String
    /// What is wrong and what to do, for people.
    public let message: String
    /// Facts for programs.
    public let details: [String: JSONValue]?
    /// Whether nobody foresaw it, so that the log has to tell.
    let isDefect: Bool
    /// Methods that the address takes, for 405.
    var allowedMethods: [Route.Method] = []

    init(
        _ status: HTTPResponse.Status, _ code: String, _ message: String, details: [String: JSONValue]? = nil,
        isDefect: Bool = false
    ) {
        self.status = status
        self.code = code
        self.message = message.hasSuffix(".") || message.hasSuffix("?") ? message : message + "."
        self.details = details
        self.isDefect = isDefect
    }

    /// The answer to anything that a handler throws. What is not foreseen says nothing of itself.
    init(_ error: any Error) {
        switch error {
        case let error as CoordinatorError: self.init(error)
        case let error as BodyError:
            self.init(
                .badRequest, error.field == nil ? "invalid_body" : "invalid_field", error.message,
                details: error.field.map { ["field": .string($0)] })
        case let error as JSONSyntaxError:
            self.init(
                .badRequest, "invalid_body", "The body is not JSON as it is taken here: \(error).",
                details: ["offset": .integer(Int64(error.offset))])
        case is NIOTooManyBytesError: self.init(.contentTooLarge, "body_too_large", "The body is too large.")
        case let error as any HTTPResponseError: self.init(status: error.status)
        case is JobState.IllegalTransition:
            self.init(.conflict, "changed_meanwhile", "The job has moved on meanwhile; look at it again.")
        case is CancellationError:
            self.init(.serviceUnavailable, "stopping", "The server is stopping; try again in a moment.")
        default:
            if let known = CoordinatorError(storage: error) {
                self.init(known)
            } else {
                self = Self.internalError
            }
        }
    }

    private init(_ error: CoordinatorError) {
        self.init(.init(code: error.kind.rawValue), error.code, error.message, details: error.details)
    }

    private init(status: HTTPResponse.Status) {
        switch status {
        case .notFound: self.init(status, "not_found", "There is nothing at this address.")
        case .contentTooLarge: self.init(status, "body_too_large", "The body is too large.")
        case .badRequest: self.init(status, "bad_request", "The request cannot be understood.")
        default:
            self.init(status, "http_\(status.code)", "The request cannot be answered: \(status.reasonPhrase).")
        }
    }

    static let internalError = ErrorAnswer(
        .internalServerError, "internal",
        "The server could not answer; its log says more. Nothing is known to be lost.",
        isDefect: true)

    static func methodNotAllowed(_ allowed: [Route.Method]) -> ErrorAnswer {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        var answer = ErrorAnswer(.methodNotAllowed, "method_not_allowed", "This address takes \(names) only.")
        answer.allowedMethods = allowed
        return answer
    }

    /// Header fields that go with the answer, be it JSON or a page.
    var headers: HTTPFields {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        switch status {
        case .unauthorized: headers[.wwwAuthenticate] = "Bearer"
        case .serviceUnavailable, .tooManyRequests: headers[.retryAfter] = "5"
        case .methodNotAllowed:
            var methods = allowedMethods.map(\.rawValue)
            if allowedMethods.contains(.get) { methods.append("HEAD") }
            headers[.allow] = methods.joined(separator: ", ")
        default: break
        }
        return headers
    }

    /// The answer in JSON.
    var response: Response {
        .json(ErrorMessage(code: code, message: message, details: details), status: status, headers: headers)
    }
}
