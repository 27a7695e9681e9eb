import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Registration")
struct RegistrationTests {
    @Test(
        "A token registers one agent of its team, with a key that is kept as a hash alone",
        .proves("FR-100.1", "FR-100.2", "FR-100.3", "NFR-300.1"), arguments: TestEngine.all)
    func registers(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let red = try await f.administrator()
            let token = try await f.token(by: red)
            let answer = try await f.coordinator.registration.register(f.registration(token: token))
            #expect(answer.teamGuid == red.team.guid.description)
            #expect(answer.apiKey.hasPrefix("agt_key_") && answer.apiKey.count == 8 + 43)
            let caller = try await f.coordinator.heartbeats.authenticate(key: answer.apiKey)
            #expect(caller.agent.guid.description == answer.agentGuid && caller.team == red.team)
            let again = try await f.refusal {
                _ = try await f.coordinator.registration.register(f.registration(token: token, name: "other"))
            }
            #expect(again == "409 token_used")
            let kept = try await f.text("SELECT key_hash AS t FROM agents")
            #expect(kept == SecretText.hash(answer.apiKey))
            let keptToken = try await f.text("SELECT token_hash AS t FROM registration_tokens")
            #expect(keptToken == SecretText.hash(token))
            let tokens = try await f.coordinator.registration.tokens(for: red)
            #expect(tokens.map(\.isUsed) == [true] && tokens[0].usedByAgentGuid == answer.agentGuid)
            #expect(tokens[0].token == nil)
        }
    }

    @Test("A token ends after 24 hours", .proves("FR-100.2"), arguments: TestEngine.all)
    func expires(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let red = try await f.administrator()
            let (early, late) = (try await f.token(by: red), try await f.token(by: red))
            f.time.advance(by: .seconds(24 * 3600) - .milliseconds(1))
            _ = try await f.coordinator.registration.register(f.registration(token: early))
            f.time.advance(by: .milliseconds(1))
            let refusal = try await f.refusal {
                _ = try await f.coordinator.registration.register(f.registration(token: late))
            }
            #expect(refusal == "400 token_expired")
            #expect(try await f.count("SELECT count(*) AS n FROM agents") == 1)
        }
    }

    @Test("A refused registration leaves nothing behind, and its token unused", arguments: TestEngine.all)
    func refusals(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let red = try await f.administrator()
            let token = try await f.token(by: red)
            func refusal(_ change: (inout RegisterRequest) -> Void) async throws -> String? {
                var request = f.registration(token: token)
                change(&request)
                return try await f.refusal { _ = try await f.coordinator.registration.register(request) }
            }
            #expect(try await refusal { $0.registrationToken = "art_unknown" } == "400 invalid_token")
            #expect(try await refusal { $0.name = " \u{2003} " } == "400 invalid_field")
            #expect(try await refusal { $0.name = "two\nlines" } == "400 invalid_field")
            #expect(try await refusal { $0.name = String(repeating: "a", count: 201) } == "400 invalid_field")
            #expect(try await refusal { $0.platform = "plan9-amd64" } == "400 invalid_field")
            #expect(try await refusal { $0.binaryChecksum = "ABC" } == "400 invalid_field")
            #expect(try await refusal { $0.capabilities = ["has space"] } == "400 invalid_field")
            #expect(try await f.count("SELECT count(*) AS n FROM users WHERE is_system = 1") == 0)
            #expect(try await refusal { _ in } == nil)
        }
    }

    @Test(
        "Of registrations at one moment with one token exactly one succeeds", .proves("FR-100.2"),
        arguments: TestEngine.all)
    func race(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let token = try await f.token(by: try await f.administrator())
            let outcomes = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await f.refusal {
                            _ = try await f.coordinator.registration.register(
                                f.registration(token: token, name: "agent \(number)"))
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == nil } == 1)
            #expect(outcomes.count { $0 == "409 token_used" } == 7)
            #expect(try await f.count("SELECT count(*) AS n FROM agents") == 1)
            #expect(try await f.count("SELECT count(*) AS n FROM users WHERE is_system = 1") == 1)
        }
    }

    @Test(
        "Only administrators make, see and withdraw tokens, and only their own team's", .proves("FR-100.1", "EC-3"),
        arguments: TestEngine.all)
    func tokensOfTheTeam(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let (red, blue) = (try await f.administrator(), try await f.administrator(of: "Blue"))
            let member = try await f.person(role: .member)
            let service = f.coordinator.registration
            let refused = try await f.refusal { _ = try await service.createToken(name: "t", by: member) }
            #expect(refused == "403 administrators_only")
            #expect(try await f.refusal { _ = try await service.tokens(for: member) } == "403 administrators_only")
            let token = try await service.createToken(name: "for the laptop", by: red)
            #expect(try await service.tokens(for: blue).isEmpty)
            let foreign = try await f.refusal { try await service.deleteToken(token.guid, by: blue) }
            #expect(foreign == "404 not_found")
            try await service.deleteToken(token.guid, by: red)
            let gone = try await f.refusal {
                _ = try await service.register(f.registration(token: token.token ?? ""))
            }
            #expect(gone == "400 invalid_token")
            #expect(try await f.refusal { try await service.deleteToken(token.guid, by: red) } == "404 not_found")
        }
    }

    @Test(
        "An agent gets a SYSTEM user of its name, and remembers who issued its token",
        .proves("FR-110.1", "FR-110.2", "FR-110.3", "FR-110.4", "FR-110.5"), arguments: TestEngine.all)
    func systemUser(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let red = try await f.administrator()
            let agent = try await f.agent("studio", of: red)
            let dto = try await f.coordinator.agents.get(agent.guid, team: red.team.rowID)
            #expect(dto.createdBy == red.user.guid.description)
            let system = try #require(dto.systemUserGuid)
            let row = try await f.database.read { tx in
                try tx.first("SELECT name, is_system, email, password_hash FROM users WHERE guid = ?1", [system])
            }
            #expect(try row?.text("name") == "Agent: studio")
            #expect(try row?.bool("is_system") == true)
            #expect(try row?.optionalText("email") == nil && row?.optionalText("password_hash") == nil)
            let people = try await f.coordinator.accounts.users()
            #expect(people.map(\.guid) == [red.user.guid.description])
        }
    }
}
