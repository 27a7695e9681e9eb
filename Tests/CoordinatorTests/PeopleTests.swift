import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("People of a team")
struct PeopleTests {
    private static let request = NewPersonRequest(
        email: "Max@Example.org", name: "Max", role: .member, password: "another long one")

    @Test("An administrator adds people to the own team; each signs in, and is seen to", arguments: TestEngine.all)
    func adds(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let ann = try await f.administrator()
            _ = try await f.administrator(of: "Blue")
            let max = try await f.coordinator.accounts.addPerson(Self.request, by: ann)
            #expect(max.lastSignInAt == nil && max.email == "max@example.org" && max.role == .member)
            let again = try await f.refusal { _ = try await f.coordinator.accounts.addPerson(Self.request, by: ann) }
            #expect(again == "409 email_taken")
            f.time.advance(by: .seconds(5))
            _ = try await f.coordinator.accounts.signIn(email: "max@example.org", password: Self.request.password)
            let people = try await f.coordinator.accounts.people(for: ann)
            #expect(people.map(\.name) == ["Ann", "Max"])
            #expect(people[1].lastSignInAt == f.time.now())
        }
    }

    @Test("Members change nobody, and nobody reaches into another team", .proves("EC-3"), arguments: TestEngine.all)
    func rights(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let (ann, member) = (try await f.administrator(), try await f.person(role: .member))
            let other = try await f.administrator(of: "Blue")
            let accounts = f.coordinator.accounts
            let guid = member.user.guid.description
            for (caller, expected) in [(member, "403 administrators_only"), (other, "404 not_found")] {
                let refusals = [
                    try await f.refusal { _ = try await accounts.changePerson(guid, name: "X", role: nil, by: caller) },
                    try await f.refusal { try await accounts.removePerson(guid, by: caller) },
                ]
                #expect(refusals == [expected, expected])
            }
            #expect(
                try await f.refusal { _ = try await accounts.addPerson(Self.request, by: member) }
                    == "403 administrators_only")
            #expect(try await accounts.people(for: ann).count == 2)
            let short = NewPersonRequest(email: "x@example.org", name: "X", role: .member, password: "short")
            #expect(try await f.refusal { _ = try await accounts.addPerson(short, by: ann) } == "400 invalid_field")
        }
    }

    @Test("Who is removed is out at once, everywhere; the name stays, the email is free", arguments: TestEngine.all)
    func removes(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let accounts = f.coordinator.accounts
            _ = try await accounts.addPerson(
                NewPersonRequest(
                    email: "max@example.org", name: "Max", role: .administrator, password: Self.request.password),
                by: s.administrator)
            let max = try await accounts.person(team: s.administrator.team.name, email: "max@example.org")
            let session = try await accounts.signIn(email: "max@example.org", password: Self.request.password).secret
            let token = try #require(try await accounts.createAPIToken(name: "script", by: max).token)
            let open = try await f.token(by: max)
            let job = try await f.coordinator.runs.start(
                RunRequest(tool: .photostats), collection: s.collection.guid, by: max)
            try await accounts.removePerson(max.user.guid.description, by: s.administrator)
            #expect(try await accounts.authenticate(session: session) == nil)
            #expect(try await accounts.authenticate(apiToken: token) == nil)
            let signIn = try await f.refusal {
                _ = try await accounts.signIn(email: "max@example.org", password: Self.request.password)
            }
            #expect(signIn == "401 wrong_credentials")
            let registering = try await f.refusal {
                _ = try await f.coordinator.registration.register(f.registration(token: open))
            }
            #expect(registering == "400 invalid_token")
            #expect(try await f.coordinator.jobs.get(job.guid, for: s.administrator).guid == job.guid)
            #expect(try await f.text("SELECT name AS t FROM users WHERE guid = ?1", [max.user.guid]) == "Max")
            #expect(try await accounts.people(for: s.administrator).count == 1)
            #expect(
                try await f.refusal { try await accounts.removePerson(max.user.guid.description, by: s.administrator) }
                    == "404 not_found")
            #expect(try await accounts.addPerson(Self.request, by: s.administrator).email == "max@example.org")
            #expect(try await f.count("SELECT count(*) AS n FROM audit WHERE action = 'user.remove'") == 1)
        }
    }

    @Test("A team never loses its last administrator", arguments: TestEngine.all)
    func last(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let ann = try await f.administrator()
            let accounts = f.coordinator.accounts
            let guid = ann.user.guid.description
            let refusals = [
                try await f.refusal { try await accounts.removePerson(guid, by: ann) },
                try await f.refusal { _ = try await accounts.changePerson(guid, name: nil, role: .member, by: ann) },
            ]
            #expect(refusals == ["409 last_administrator", "409 last_administrator"])
            let bob = try await f.administrator()
            #expect(try await f.refusal { try await accounts.removePerson(guid, by: ann) } == "409 yourself")
            // Two who make members of each other at the same moment: one of them stays.
            async let first = f.refusal {
                _ = try await accounts.changePerson(bob.user.guid.description, name: nil, role: .member, by: ann)
            }
            async let second = f.refusal {
                _ = try await accounts.changePerson(guid, name: nil, role: .member, by: bob)
            }
            let outcomes = [try await first, try await second]
            #expect(Set(outcomes) == [nil, "409 last_administrator"])
            #expect(
                try await f.count("SELECT count(*) AS n FROM users WHERE role = 'administrator'") == 1)
        }
    }

    @Test("Another password ends every session but the one that asked", .proves("NFR-300.1"), arguments: TestEngine.all)
    func password(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let email = "ann@example.org"
            let ann = try await f.person(role: .administrator, email: email)
            let accounts = f.coordinator.accounts
            let here = try await accounts.signIn(email: email, password: Fixture.password).secret
            let there = try await accounts.signIn(email: email, password: Fixture.password).secret
            let wrong = try await f.refusal {
                try await accounts.changePassword(from: "guess", to: "a new long one", session: here, by: ann)
            }
            let short = try await f.refusal {
                try await accounts.changePassword(from: Fixture.password, to: "short", session: here, by: ann)
            }
            #expect([wrong, short] == ["400 invalid_field", "400 invalid_field"])
            try await accounts.changePassword(from: Fixture.password, to: "a new long one", session: here, by: ann)
            #expect(try await accounts.authenticate(session: here) != nil)
            #expect(try await accounts.authenticate(session: there) == nil)
            _ = try await accounts.signIn(email: email, password: "a new long one")
            let old = try await f.refusal { _ = try await accounts.signIn(email: email, password: Fixture.password) }
            #expect(old == "401 wrong_credentials")
        }
    }

    @Test("API tokens are one's own; their last use is kept to the minute", arguments: TestEngine.all)
    func tokens(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let (ann, bob) = (try await f.administrator(), try await f.administrator())
            let accounts = f.coordinator.accounts
            let made = try await accounts.createAPIToken(name: " script ", by: ann)
            let secret = try #require(made.token)
            #expect(secret.hasPrefix("tok_\(made.prefix)") && made.prefix.count == 6 && made.name == "script")
            func lastUse() async throws -> Timestamp? { try await accounts.apiTokens(of: ann).first?.lastUsedAt }
            #expect(try await lastUse() == nil)
            let first = f.time.now()
            for seconds in [0, 59] {
                f.time.advance(by: .seconds(seconds))
                #expect(try await accounts.authenticate(apiToken: secret)?.user.guid == ann.user.guid)
                #expect(try await lastUse() == first)
            }
            f.time.advance(by: .seconds(1))
            _ = try await accounts.authenticate(apiToken: secret)
            #expect(try await lastUse() == f.time.now())
            #expect(try await accounts.apiTokens(of: bob).isEmpty)
            #expect(
                try await f.refusal { try await accounts.deleteAPIToken(made.guid, by: bob) } == "404 not_found")
            try await accounts.deleteAPIToken(made.guid, by: ann)
            #expect(try await accounts.authenticate(apiToken: secret) == nil)
            #expect(try await f.count("SELECT count(*) AS n FROM api_tokens WHERE token_hash = ?1", [secret]) == 0)
        }
    }

    @Test("Settings are saved together or not at all, and entries changed at once both stay", arguments: TestEngine.all)
    func settings(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let ann = try await f.administrator()
            let configuration = f.coordinator.configuration
            let refusal = try await f.refusal {
                try await configuration.set(
                    [(.photoExtensions, [".arw"]), (.requireSidecar, [".a/b"])], by: ann)
            }
            #expect(refusal == "400 invalid_field")
            #expect(
                try await configuration.get(.photoExtensions, team: ann.team.rowID) == Setting.photoExtensions.builtIn)
            try await configuration.set([(.photoExtensions, [".ARW"]), (.requireSidecar, [])], by: ann)
            let all = try await configuration.all(team: ann.team.rowID)
            #expect(all[.photoExtensions] == [".arw"] && all[.requireSidecar] == [])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await configuration.change(.processingMethods, by: ann) { value in
                            var entries = value.objectValue ?? [:]
                            entries["M\(number)"] = "x"
                            return .object(entries)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let methods = try await configuration.get(.processingMethods, team: ann.team.rowID)
            #expect((0..<8).allSatisfy { methods["M\($0)"] == "x" })
        }
    }
}
