import Domain
import Testing
import Wire

@testable import Coordinator

extension Fixture {
    /// A team's administrator, ready to call services.
    func administrator(of team: String = "Red") async throws -> UserCaller {
        try await person(of: team, role: .administrator)
    }

    /// A new person of a team, which is made where it does not exist.
    func person(of team: String = "Red", role: Role, email: String? = nil) async throws -> UserCaller {
        let exists = try await count("SELECT count(*) AS n FROM teams WHERE name = ?1", [team]) == 1
        if !exists { _ = try await coordinator.accounts.createTeam(name: team) }
        let email = email ?? "\(role.rawValue)-\(random.next())@\(team.lowercased()).example.org"
        _ = try await coordinator.accounts.createUser(
            team: team, email: email, name: "Ann", role: role, password: Self.password)
        return try await coordinator.accounts.person(team: team, email: email)
    }

    /// A registration token's secret.
    func token(by caller: UserCaller) async throws -> String {
        let made = try await coordinator.registration.createToken(name: "for a test", by: caller)
        return try #require(made.token)
    }

    /// What an agent sends to register.
    func registration(
        token: String, name: String = "studio", capabilities: [String] = Fixture.allTools
    ) -> RegisterRequest {
        RegisterRequest(
            registrationToken: token, name: name, hostname: "studio.local", version: "1.0.0", platform: "linux-amd64",
            binaryChecksum: Checksum(of: Array(name.utf8)).description, capabilities: capabilities)
    }

    /// What a fully equipped agent can do.
    static let allTools = [
        "local_filesystem", "tool:photostats:1.0.0", "tool:photo_pairing:1.0.0", "tool:pipeline_validation:1.0.0",
    ]

    /// An agent that has registered and is online.
    func agent(
        _ name: String = "studio", of administrator: UserCaller, capabilities: [String] = Fixture.allTools
    ) async throws -> TestAgent {
        let answer = try await coordinator.registration.register(
            registration(token: try await token(by: administrator), name: name, capabilities: capabilities))
        let agent = TestAgent(
            fixture: self, guid: answer.agentGuid, key: answer.apiKey, name: name, capabilities: capabilities)
        _ = try await agent.heartbeat()
        return agent
    }
}
