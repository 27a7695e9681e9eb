import Domain
import TestSupport
import Testing
import Wire

/// Bad input to heartbeats, progress and bodies as such.
@Suite(.timeLimit(.minutes(4)))
struct AgentAPIInputTests {
    @Test(
        arguments: [
            (["stage": "scanning", "percentage": 101], "percentage"),
            (["stage": "scanning", "percentage": .number(-0.5)], "percentage"),
            (["stage": "scanning", "files_scanned": -1], "files_scanned"),
            (["stage": "dreaming"], "stage"), (["percentage": 5], "stage"),
        ] as [(JSONValue, String)])
    func progressOutOfRangeIsRefused(body: JSONValue, field: String) async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            _ = try await ann.run(try await ann.collection(on: agent))
            let job = try await agent.claimed()
            let answer = try await agent.call(AgentRoutes.progress, job.guid, json: body)
            #expect(answer.status == 400)
            #expect(answer.code == "invalid_field")
            #expect(answer.field == field)
            #expect(try await ann.job(job.guid)["status"] == "assigned")
        }
    }

    @Test(.proves("FR-500.1"))
    func progressByRESTStartsTheJobAndIsShown() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            _ = try await ann.run(try await ann.collection(on: agent))
            let job = try await agent.claimed()
            let answer = try await agent.call(
                AgentRoutes.progress, job.guid, json: ["stage": "scanning", "percentage": 40])
            #expect(answer.text == #"{"acknowledged":true,"cancelled":false}"#)
            let shown = try await ann.job(job.guid)
            #expect(shown["status"] == "running")
            #expect(shown["progress"]?["percentage"] == 40)
        }
    }

    @Test(
        arguments: [
            (["status": "tired"], "status"), ([:], "status"),
            (["status": "online", "metrics": ["cpu_percent": 101]], "metrics.cpu_percent"),
            (["status": "online", "metrics": ["cpu_percent": "much"]], "metrics.cpu_percent"),
            (["status": "online", "roots": "/photos"], "roots"),
        ] as [(JSONValue, String)])
    func aHeartbeatsWrongFieldIsNamed(body: JSONValue, field: String) async throws {
        try await TestServer.run { server in
            let agent = try await server.person().agent()
            let answer = try await agent.call(AgentRoutes.heartbeat, json: body)
            #expect(answer.status == 400)
            #expect(answer.code == "invalid_field")
            #expect(answer.field == field)
        }
    }

    @Test func aBodyThatIsTooLargeIsRefused() async throws {
        try await TestServer.run { server in
            let agent = try await server.person().agent()
            let answer = try await agent.server.send(
                .post, AgentRoutes.heartbeat.path().description, headers: ["authorization": "Bearer \(agent.key)"],
                body: [UInt8](repeating: 0x20, count: 1_048_577))
            #expect(answer.status == 413)
            #expect(answer.code == "body_too_large")
            #expect(answer.json["error"]?["details"]?["limit"] == 1_048_576)
        }
    }

    @Test func aBodyOfUnknownLengthIsCutOffAtTheLimit() async throws {
        try await TestServer.run { server in
            let agent = try await server.person().agent()
            let status = try await ConnectionRawClient.connect(to: server.port) { client in
                try await client.send(
                    "POST \(AgentRoutes.heartbeat.path()) HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Bearer \(agent.key)\r\nTransfer-Encoding: chunked\r\n\r\n")
                let piece = String(repeating: " ", count: 65_536)
                for _ in 0..<17 { try await client.send("10000\r\n\(piece)\r\n") }
                try await client.send("0\r\n\r\n")
                return try await client.readResponse().status
            }
            #expect(status == 413)
        }
    }
}
