import Domain
import Wire

/// Makes this machine an agent of a team. FR-100.
public struct Registration: Sendable {
    /// What came of it.
    public struct Outcome: Hashable, Sendable {
        /// The new agent's guid.
        public let guid: String
        /// Its team's guid.
        public let team: String
        /// The server's version.
        public let serverVersion: String
    }

    let home: AgentHome
    let settings: AgentSettings
    let identity: AgentIdentity

    /// A registration of a home, with settings that name server, agent and roots.
    public init(home: AgentHome, settings: AgentSettings, identity: AgentIdentity) {
        self.home = home
        self.settings = settings
        self.identity = identity
    }

    /// Trades the token for a key and remembers all of it in the home.
    /// - Parameter replacing: whether the home may forget an agent that it was registered as before.
    /// - Throws: `AgentError`; `already_registered` where the home is another agent's.
    public func run(token: String, replacing: Bool = false) async throws -> Outcome {
        guard token.hasPrefix(SecretText.registrationTokenPrefix) else {
            throw AgentError(
                code: "invalid_token",
                message: "That is not a registration token: it begins with `art_`. Make one on the agents page.",
                exit: .usage)
        }
        // Held from before the token is spent: what comes of it must find a place.
        let lock = try HomeLock(home)
        defer { withExtendedLifetime(lock) {} }
        guard replacing || !home.hasKey else { throw try alreadyRegistered() }
        let answer = try await ask(token)
        try home.storeKey(answer.apiKey)
        try remember(answer)
        return Outcome(guid: answer.agentGuid, team: answer.teamGuid, serverVersion: answer.serverVersion)
    }

    private func ask(_ token: String) async throws -> RegisterResponse {
        let client = try AgentClient(settings: settings, key: nil)
        do {
            let answer = try await client.register(
                RegisterRequest(
                    registrationToken: token, name: settings.name ?? identity.hostname, hostname: identity.hostname,
                    version: identity.version, platform: identity.platform, binaryChecksum: identity.binaryChecksum,
                    capabilities: Capabilities.list(roots: settings.roots), osInfo: identity.osInfo, connectors: [],
                    roots: settings.roots))
            await client.close()
            return answer
        } catch {
            await client.close()
            throw (error as? ServerError).map(Self.explained) ?? error
        }
    }

    private static func explained(_ error: ServerError) -> AgentError {
        switch error.status {
        case 400 where error.code == "invalid_field" || error.code == "invalid_body":
            AgentError(code: error.code, message: error.message, exit: .badData)
        case 400, 401, 403, 409: AgentError(code: error.code, message: error.message, exit: .notPermitted)
        default: error.asExit
        }
    }

    private func alreadyRegistered() throws -> AgentError {
        let file = try ConfigFile.load(home)
        let known = [file[.name], file[.guid], file[.serverURL]].compactMap(\.self).joined(separator: ", ")
        return AgentError(
            code: "already_registered",
            message: "\(home.path) is registered already (\(known)). Give --replace to make it a new agent, "
                + "or --home for another one on this machine.", exit: .cannotCreate)
    }

    private func remember(_ answer: RegisterResponse) throws {
        var file = try ConfigFile.load(home)
        file[.serverURL] = settings.serverURL
        file[.name] = settings.name ?? identity.hostname
        file[.guid] = answer.agentGuid
        file[.proxy] = settings.proxy
        file[.caFile] = settings.caFile
        file[.verifyTLS] = settings.verifyTLS ? nil : "false"
        file[.allowInsecureHTTP] = settings.allowInsecureHTTP ? "true" : nil
        file.roots = settings.roots
        try file.save(home)
    }
}
