import Coordinator
import Domain
import Testing
import Wire

/// A person of a team with an API token, and what they set up for a test.
struct TestPerson: Sendable {
    static let team = "Studio North"
    static let password = "correct horse battery"

    let server: TestServer
    let email: String
    let token: String

    /// Makes an agent with a registration token of its own.
    func agent(
        _ name: String = "darkroom", capabilities: [String] = ["local_filesystem", "tool:photostats:1.0.0"]
    ) async throws -> TestAgent {
        let answer = try await server.call(
            AgentRoutes.register,
            json: TestAgent.registration(token: try await registrationToken(), name: name, capabilities: capabilities))
        #expect(answer.status == 201)
        return TestAgent(
            server: server, guid: try answer.text("agent_guid"), key: try answer.text("api_key"),
            capabilities: capabilities)
    }

    /// The secret of a fresh registration token.
    func registrationToken() async throws -> String {
        let answer = try await server.call(UserRoutes.createAgentToken, key: token, json: ["name": "for a test"])
        #expect(answer.status == 201)
        return try answer.text("token")
    }

    /// Makes a collection on an agent.
    func collection(on agent: TestAgent, _ location: String = "/photos") async throws -> String {
        let answer = try await server.call(
            UserRoutes.createCollection, key: token,
            json: [
                "name": "Archive", "type": "LOCAL", "location": .string(location),
                "bound_agent_guid": .string(agent.guid),
            ])
        #expect(answer.status == 201, "\(answer.text)")
        return try answer.text("guid")
    }

    /// Starts PhotoStats on a collection.
    func run(_ collection: String) async throws -> String {
        let answer = try await server.call(UserRoutes.startRun, collection, key: token, json: ["tool": "photostats"])
        #expect(answer.status == 201)
        return try answer.text("guid")
    }

    /// A job as the user API shows it.
    func job(_ guid: String) async throws -> JSONValue {
        try await server.call(UserRoutes.job, guid, key: token).json
    }

    /// The secret of a new session.
    func session() async throws -> String {
        try await server.coordinator.accounts.signIn(email: email, password: Self.password).secret
    }
}

extension TestServer {
    /// A person with an API token.
    func person(
        _ email: String = "ann@example.org", team: String = TestPerson.team, role: Role = .administrator
    ) async throws -> TestPerson {
        let accounts = coordinator.accounts
        _ = try await accounts.createUser(
            team: team, email: email, name: "Ann", role: role, password: TestPerson.password)
        return TestPerson(
            server: self, email: email, token: try await accounts.createAPIToken(email: email, name: "test"))
    }

    /// A person of another team.
    func stranger() async throws -> TestPerson {
        _ = try await coordinator.accounts.createTeam(name: "Studio South")
        return try await person("bob@example.org", team: "Studio South")
    }
}
