import Domain
import NIOCore
import TestSupport
import Testing
import Wire

/// Claims at the wire, held ones above all.
@Suite(.timeLimit(.minutes(4)))
struct AgentAPIClaimTests {
    /// A server with an agent and a collection on it.
    private static func withAgent(
        _ body: @Sendable @escaping (TestPerson, TestAgent, String) async throws -> Void
    ) async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            try await body(ann, agent, try await ann.collection(on: agent))
        }
    }

    @Test func anEmptyQueueAnswersNull() async throws {
        try await Self.withAgent { _, agent, _ in
            let answer = try await agent.call(AgentRoutes.claim, json: agent.claim())
            #expect(answer.status == 200)
            #expect(answer.text == #"{"job":null}"#)
        }
    }

    @Test func capabilitiesThatMatchNothingGetNothing() async throws {
        try await Self.withAgent { ann, agent, collection in
            _ = try await ann.run(collection)
            let answer = try await agent.call(AgentRoutes.claim, json: ["capabilities": ["tool:other"]])
            #expect(answer.text == #"{"job":null}"#)
            #expect(try await agent.claimed().attempt == 1)
        }
    }

    @Test(arguments: [-1, 51])
    func aWaitOutsideTheLimitsIsRefused(wait: Int) async throws {
        try await Self.withAgent { _, agent, _ in
            let answer = try await agent.call(AgentRoutes.claim, json: agent.claim(wait: wait))
            #expect(answer.status == 400)
            #expect(answer.field == "wait_seconds")
        }
    }

    @Test func anAssignmentWhoseAnswerWasLostComesAgain() async throws {
        try await Self.withAgent { ann, agent, collection in
            _ = try await ann.run(collection)
            let (first, again) = (try await agent.claimed(), try await agent.claimed())
            #expect(first.guid == again.guid)
            #expect(first.attempt == again.attempt)
            #expect(first.secret == again.secret)
        }
    }

    @Test func aJobThatComesWhileTheClaimWaitsIsDelivered() async throws {
        try await Self.withAgent { ann, agent, collection in
            async let held = agent.call(AgentRoutes.claim, json: agent.claim(wait: 25))
            await agent.server.time.waitForSleepers()
            let job = try await ann.run(collection)
            let answer = try await held
            #expect(answer.json["job"]?["guid"]?.stringValue == job)
        }
    }

    @Test func aHeldClaimEndsWhenItsTimeIsUp() async throws {
        try await Self.withAgent { _, agent, _ in
            async let held = agent.call(AgentRoutes.claim, json: agent.claim(wait: 25))
            await agent.server.time.waitForSleepers()
            agent.server.time.advance(by: .seconds(25))
            let answer = try await held
            #expect(answer.text == #"{"job":null}"#)
        }
    }

    @Test func aStoppingServerAnswersHeldClaimsAtOnce() async throws {
        try await Self.withAgent { _, agent, _ in
            async let held = agent.call(AgentRoutes.claim, json: agent.claim(wait: 50))
            await agent.server.time.waitForSleepers()
            await agent.server.shutDown()
            let answer = try await held
            #expect(answer.text == #"{"job":null}"#)
        }
    }

    @Test(.proves("FR-200.4"))
    func ofTwoConcurrentClaimsOneGetsTheJob() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            _ = try await ann.run(try await ann.collection(on: agent))
            async let first = agent.call(AgentRoutes.claim, json: agent.claim())
            async let second = agent.call(AgentRoutes.claim, json: agent.claim())
            let jobs = try await [first, second].compactMap { $0.json["job"] }
            // The loser finds the job held: it gets the same attempt again, or nothing. Never a second attempt.
            #expect(Set(jobs.compactMap { $0["attempt"]?.integerValue }) == [1])
        }
    }

    @Test func aClientThatHasGoneIsGivenNoJob() async throws {
        try await Self.withAgent { ann, agent, collection in
            let server = agent.server
            try await ConnectionRawClient.connect(to: server.port) { client in
                let body = String(decoding: WireJSON.encode(agent.claim(wait: 50)), as: UTF8.self)
                try await client.send(
                    "POST \(AgentRoutes.claim.path()) HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Bearer \(agent.key)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
                await server.time.waitForSleepers()
                try await client.halfClose()
                let answer = try await client.readResponse()
                #expect(answer.body == #"{"job":null}"#)
            }
            let job = try await ann.run(collection)
            let shown = try await ann.job(job)
            #expect(shown["status"] == "pending")
            #expect(shown["attempt"] == 0)
        }
    }
}
