import Coordinator
import Domain
import HTTPTypes
import Hummingbird
import Wire

/// Finds out who makes a request.
struct Authentication: Sendable {
    let coordinator: Coordinator
    let origins: OriginRule

    /// The agent of the key in the `Authorization` header.
    /// - Throws: 401 `missing_key` or `invalid_key`, 403 `agent_revoked`.
    func agent(_ headers: HTTPFields) async throws -> AgentCaller {
        guard let key = headers.bearer else {
            throw CoordinatorError(
                .unauthorized, "missing_key", "Send the agent's API key: Authorization: Bearer agt_key_….")
        }
        return try await coordinator.heartbeats.authenticate(key: key)
    }

    /// The person of the API token or the session. A session may change something only from our own pages.
    /// - Throws: 401 `not_signed_in` or `invalid_token`, 403 `foreign_origin`.
    func user(_ request: Request, _ context: SafelightRequestContext) async throws -> UserCaller {
        if let token = request.headers.bearer { return try await user(token: token) }
        guard let caller = try await session(request.headers) else { throw Self.notSignedIn }
        if request.method.changes { try origins.require(request, context) }
        return caller
    }

    /// An agent by its key, or a person.
    func anyone(_ request: Request, _ context: SafelightRequestContext) async throws -> Caller {
        if let key = request.headers.bearer, key.hasPrefix(SecretText.agentKeyPrefix) {
            return .agent(try await agent(request.headers))
        }
        return .user(try await user(request, context))
    }

    /// The person of the session's cookie; nil where there is none, or it has expired. For pages, which lead to sign-in.
    func session(_ headers: HTTPFields) async throws -> UserCaller? {
        guard let secret = SessionCookie.secret(in: headers) else { return nil }
        return try await coordinator.accounts.authenticate(session: secret)
    }

    private func user(token: String) async throws -> UserCaller {
        guard token.hasPrefix(SecretText.apiTokenPrefix),
            let caller = try await coordinator.accounts.authenticate(apiToken: token)
        else {
            throw CoordinatorError(
                .unauthorized, "invalid_token",
                "The API token is not known here; make one on the server: safelight api-token create.")
        }
        return caller
    }

    static let notSignedIn = CoordinatorError(
        .unauthorized, "not_signed_in", "Sign in, or send an API token: Authorization: Bearer tok_….")
}

extension HTTPFields {
    /// The secret of an `Authorization: Bearer` header; nil without one.
    var bearer: String? {
        guard let value = self[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1].drop { $0 == " " })
    }
}

extension HTTPRequest.Method {
    /// Whether a request of this method may change something. Source: RFC 9110 §9.2.1.
    var changes: Bool { ![.get, .head, .options, .trace].contains(self) }
}
