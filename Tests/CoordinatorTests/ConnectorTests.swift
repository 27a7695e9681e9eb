import Domain
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Connectors: where credentials live, and who gets the jobs")
struct ConnectorTests {
    private static let bucket = ["bucket": "archive", "endpoint": "https://minio.local:9000"]
    private static let keys = ["access_key_id": "AKIA1", "secret_access_key": "do not tell"]
    private static let tools = ["source:s3", "tool:photostats:1.0.0"]

    /// A team with a connector, a collection on it, and a job that waits.
    private struct Remote {
        let administrator: UserCaller
        let connector: ConnectorDTO
        let collection: CollectionDTO
        let job: JobDTO
    }

    private func remote(_ f: Fixture, _ location: CredentialLocation) async throws -> Remote {
        let administrator = try await f.administrator()
        let connector = try await f.coordinator.connectors.create(
            CreateConnectorRequest(
                name: "Minio", type: .s3, credentialLocation: location, configuration: Self.bucket,
                credentials: location == .server ? Self.keys : nil), by: administrator)
        let collection = try await f.coordinator.collections.create(
            CreateCollectionRequest(
                name: "Remote", type: .s3, location: "/2026/", connectorGuid: connector.guid), by: administrator)
        let job = try await f.job(on: collection, by: administrator)
        return Remote(administrator: administrator, connector: connector, collection: collection, job: job)
    }

    private func report(_ agent: TestAgent, _ connector: ConnectorDTO, _ works: Bool = true) async throws {
        try await agent.fixture.coordinator.connectors.report(
            connector.guid, ReportCapabilityRequest(testSuccessful: works, testMessage: works ? nil : "wrong key"),
            from: try await agent.caller())
    }

    private func claim(_ agent: TestAgent, _ connector: ConnectorDTO) async throws -> JobAssignment? {
        try await agent.claim(capabilities: Self.tools + ["connector:\(connector.guid)"])
    }

    @Test("What is said of a connector is checked field by field", .proves("FR-300.1"), arguments: TestEngine.all)
    func checks(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let administrator = try await f.administrator()
            let member = try await f.person(role: .member)
            func refusal(
                _ type: ConnectorType, _ configuration: [String: String], _ location: CredentialLocation = .pending,
                _ credentials: [String: String]? = nil
            ) async throws -> String? {
                do {
                    _ = try await f.coordinator.connectors.create(
                        CreateConnectorRequest(
                            name: "c", type: type, credentialLocation: location, configuration: configuration,
                            credentials: credentials), by: administrator)
                    return nil
                } catch let error as CoordinatorError {
                    #expect(error.code == "invalid_field")
                    return error.details?["field"]?.stringValue
                }
            }
            #expect(try await refusal(.s3, [:]) == "configuration.bucket")
            #expect(try await refusal(.s3, ["bucket": "a/b"]) == "configuration.bucket")
            #expect(try await refusal(.s3, ["bucket": "a", "colour": "red"]) == "configuration.colour")
            for endpoint in ["ftp://x", "https://", "https://u@x", "https://x/path", "x"] {
                #expect(try await refusal(.s3, ["bucket": "a", "endpoint": endpoint]) == "configuration.endpoint")
            }
            #expect(try await refusal(.s3, ["bucket": "a", "addressing": "up"]) == "configuration.addressing")
            #expect(try await refusal(.smb, ["server": "nas", "share": "a\\b"]) == "configuration.share")
            for port in ["0", "65536", "-1", "+1", "x"] {
                let place = ["server": "nas", "share": "photos", "port": port]
                #expect(try await refusal(.smb, place) == "configuration.port", "\(port)")
            }
            #expect(try await refusal(.s3, Self.bucket, .server) == "credentials")
            #expect(try await refusal(.s3, Self.bucket, .agent, Self.keys) == "credentials")
            #expect(try await refusal(.s3, Self.bucket, .pending, Self.keys) == "credentials")
            #expect(
                try await refusal(.s3, Self.bucket, .server, ["access_key_id": "A"]) == "credentials.secret_access_key")
            #expect(
                try await refusal(.gcs, ["bucket": "a"], .server, ["service_account": "{"])
                    == "credentials.service_account")
            let request = CreateConnectorRequest(name: "c", type: .smb, configuration: ["server": "nas", "share": "p"])
            #expect(
                try await f.refusal { _ = try await f.coordinator.connectors.create(request, by: member) }
                    == "403 administrators_only")
            let made = try await f.coordinator.connectors.create(request, by: administrator)
            #expect(made.credentialLocation == .pending && !made.isActive)
            #expect(made.configuration == ["server": "nas", "share": "p", "port": "445", "encryption": "offered"])
        }
    }

    @Test(
        "Credentials on the server rest encrypted and travel only with a job, over a sealed connection",
        .proves("FR-300.2"), arguments: TestEngine.all)
    func onTheServer(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let r = try await remote(f, .server)
            let agent = try await f.agent(of: r.administrator, capabilities: Self.tools)
            #expect(r.job.requiredCapabilities == ["source:s3", "tool:photostats"])
            #expect(r.connector.isActive)
            let stored = try await f.text("SELECT sealed_credentials AS t FROM connectors")
            let sealed = try #require(stored.flatMap(Base64URL.decode))
            #expect(!String(decoding: sealed, as: UTF8.self).contains("do not tell"))
            #expect(try await agent.claim() == nil)
            #expect(try await agent.claim(capabilities: Self.tools + ["sealed_connection"]) == nil)
            let job = try #require(try await agent.claim(isSealed: true))
            #expect(job.connector?.credentials == Self.keys && job.connector?.guid == r.connector.guid)
            #expect(job.connector?.configuration["endpoint"] == Self.bucket["endpoint"])
            #expect(job.collection.location == "2026" && job.collection.type == .s3)
            #expect(try await agent.claim(isSealed: true)?.connector == job.connector)
            #expect(try await agent.claim() == nil, "the same job again, in clear")
        }
    }

    @Test("Sealed credentials open for their own connector and key only, and not when they were changed")
    func sealing() throws {
        let ring = KeyRing(current: [UInt8](repeating: 1, count: 32))
        let random = RepeatableRandom()
        let one = ConnectorID(at: Timestamp(milliseconds: 0), random: random)
        let two = ConnectorID(at: Timestamp(milliseconds: 1), random: random)
        let sealed = try ring.seal(Self.keys, for: one)
        #expect(ring.open(sealed, for: one) == Self.keys)
        #expect(ring.open(sealed, for: two) == nil)
        #expect(try ring.seal(Self.keys, for: one) != sealed)
        let next = KeyRing(current: [UInt8](repeating: 2, count: 32))
        #expect(next.open(sealed, for: one) == nil)
        let both = KeyRing(
            current: [UInt8](repeating: 2, count: 32), older: [[UInt8](repeating: 1, count: 32)])
        #expect(both.open(sealed, for: one) == Self.keys)
        let bytes = try #require(Base64URL.decode(sealed.text))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(ring.open(SealedCredentials(text: Base64URL.encode(changed), keyID: sealed.keyID), for: one) == nil)
        }
        #expect(ring.open(SealedCredentials(text: "AAAA", keyID: sealed.keyID), for: one) == nil)
    }

    @Test(
        "A pending connector is usable by no job until an agent reports; then by that one alone",
        .proves("FR-300.3", "FR-300.4", "FR-300.7", "FR-300.8", "FR-300.10"), arguments: TestEngine.all)
    func pending(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let r = try await remote(f, .pending)
            let c = f.coordinator.connectors
            let agents = [
                try await f.agent("one", of: r.administrator, capabilities: Self.tools),
                try await f.agent("two", of: r.administrator, capabilities: Self.tools),
                try await f.agent("three", of: r.administrator, capabilities: Self.tools),
            ]
            #expect(r.job.requiredCapabilities.contains("connector:\(r.connector.guid)"))
            for agent in agents { #expect(try await claim(agent, r.connector) == nil) }
            let caller = try await agents[1].caller()
            let open = try await c.list(for: caller, isPendingOnly: true).connectors
            #expect(open.map(\.guid) == [r.connector.guid])
            #expect(open[0].credentialSchema["properties"]?["secret_access_key"]?["writeOnly"] == true)
            #expect(try await f.refusal { try await report(agents[1], r.connector, false) } == "400 test_failed")
            #expect(try await c.get(r.connector.guid, for: r.administrator).credentialLocation == .pending)
            try await report(agents[1], r.connector)
            let held = try await c.get(r.connector.guid, for: r.administrator)
            #expect(held.credentialLocation == .agent && held.isActive && held.agents.map(\.name) == ["two"])
            #expect(try await c.wanting(team: r.administrator.team.rowID, limit: 8).isEmpty)
            let own = try await c.held(byAgent: agents[1].guid, for: r.administrator)
            #expect(own.map(\.connector.name) == ["Minio"] && own[0].isWorking)
            #expect(try await c.held(byAgent: agents[0].guid, for: r.administrator).isEmpty)
            #expect(try await c.list(for: caller, isPendingOnly: true).connectors.isEmpty)
            #expect(try await c.list(for: caller, isPendingOnly: false).connectors.map(\.guid) == [r.connector.guid])
            let why = try await f.coordinator.explanations.explain(r.job.guid, for: r.administrator)
            #expect(Set(why.agents.map(\.reason)) == ["no_credentials", "can_run"])
            for agent in [agents[0], agents[2]] { #expect(try await claim(agent, r.connector) == nil) }
            // What an agent holds is its own word at each claim, too.
            #expect(try await agents[1].claim() == nil)
            let job = try #require(try await claim(agents[1], r.connector))
            #expect(job.connector?.credentials == nil && job.connector?.credentialLocation == .agent)
        }
    }

    @Test("An agent that loses its credentials is out at once", .proves("FR-300.8"), arguments: TestEngine.all)
    func lost(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let r = try await remote(f, .agent)
            let agent = try await f.agent(of: r.administrator, capabilities: Self.tools)
            let guid = r.connector.guid
            for lose: (inout HeartbeatRequest) -> Void in [{ $0.connectors = [] }, { $0.connectors = ["con_x"] }] {
                try await report(agent, r.connector)
                _ = try await agent.heartbeat { $0.connectors = [guid] }
                #expect(try await f.coordinator.connectors.get(guid, for: r.administrator).agents.count == 1)
                _ = try await agent.heartbeat(.notSaid, lose)
                #expect(try await claim(agent, r.connector) == nil)
                #expect(try await f.coordinator.connectors.get(guid, for: r.administrator).agents.isEmpty)
                // A heartbeat alone does not bring it back.
                _ = try await agent.heartbeat { $0.connectors = [guid] }
                #expect(try await claim(agent, r.connector) == nil)
            }
            try await report(agent, r.connector)
            #expect(try await f.refusal { try await report(agent, r.connector, false) } == "400 test_failed")
            #expect(try await claim(agent, r.connector) == nil)
            let failing = try await f.coordinator.connectors.get(guid, for: r.administrator)
            #expect(failing.agents.map(\.isWorking) == [false] && failing.agents[0].message == "wrong key")
            #expect(!failing.isActive)
            let wanting = try await f.coordinator.connectors.wanting(team: r.administrator.team.rowID, limit: 8)
            #expect(wanting.map(\.guid) == [guid])
            let own = try await f.coordinator.connectors.held(byAgent: agent.guid, for: r.administrator)
            #expect(own.map(\.isWorking) == [false])
            try await report(agent, r.connector)
            _ = try await f.coordinator.agents.revoke(agent.guid, reason: "sold", by: r.administrator)
            #expect(try await !f.coordinator.connectors.get(guid, for: r.administrator).isActive)
        }
    }

    @Test("A waiting claim of an agent that is taken out meanwhile ends without the job", arguments: TestEngine.all)
    func lostWhileWaiting(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let r = try await remote(f, .agent)
            let agent = try await f.agent(of: r.administrator, capabilities: Self.tools)
            try await report(agent, r.connector)
            let first = try #require(try await claim(agent, r.connector))
            try await agent.complete(first)
            // The test awaits its value.
            let waiting = Task {
                try await agent.claim(wait: 50, capabilities: Self.tools + ["connector:\(r.connector.guid)"])
            }
            await f.waitForClaims()
            _ = try await agent.heartbeat { $0.connectors = [] }
            try await f.job(on: r.collection, by: r.administrator)
            #expect(try await waiting.value == nil)
        }
    }

    @Test("Credentials that are refused at work take the agent out, and everyone is told", arguments: TestEngine.all)
    func refusedAtWork(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let r = try await remote(f, .agent)
            let agent = try await f.agent("attic", of: r.administrator, capabilities: Self.tools)
            try await report(agent, r.connector)
            let job = try #require(try await claim(agent, r.connector))
            try await agent.fail(job, .permissionDenied)
            #expect(try await f.look(r.job, as: r.administrator).status == .failed)
            try await f.job(on: r.collection, by: r.administrator)
            #expect(try await claim(agent, r.connector) == nil)
            let connector = try await f.coordinator.connectors.get(r.connector.guid, for: r.administrator)
            #expect(connector.agents.map(\.isWorking) == [false] && connector.agents[0].message == "exiftool broke")
            let told = try await f.coordinator.notices.list(for: r.administrator, PageRequest()).items
            #expect(
                told.contains { $0.title == "Minio refused the credentials of attic" && $0.agentGuid == agent.guid })
            try await report(agent, r.connector)
            #expect(try await claim(agent, r.connector) != nil)
        }
    }

    @Test(
        "Credentials that go elsewhere are erased on the server, and waiting jobs follow", .proves("FR-300.11"),
        arguments: TestEngine.all)
    func moves(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let r = try await remote(f, .server)
            let c = f.coordinator.connectors
            let agent = try await f.agent(of: r.administrator, capabilities: Self.tools)
            func change(_ request: ChangeConnectorRequest) async throws -> ConnectorDTO {
                try await c.change(r.connector.guid, request, by: r.administrator)
            }
            #expect(
                try await change(.init(name: "S3", configuration: ["bucket": "other"])).credentialLocation == .server)
            #expect(try await f.count("SELECT count(*) AS n FROM connectors WHERE sealed_credentials IS NOT NULL") == 1)
            #expect(try await f.refusal { try await report(agent, r.connector) } == "409 credentials_on_server")
            #expect(try await change(.init(credentialLocation: .agent)).credentialLocation == .agent)
            #expect(try await f.count("SELECT count(*) AS n FROM connectors WHERE sealed_credentials IS NULL") == 1)
            #expect(try await agent.claim(isSealed: true) == nil)
            try await report(agent, r.connector)
            #expect(
                try await f.refusal { _ = try await change(.init(credentialLocation: .server)) } == "400 invalid_field")
            let ended = try await f.coordinator.jobs.cancel(r.job.guid, by: r.administrator)
            let back = try await change(.init(credentialLocation: .server, credentials: Self.keys))
            let again = try await f.coordinator.jobs.retry(ended.guid, by: r.administrator)
            #expect(!again.requiredCapabilities.contains("connector:\(r.connector.guid)"))
            #expect(back.agents.isEmpty && back.configuration["bucket"] == "other")
            #expect(try await agent.claim(isSealed: true)?.connector?.credentials == Self.keys)
        }
    }

    @Test(
        "A connector with collections is not deleted; without, its credentials go with it", .proves("FR-300.11"),
        arguments: TestEngine.all)
    func deletes(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let r = try await remote(f, .server)
            let c = f.coordinator.connectors
            let guid = r.connector.guid
            #expect(
                try await f.refusal { try await c.delete(guid, by: r.administrator) } == "409 connector_has_collections"
            )
            try await f.coordinator.collections.delete(r.collection.guid, by: r.administrator)
            try await c.delete(guid, by: r.administrator)
            #expect(try await f.refusal { _ = try await c.get(guid, for: r.administrator) } == "404 not_found")
            #expect(try await f.count("SELECT count(*) AS n FROM connectors WHERE sealed_credentials IS NULL") == 1)
        }
    }

    @Test("A remote collection has a connector of its type and team, and a place of its own", arguments: TestEngine.all)
    func collections(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let r = try await remote(f, .pending)
            let agent = try await f.agent(of: r.administrator)
            let blue = try await f.administrator(of: "Blue")
            let foreign = try await f.coordinator.connectors.create(
                CreateConnectorRequest(name: "x", type: .s3, configuration: Self.bucket), by: blue)
            func refusal(
                _ type: CollectionType, _ place: String, _ connector: String?, agent: String? = nil
            ) async throws -> String? {
                try await f.refusal {
                    _ = try await f.coordinator.collections.create(
                        CreateCollectionRequest(
                            name: "c", type: type, location: place, boundAgentGuid: agent, connectorGuid: connector),
                        by: r.administrator)
                }
            }
            let own = r.connector.guid
            #expect(try await refusal(.s3, "2026", own) == "409 duplicate_collection")
            #expect(try await refusal(.s3, "", own) == nil)
            #expect(try await refusal(.s3, "/", own) == "409 duplicate_collection")
            for (type, connector, bound) in [
                (CollectionType.s3, nil, nil), (.s3, foreign.guid, nil), (.gcs, own, nil), (.s3, "con_x", nil),
                (.s3, own, agent.guid), (.local, own, agent.guid),
            ] {
                #expect(try await refusal(type, "/new", connector, agent: bound) == "400 invalid_field")
            }
            #expect(try await refusal(.s3, "a/../b", own) == "400 invalid_field")
            let change = ChangeCollectionRequest(location: "2027/", boundAgentGuid: agent.guid)
            #expect(
                try await f.refusal {
                    _ = try await f.coordinator.collections.change(r.collection.guid, change, by: r.administrator)
                } == "400 invalid_field")
            let moved = try await f.coordinator.collections.change(
                r.collection.guid, ChangeCollectionRequest(location: "2027/"), by: r.administrator)
            #expect(moved.location == "2027" && moved.connectorName == "Minio")
        }
    }

    @Test("Another team's connector does not exist", .proves("EC-3"), arguments: TestEngine.all)
    func tenancy(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let r = try await remote(f, .pending)
            let c = f.coordinator.connectors
            let blue = try await f.administrator(of: "Blue")
            let agent = try await f.agent(of: blue, capabilities: Self.tools)
            let guid = r.connector.guid
            let caller = try await agent.caller()
            let calls: [@Sendable () async throws -> Void] = [
                { _ = try await c.get(guid, for: blue) }, { _ = try await c.collections(on: guid, for: blue) },
                { _ = try await c.change(guid, .init(name: "x"), by: blue) }, { try await c.delete(guid, by: blue) },
                { _ = try await c.metadata(guid, for: caller) }, { try await report(agent, r.connector) },
                { _ = try await c.held(byAgent: agent.guid, for: r.administrator) },
            ]
            for call in calls { #expect(try await f.refusal(call) == "404 not_found") }
            #expect(try await c.list(for: blue, PageRequest()).items.isEmpty)
            #expect(try await c.wanting(team: blue.team.rowID, limit: 8).isEmpty)
            #expect(try await c.list(for: caller, isPendingOnly: false).connectors.isEmpty)
        }
    }
}
