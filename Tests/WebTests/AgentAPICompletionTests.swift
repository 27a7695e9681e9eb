import Domain
import TestSupport
import Testing
import Wire

/// Ends of attempts at the wire: what is accepted once, and all that is refused.
@Suite(.timeLimit(.minutes(4)))
struct AgentAPICompletionTests {
    /// A job that an agent was given.
    private static func withJob(
        _ body: @Sendable @escaping (TestPerson, TestAgent, TestAssignment) async throws -> Void
    ) async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            _ = try await ann.run(try await ann.collection(on: agent))
            try await body(ann, agent, try await agent.claimed())
        }
    }

    @Test(.proves("FR-510.1"))
    func aSignedResultIsStoredAndShown() async throws {
        try await Self.withJob { ann, agent, job in
            let answer = try await agent.call(AgentRoutes.complete, job.guid, json: try job.inlineCompletion())
            #expect(answer.status == 200)
            let result = try answer.text("result_guid")
            let stored = try await ann.server.call(UserRoutes.resultJSON, result, key: ann.token)
            #expect(stored.bytes == CanonicalJSON.encode(TestAssignment.results))
            #expect(try await ann.job(job.guid)["status"] == "completed")
        }
    }

    @Test(.proves("EC-4"))
    func theSameCompletionAgainGetsTheSameAnswer() async throws {
        try await Self.withJob { ann, agent, job in
            let body = try job.inlineCompletion()
            let first = try await agent.call(AgentRoutes.complete, job.guid, json: body)
            let again = try await agent.call(AgentRoutes.complete, job.guid, json: body)
            #expect(again.status == 200)
            #expect(first.bytes == again.bytes)
            let results = try await ann.server.call(UserRoutes.results, key: ann.token).json["items"]?.arrayValue
            #expect(results?.count == 1)
        }
    }

    @Test func anotherCompletionOfAnEndedJobIsRefused() async throws {
        try await Self.withJob { _, agent, job in
            _ = try await agent.call(AgentRoutes.complete, job.guid, json: try job.inlineCompletion())
            let other: JSONValue = ["total_files": 4, "total_size": 12]
            let answer = try await agent.call(AgentRoutes.complete, job.guid, json: try job.inlineCompletion(other))
            #expect(answer.status == 409)
            #expect(answer.code == "job_ended")
        }
    }

    @Test(.proves("FR-520.6"))
    func aWrongSignatureStoresNothing() async throws {
        try await Self.withJob { ann, agent, job in
            var members = try #require(job.inlineCompletion().objectValue)
            members["signature"] = .string(String(repeating: "0", count: 64))
            let answer = try await agent.call(AgentRoutes.complete, job.guid, json: .object(members))
            #expect(answer.status == 400)
            #expect(answer.code == "signature_mismatch")
            #expect(try await ann.job(job.guid)["result_guid"] == .null)
        }
    }

    @Test func anAgentThatNeverHeldTheJobIsRefused() async throws {
        try await Self.withJob { ann, _, job in
            let other = try await ann.agent("attic")
            let answer = try await other.call(AgentRoutes.complete, job.guid, json: try job.inlineCompletion())
            #expect(answer.status == 403)
            #expect(answer.code == "not_your_job")
        }
    }

    @Test func anotherTeamsAgentSeesNoJob() async throws {
        try await Self.withJob { ann, _, job in
            let other = try await ann.server.stranger().agent()
            let answer = try await other.call(AgentRoutes.complete, job.guid, json: try job.inlineCompletion())
            #expect(answer.status == 404)
        }
    }

    @Test func aStaleAttemptChangesNothing() async throws {
        try await Self.withJob { ann, agent, job in
            _ = try await agent.call(AgentRoutes.disconnect)
            #expect(try await agent.claimed().attempt == 2)
            let answer = try await agent.call(AgentRoutes.complete, job.guid, json: try job.inlineCompletion())
            #expect(answer.status == 409)
            #expect(answer.code == "stale_attempt")
            #expect(try await ann.job(job.guid)["status"] == "assigned")
        }
    }

    @Test func anUnknownJobIsNotFound() async throws {
        try await Self.withJob { _, agent, job in
            for guid in ["job_00000000000000000000000000", "nonsense"] {
                let answer = try await agent.call(AgentRoutes.complete, guid, json: try job.inlineCompletion())
                #expect(answer.status == 404)
                #expect(answer.code == "not_found")
            }
        }
    }

    @Test func resultsOffTheirSchemaAreRefusedWithTheirPlace() async throws {
        try await Self.withJob { _, agent, job in
            let body = try job.inlineCompletion(["total_files": "three", "total_size": 12])
            let answer = try await agent.call(AgentRoutes.complete, job.guid, json: body)
            #expect(answer.status == 400)
            #expect(answer.code == "results_invalid")
            #expect(answer.json["error"]?["details"]?["path"] == "$.total_files")
        }
    }

    @Test(
        arguments: [
            #"{"a":1,"a":2}"#, #"{"a":9007199254740993}"#, #"{"a":"\ud800"}"#, #"{"a":1"#, "", "hello",
        ])
    func aBodyThatIsNotStrictJSONIsRefused(body: String) async throws {
        try await Self.withJob { _, agent, job in
            let answer = try await agent.server.send(
                .post, AgentRoutes.complete.filled([job.guid]), headers: ["authorization": "Bearer \(agent.key)"],
                body: Array(body.utf8))
            #expect(answer.status == 400)
            #expect(answer.code == "invalid_body")
            #expect(answer.message.contains("at byte"))
        }
    }

    @Test(
        "A number is taken as it was signed, however it was sent; one that canonical JSON writes as a whole number beyond 2⁵³ is not, since nobody could read it back",
        arguments: [("1.2345678901234567e21", 200), ("12e-9", 200), ("1.2345678901234567e18", 400)])
    func numbers(written: String, status: Int) async throws {
        try await Self.withJob { _, agent, job in
            let number = try JSONParser.parse(Array(written.utf8))
            let results: JSONValue = ["total_files": 3, "total_size": 12, "extra": number]
            let canonical = CanonicalJSON.encode(results)
            let body = """
                {"status":"completed","signature":\(WireJSON.text(try job.signature(results: canonical))),
                "results_json":{"total_files":3,"total_size":12,"extra":\(written)}}
                """
            let answer = try await agent.server.send(
                .post, AgentRoutes.complete.filled([job.guid]), headers: ["authorization": "Bearer \(agent.key)"],
                body: Array(body.utf8))
            #expect(answer.status == status, "\(answer.text)")
        }
    }
}
