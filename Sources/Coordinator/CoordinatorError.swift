import Domain
import Wire

/// Anything that a service refuses, with the words for whoever asked. Becomes `{"error":{…}}` on the wire.
public struct CoordinatorError: Error, Sendable {
    /// What sort of refusal; decides the HTTP status.
    public enum Kind: Int, Sendable {
        case badRequest = 400
        case unauthorized = 401
        case forbidden = 403
        case notFound = 404
        case conflict = 409
        case tooLarge = 413
        case tooManyRequests = 429
        case unavailable = 503
    }

    /// The sort of refusal.
    public let kind: Kind
    /// A snake_case word that programs can act on.
    public let code: String
    /// What is wrong and what to do.
    public let message: String
    /// Facts for programs.
    public let details: [String: JSONValue]?
    /// What it came from, for the log alone.
    public let cause: (any Error)?

    /// A refusal from its parts.
    public init(
        _ kind: Kind, _ code: String, _ message: String, details: [String: JSONValue]? = nil, cause: (any Error)? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.details = details
        self.cause = cause
    }

    /// Another team's object, or one that does not exist: no difference is shown. EC-3.
    public static func notFound(_ what: String) -> CoordinatorError {
        CoordinatorError(.notFound, "not_found", "There is no such \(what).")
    }

    /// A field that cannot be taken.
    public static func invalidField(_ field: String, _ problem: String) -> CoordinatorError {
        CoordinatorError(.badRequest, "invalid_field", "\(field) \(problem)", details: ["field": .string(field)])
    }

    /// An attempt that is no longer the job's own.
    static let staleAttempt = CoordinatorError(
        .conflict, "stale_attempt", "This attempt is no longer the job's own; drop it and claim again.")

    /// A job of the team that this agent never held.
    static let notYourJob = CoordinatorError(
        .forbidden, "not_your_job", "This job was never assigned to this agent; claim one instead.")

    /// A job that ended before.
    static let jobEnded = CoordinatorError(
        .conflict, "job_ended", "The job has ended; nothing more is accepted for it.")
}
