import Domain
import TestSupport
import Testing
import Wire

/// The user API at the wire.
@Suite(.timeLimit(.minutes(4)))
struct UserAPITests {
    @Test func signingInOpensASessionAndSigningOutEndsIt() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let login = try await server.call(
                UserRoutes.login,
                json: ["email": .string(ann.email), "password": .string(TestPerson.password)])
            #expect(login.status == 200)
            let cookie = try #require(login.headers["set-cookie"].first)
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
            #expect(!cookie.contains("Secure"))
            let pair = String(cookie.prefix { $0 != ";" })
            let own = ["cookie": pair, "origin": "http://127.0.0.1:\(server.port)"]
            let me = try await server.send(.get, UserRoutes.me.pattern, headers: ["cookie": pair])
            #expect(me.json["email"] == .string(ann.email))
            let out = try await server.send(
                .post, UserRoutes.logout.pattern, headers: .init(own.map { ($0.key, $0.value) }))
            #expect(out.status == 204)
            let after = try await server.send(.get, UserRoutes.me.pattern, headers: ["cookie": pair])
            #expect(after.status == 401)
            #expect(after.code == "not_signed_in")
        }
    }

    @Test func aWrongPasswordSaysNothingOfTheAccount() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let wrong = try await server.call(
                UserRoutes.login, json: ["email": .string(ann.email), "password": "wrong password"])
            let unknown = try await server.call(
                UserRoutes.login, json: ["email": "nobody@example.org", "password": "wrong password"])
            #expect(wrong.status == 401)
            #expect(wrong.bytes == unknown.bytes)
        }
    }

    @Test(.proves("EC-3"), arguments: [UserRoutes.collection, UserRoutes.job, UserRoutes.agent])
    func anotherTeamsObjectsAreNotFound(route: Route) async throws {
        try await TestServer.run { server in
            let theirs = try await server.stranger()
            let agent = try await theirs.agent()
            let collection = try await theirs.collection(on: agent)
            let job = try await theirs.run(collection)
            let guid = [UserRoutes.collection: collection, UserRoutes.job: job, UserRoutes.agent: agent.guid][route]
            let ann = try await server.person()
            let answer = try await server.call(route, try #require(guid), key: ann.token)
            #expect(answer.status == 404)
            #expect(answer.code == "not_found")
            #expect(try await server.call(route, try #require(guid), key: theirs.token).status == 200)
        }
    }

    @Test(
        arguments: [
            ("?status=pending,asleep", "status"), ("?tool=magic", "tool"), ("?limit=0", "limit"),
            ("?limit=201", "limit"), ("?limit=x", "limit"), ("?cursor=job_nonsense", "cursor"),
        ])
    func aQueryThatMeansNothingIsNamed(query: String, field: String) async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let answer = try await server.call(UserRoutes.jobs, key: ann.token, query: query)
            #expect(answer.status == 400)
            #expect(answer.field == field)
        }
    }

    @Test func jobsAreListedByFilterAndPage() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            let collection = try await ann.collection(on: agent)
            let jobs = [try await ann.run(collection), try await ann.run(collection)]
            let first = try await server.call(UserRoutes.jobs, key: ann.token, query: "?limit=1&status=pending")
            #expect(first.json["items"]?[0]?["guid"]?.stringValue == jobs[1])
            let cursor = try first.text("next_cursor")
            let second = try await server.call(UserRoutes.jobs, key: ann.token, query: "?limit=1&cursor=\(cursor)")
            #expect(second.json["items"]?[0]?["guid"]?.stringValue == jobs[0])
            #expect(second.json["next_cursor"] == .null)
            let none = try await server.call(UserRoutes.jobs, key: ann.token, query: "?status=running,failed")
            #expect(none.json["items"] == [])
        }
    }

    @Test func anAgentWithCollectionsIsNotDeleted() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            let collection = try await ann.collection(on: agent)
            let refused = try await server.call(UserRoutes.deleteAgent, agent.guid, key: ann.token)
            #expect(refused.status == 409)
            #expect(refused.code == "agent_has_collections")
            #expect(refused.message.contains("Archive"))
            #expect(try await server.call(UserRoutes.deleteCollection, collection, key: ann.token).status == 204)
            #expect(try await server.call(UserRoutes.deleteAgent, agent.guid, key: ann.token).status == 204)
        }
    }

    @Test(.proves("FR-540.9"))
    func anAgentReadsTheConfigurationOfTheJobThatItHolds() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            _ = try await ann.run(try await ann.collection(on: agent))
            let job = try await agent.claimed()
            let answer = try await agent.call(UserRoutes.jobConfiguration, job.guid)
            #expect(answer.status == 200)
            #expect(answer.json["collection"]?["location"] == "/photos")
            #expect(answer.json["photo_extensions"]?.arrayValue?.contains(".dng") == true)
            #expect(try await agent.call(UserRoutes.photoExtensions).status == 200)
            let other = try await ann.agent("attic")
            #expect(try await other.call(UserRoutes.jobConfiguration, job.guid).code == "not_your_job")
        }
    }

    @Test func anAgentsKeyOpensNothingElseOfTheUserAPI() async throws {
        try await TestServer.run { server in
            let agent = try await server.person().agent()
            for route in [UserRoutes.agents, UserRoutes.jobs, UserRoutes.pipelines, UserRoutes.setPhotoExtensions] {
                let answer = try await agent.call(route, json: route.method == .put ? [".dng"] : nil)
                #expect(answer.status == 401, "\(route)")
            }
        }
    }

    @Test func aSettingIsReplacedAndItsWrongPlaceNamed() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let route = UserRoutes.setPhotoExtensions
            #expect(try await server.call(route, key: ann.token, json: [".DNG", ".cr3"]).json == [".dng", ".cr3"])
            #expect(try await server.call(UserRoutes.photoExtensions, key: ann.token).json == [".dng", ".cr3"])
            let answer = try await server.call(route, key: ann.token, json: [".dng", "cr3"])
            #expect(answer.status == 400)
            #expect(answer.field == "[1]")
        }
    }

    @Test(arguments: Tool.allCases)
    func eachToolsSchemaIsPublished(tool: Tool) async throws {
        try await TestServer.run { server in
            let answer = try await server.call(UserRoutes.resultsSchema, "\(tool.rawValue).json")
            #expect(answer.status == 200)
            #expect(answer.json["$schema"] == "https://json-schema.org/draft/2020-12/schema")
            #expect(try await server.call(UserRoutes.resultsSchema, tool.rawValue).status == 404)
        }
    }

    @Test func aJobIsCancelledExplainedAndRetried() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let job = try await ann.run(try await ann.collection(on: try await ann.agent()))
            let why = try await server.call(UserRoutes.explainJob, job, key: ann.token)
            #expect(why.json["agents"]?[0]?["agent_name"] == "darkroom")
            let early = try await server.call(UserRoutes.retryJob, job, key: ann.token)
            #expect(early.code == "not_retryable")
            #expect(try await server.call(UserRoutes.cancelJob, job, key: ann.token).json["status"] == "cancelled")
            #expect(try await server.call(UserRoutes.cancelJob, job, key: ann.token).code == "already_ended")
            let again = try await server.call(UserRoutes.retryJob, job, key: ann.token)
            #expect(again.status == 201)
            #expect(again.json["parent_job_guid"]?.stringValue == job)
        }
    }
}
