import Domain
import TestSupport
import Testing
import Wire

/// Registration and keys, at the wire.
@Suite(.timeLimit(.minutes(4)))
struct AgentAPIRegistrationTests {
    @Test(.proves("FR-100.2", "FR-100.3"))
    func aTokenIsTradedForAKey() async throws {
        try await TestServer.run { server in
            let agent = try await server.person().agent()
            let me = try await agent.call(AgentRoutes.me)
            #expect(me.status == 200)
            #expect(try me.text("guid") == agent.guid)
            #expect(agent.key.hasPrefix("agt_key_"))
            #expect(me.headers["content-type"] == ["application/json; charset=utf-8"])
            #expect(me.headers["x-request-id"].count == 1)
        }
    }

    @Test func aTokenRegistersOneAgentOnly() async throws {
        try await TestServer.run { server in
            let token = try await server.person().registrationToken()
            let body = TestAgent.registration(token: token)
            #expect(try await server.call(AgentRoutes.register, json: body).status == 201)
            let again = try await server.call(AgentRoutes.register, json: body)
            #expect(again.status == 409)
            #expect(again.code == "token_used")
            #expect(again.message.contains("Make a new one"))
        }
    }

    @Test func anExpiredTokenIsRefused() async throws {
        try await TestServer.run { server in
            let token = try await server.person().registrationToken()
            server.time.advance(by: .seconds(25 * 3600))
            let answer = try await server.call(AgentRoutes.register, json: TestAgent.registration(token: token))
            #expect(answer.status == 400)
            #expect(answer.code == "token_expired")
        }
    }

    @Test func aWrongTokenIsRefused() async throws {
        try await TestServer.run { server in
            let token = "art_" + String(repeating: "A", count: 43)
            let answer = try await server.call(AgentRoutes.register, json: TestAgent.registration(token: token))
            #expect(answer.status == 400)
            #expect(answer.code == "invalid_token")
            #expect(!answer.text.contains(token))
        }
    }

    @Test func anotherTeamsTokenRegistersWithThatTeamOnly() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let theirs = try await server.stranger().agent()
            let answer = try await server.call(UserRoutes.agent, theirs.guid, key: ann.token)
            #expect(answer.status == 404)
            #expect(answer.code == "not_found")
        }
    }

    @Test(arguments: [nil, "agt_key_" + String(repeating: "A", count: 43), "nonsense"])
    func withoutARightKeyNothingIsAnswered(key: String?) async throws {
        try await TestServer.run { server in
            let answer = try await server.call(AgentRoutes.me, key: key)
            #expect(answer.status == 401)
            #expect(answer.code == (key == nil ? "missing_key" : "invalid_key"))
            #expect(answer.headers["www-authenticate"] == ["Bearer"])
        }
    }

    @Test(.proves("FR-520.7"))
    func aRevokedAgentIsToldSo() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            let revoked = try await server.call(
                UserRoutes.revokeAgent, agent.guid, key: ann.token, json: ["reason": "sold"])
            #expect(revoked.status == 200)
            let answer = try await agent.call(AgentRoutes.heartbeat, json: ["status": "online"])
            #expect(answer.status == 403)
            #expect(answer.code == "agent_revoked")
            #expect(answer.message.contains("sold"))
        }
    }

    @Test(
        arguments: [
            ("name", JSONValue?.none, "name is missing"), ("name", 5, "name must be a text"),
            ("capabilities", "tool:photostats", "capabilities must be a list"),
            ("capabilities", [1], "capabilities[0] must be a text"),
            ("platform", "amiga-68000", "platform must be"), ("binary_checksum", "ABC", "binary_checksum must be"),
            ("hostname", "", "hostname must not be empty"),
        ] as [(String, JSONValue?, String)])
    func aWrongFieldIsNamed(field: String, value: JSONValue?, message: String) async throws {
        try await TestServer.run { server in
            let token = try await server.person().registrationToken()
            var members = try #require(TestAgent.registration(token: token).objectValue)
            members[field] = value
            let answer = try await server.call(AgentRoutes.register, json: .object(members))
            #expect(answer.status == 400)
            #expect(answer.code == "invalid_field")
            #expect(answer.field?.hasPrefix(field) == true)
            #expect(answer.message.hasPrefix(message), "\(answer.message)")
            #expect(answer.message.hasSuffix("."))
        }
    }
}
