import Domain
import Store
import Wire

/// API tokens: a program acts by one for the person who made it.
extension AccountService {
    /// So often a token's last use is written at most.
    private static let useInterval: Duration = .seconds(60)
    /// Characters of a secret, after its kind's prefix, by which people tell tokens apart.
    private static let shownCharacters = 6

    /// Whose API token it is; nil where it is unknown.
    public func authenticate(apiToken secret: String) async throws -> UserCaller? {
        let hash = SecretText.hash(secret)
        let now = context.time.now()
        let found = try await context.database.read { tx -> (APIToken, UserCaller)? in
            guard let (token, user) = try APITokenStore(tx).find(tokenHash: hash),
                let caller = try Self.caller(tx, user, nil)
            else { return nil }
            return (token, caller)
        }
        guard let (token, caller) = found else { return nil }
        if token.lastUsedAt.map({ now >= $0 + Self.useInterval || now < $0 }) ?? true {
            try await context.database.write { tx in try APITokenStore(tx).setUsed(row: token.rowID, at: now) }
        }
        return caller
    }

    /// Makes an API token for a person, at the server's own command line.
    /// - Returns: the secret, which is not shown again.
    public func createAPIToken(email: String, name: String) async throws -> String {
        let user = try await context.database.read { tx in try UserStore(tx).find(email: email) }
        guard let user else { throw CoordinatorError.notFound("user") }
        return try await createAPIToken(name: name, of: user).token ?? ""
    }

    /// Makes an API token for oneself; its secret is in this answer alone.
    /// - Throws: 400 naming `name`.
    public func createAPIToken(name: String, by caller: UserCaller) async throws -> APITokenDTO {
        try await createAPIToken(name: name, of: caller.user)
    }

    private func createAPIToken(name: String, of user: User) async throws -> APITokenDTO {
        let name = try FieldRules.name(name, field: "name")
        let secret = SecretText.make(prefix: SecretText.apiTokenPrefix, random: context.random)
        let prefix = String(secret.dropFirst(SecretText.apiTokenPrefix.count).prefix(Self.shownCharacters))
        let guid: APITokenID = context.identifier()
        let now = context.time.now()
        try await context.database.write { tx in
            try APITokenStore(tx).insert(
                guid: guid, user: user.rowID, name: name, tokenHash: SecretText.hash(secret), prefix: prefix, at: now)
            try NotificationStore(tx).audit(
                team: user.teamRowID, user: user.rowID, action: "api_token.create", subject: guid.description, at: now)
        }
        return APITokenDTO(guid: guid.description, name: name, prefix: prefix, token: secret, createdAt: now)
    }

    /// One's own API tokens, newest first, without their secrets.
    public func apiTokens(of caller: UserCaller) async throws -> [APITokenDTO] {
        try await context.database.read { tx in
            try APITokenStore(tx).all(user: caller.user.rowID).map { token in
                APITokenDTO(
                    guid: token.guid.description, name: token.name, prefix: token.prefix, createdAt: token.createdAt,
                    lastUsedAt: token.lastUsedAt)
            }
        }
    }

    /// Withdraws an API token of one's own: the next request with it is refused.
    /// - Throws: 404.
    public func deleteAPIToken(_ guid: String, by caller: UserCaller) async throws {
        let now = context.time.now()
        try await context.database.write { tx in
            guard let id = APITokenID(guid), try APITokenStore(tx).delete(id, user: caller.user.rowID) else {
                throw CoordinatorError.notFound("API token")
            }
            try NotificationStore(tx).audit(
                team: caller.team.rowID, user: caller.user.rowID, action: "api_token.delete", subject: guid, at: now)
        }
    }
}
