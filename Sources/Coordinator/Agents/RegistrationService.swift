import Database
import Domain
import Store
import Wire

/// Registration tokens, and the agents that register with them. FR-100.1–3.
public struct RegistrationService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// Makes a token for the caller's team.
    /// - Returns: the token, with its secret, which is not shown again.
    public func createToken(name: String, by caller: UserCaller) async throws -> RegistrationTokenDTO {
        try caller.requireAdministrator()
        let name = try FieldRules.name(name, field: "name")
        let secret = SecretText.make(prefix: SecretText.registrationTokenPrefix, random: context.random)
        let guid: RegistrationTokenID = context.identifier()
        let now = context.time.now()
        try await context.database.write { tx in
            try RegistrationTokenStore(tx).insert(
                guid: guid, team: caller.team.rowID, name: name, tokenHash: SecretText.hash(secret),
                by: caller.user.rowID, at: now)
            try NotificationStore(tx).audit(
                team: caller.team.rowID, user: caller.user.rowID, action: "agent_token.create",
                subject: guid.description, at: now)
        }
        return RegistrationTokenDTO(
            guid: guid.description, name: name, expiresAt: now + RegistrationToken.lifetime, isUsed: false,
            token: secret, createdAt: now)
    }

    /// The team's tokens, newest first, without their secrets.
    public func tokens(for caller: UserCaller) async throws -> [RegistrationTokenDTO] {
        try caller.requireAdministrator()
        return try await context.database.read { tx in
            try RegistrationTokenStore(tx).all(team: caller.team.rowID).map { token in
                RegistrationTokenDTO(
                    guid: token.guid.description, name: token.name, expiresAt: token.expiresAt,
                    isUsed: token.usedAt != nil, usedByAgentGuid: token.usedByAgent?.description,
                    createdAt: token.createdAt)
            }
        }
    }

    /// Withdraws an unused token.
    public func deleteToken(_ guid: String, by caller: UserCaller) async throws {
        try caller.requireAdministrator()
        let isDeleted = try await context.database.write { tx in
            guard let guid = RegistrationTokenID(guid) else { return false }
            return try RegistrationTokenStore(tx).delete(guid, team: caller.team.rowID)
        }
        guard isDeleted else { throw CoordinatorError.notFound("unused registration token") }
    }

    /// Trades a token for an API key. The server keeps only the key's hash.
    /// - Throws: 400 `invalid_token` (unknown or expired), 409 `token_used`, 400 naming a field.
    public func register(_ request: RegisterRequest) async throws -> RegisterResponse {
        let name = try FieldRules.name(request.name, field: "name")
        let hostname = try FieldRules.text(request.hostname, field: "hostname", upTo: 255)
        let version = try FieldRules.text(request.version, field: "version", upTo: 100)
        let platform = try FieldRules.platform(request.platform)
        let checksum = try FieldRules.checksum(request.binaryChecksum, field: "binary_checksum")
        let roots = try FieldRules.paths(request.roots ?? [], field: "roots")
        let capabilities = try FieldRules.words(request.capabilities, field: "capabilities")
        let key = SecretText.make(prefix: SecretText.agentKeyPrefix, random: context.random)
        let now = context.time.now()
        let agentGuid: AgentID = context.identifier()
        let userGuid: UserID = context.identifier()
        let team = try await context.write { tx -> (Team, [Event]) in
            let token = try Self.usableToken(tx, request.registrationToken, now)
            guard let team = try TeamStore(tx).find(row: token.teamRowID) else { throw Self.invalidToken }
            let systemUser = try UserStore(tx).insertSystem(
                guid: userGuid, team: team.rowID, name: "Agent: \(name)", createdBy: token.createdByRowID, at: now)
            let row = try AgentStore(tx).insert(
                .init(
                    guid: agentGuid, team: team.rowID, systemUser: systemUser, issuedBy: token.createdByRowID,
                    name: name,
                    hostname: hostname, osInfo: request.osInfo.map { String($0.prefix(500)) }, platform: platform,
                    version: version,
                    binaryChecksum: checksum, keyHash: SecretText.hash(key),
                    keyPrefix: String(key.dropFirst(SecretText.agentKeyPrefix.count).prefix(6)),
                    capabilities: capabilities, roots: roots), at: now)
            guard try RegistrationTokenStore(tx).use(row: token.rowID, by: row, at: now) else { throw Self.tokenUsed }
            try NotificationStore(tx).audit(
                team: team.rowID, user: systemUser, action: "agent.register", subject: agentGuid.description, at: now)
            return (team, [.agentChanged(team: team.rowID, agent: row), .poolChanged(team: team.rowID)])
        }
        context.logger.info("agent registered", metadata: ["agent": "\(agentGuid)", "team": "\(team.guid)"])
        return RegisterResponse(
            agentGuid: agentGuid.description, apiKey: key, serverVersion: SafelightVersion.current,
            teamGuid: team.guid.description)
    }

    private static func usableToken(_ tx: any SQLConnection, _ secret: String, _ now: Timestamp) throws
        -> RegistrationToken
    {
        guard let token = try RegistrationTokenStore(tx).find(tokenHash: SecretText.hash(secret)) else {
            throw invalidToken
        }
        guard token.usedAt == nil else { throw tokenUsed }
        guard token.expiresAt > now else {
            throw CoordinatorError(
                .badRequest, "token_expired", "The registration token has expired; make a new one on the agents page.")
        }
        return token
    }

    private static let invalidToken = CoordinatorError(
        .badRequest, "invalid_token", "The registration token is not known here; make one on the agents page.")
    private static let tokenUsed = CoordinatorError(
        .conflict, "token_used",
        "The registration token has been used; a token registers one agent. Make a new one on the agents page.")
}
