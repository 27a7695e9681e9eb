import Domain
import TestSupport
import Testing
import Wire

/// The agent's progress socket.
@Suite(.timeLimit(.minutes(4)))
struct SocketsAgentTests {
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

    @Test func anOpenSocketMeansThatTheJobRuns() async throws {
        try await Self.withJob { ann, agent, job in
            try await ConnectionRawClient.connect(to: ann.server.port) { client in
                try await client.open(agent, job)
                #expect(try await ann.job(job.guid)["status"] == "running")
            }
        }
    }

    @Test(.proves("FR-500.3"))
    func progressReachesABrowser() async throws {
        try await Self.withJob { ann, agent, job in
            let session = try await ann.session()
            try await ConnectionRawClient.connect(to: ann.server.port) { browser in
                try await browser.openBrowser(SocketRoutes.job.filled([job.guid]), session: session)
                #expect(
                    try await browser.readJSON() == [
                        "type": "job_status", "job_guid": .string(job.guid), "status": "assigned",
                        "agent_guid": .string(agent.guid),
                    ])
                try await ConnectionRawClient.connect(to: ann.server.port) { client in
                    try await client.open(agent, job)
                    try await client.send(type: "progress", ["stage": "scanning", "percentage": .number(12.5)])
                    let frame = try await browser.readJSON(type: "job_progress")
                    #expect(frame["progress"]?["percentage"] == .number(12.5))
                    try await client.send(type: "warning", ["message": "odd", "file": "a.dng"])
                    #expect(try await browser.readJSON(type: "job_warning")["warning"]?["file"] == "a.dng")
                }
            }
        }
    }

    @Test(.proves("FR-500.5"))
    func aCancellationReachesTheAgent() async throws {
        try await Self.withJob { ann, agent, job in
            try await ConnectionRawClient.connect(to: ann.server.port) { client in
                try await client.open(agent, job)
                let answer = try await ann.server.call(UserRoutes.cancelJob, job.guid, key: ann.token)
                #expect(answer.status == 200)
                let frame = try await client.readJSON()
                #expect(frame["type"] == "cancel")
                #expect(frame["data"]?["reason"]?.stringValue?.isEmpty == false)
            }
        }
    }

    @Test func aLaterSocketTakesThePlaceOfAnEarlier() async throws {
        try await Self.withJob { ann, agent, job in
            try await ConnectionRawClient.connect(to: ann.server.port) { first in
                try await first.open(agent, job)
                try await ConnectionRawClient.connect(to: ann.server.port) { second in
                    try await second.open(agent, job)
                    #expect(try await first.readFrame().closeCode == 4000)
                }
            }
        }
    }

    @Test func tenMalformedFramesCloseTheSocket() async throws {
        try await Self.withJob { ann, agent, job in
            try await ConnectionRawClient.connect(to: ann.server.port) { client in
                try await client.open(agent, job)
                for _ in 0..<9 { try await client.send(ConnectionFrame.text("not JSON")) }
                // Understood, if refused or unknown: these do not count.
                try await client.send(type: "progress", ["stage": "scanning", "percentage": 101])
                try await client.send(type: "dream")
                try await client.send(ConnectionFrame.text(#"{"no":"type"}"#))
                #expect(try await client.readFrame().closeCode == 1008)
            }
        }
    }

    @Test(arguments: [("nonsense", UInt16(4001)), ("other", 4003), ("stranger", 4004)])
    func refusalsCarryTheirCloseCode(who: String, code: UInt16) async throws {
        try await Self.withJob { ann, _, job in
            let key =
                switch who {
                case "other": try await ann.agent("attic").key
                case "stranger": try await ann.server.stranger().agent().key
                default: who
                }
            try await ConnectionRawClient.connect(to: ann.server.port) { client in
                let answer = try await client.open(SocketRoutes.agentProgress.filled([job.guid]) + "?token=\(key)")
                #expect(answer.status == 101)
                #expect(try await client.readFrame().closeCode == code)
            }
        }
    }

    @Test func anAgentThatLosesItsRightsLosesItsSocket() async throws {
        try await Self.withJob { ann, agent, job in
            try await ConnectionRawClient.connect(to: ann.server.port) { client in
                try await client.open(agent, job)
                _ = try await ann.server.call(
                    UserRoutes.revokeAgent, agent.guid, key: ann.token, json: ["reason": "sold"])
                #expect(try await client.readFrame().closeCode == 4001, "without a word of cancellation before")
            }
        }
    }

    @Test(.proves("FR-510.5"))
    func aCompletedJobsSocketIsClosed() async throws {
        try await Self.withJob { ann, agent, job in
            try await ConnectionRawClient.connect(to: ann.server.port) { client in
                try await client.open(agent, job)
                let answer = try await agent.call(AgentRoutes.complete, job.guid, json: try job.inlineCompletion())
                #expect(answer.status == 200)
                #expect(try await client.readFrame().closeCode == 1000)
            }
        }
    }

    @Test(.proves("FR-500.6"))
    func aSocketWithoutAPongIsClosed() async throws {
        try await Self.withJob { ann, agent, job in
            let time = ann.server.time
            try await ConnectionRawClient.connect(to: ann.server.port) { client in
                try await client.open(agent, job)
                await time.waitForSleepers()
                time.advance(by: .seconds(30))
                #expect(try await client.readJSON()["type"] == "ping")
                await time.waitForSleepers()
                time.advance(by: .seconds(10))
                #expect(try await client.readFrame().closeCode == 1008)
            }
        }
    }
}
