import Domain
import TestSupport
import Testing
import Wire

/// The sockets of pages.
@Suite(.timeLimit(.minutes(4)))
struct SocketsBrowserTests {
    @Test(.proves("FR-600.12"))
    func theBadgeShowsTheCountsAndThenEachChange() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let session = try await ann.session()
            try await ConnectionRawClient.connect(to: server.port) { browser in
                try await browser.openBrowser(SocketRoutes.poolStatus.pattern, session: session)
                let before = try await browser.readJSON()
                #expect(before["type"] == "pool_status")
                #expect(before["data"]?["status"] == "offline")
                let agent = try await ann.agent()
                #expect(try await agent.call(AgentRoutes.heartbeat, json: ["status": "online"]).status == 200)
                // What came within the pace of the count before is counted at its end.
                server.time.advance(by: .milliseconds(100))
                #expect(try await browser.readJSON()["data"]?["online_count"] == 1)
                server.time.advance(by: .milliseconds(100))
                _ = try await agent.call(AgentRoutes.disconnect)
                server.time.advance(by: .milliseconds(100))
                #expect(try await browser.readJSON()["data"]?["online_count"] == 0)
            }
        }
    }

    @Test func aSocketEndsWithItsSession() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let session = try await ann.session()
            try await ConnectionRawClient.connect(to: server.port) { browser in
                try await browser.openBrowser(SocketRoutes.poolStatus.pattern, session: session)
                #expect(try await browser.readJSON()["data"]?["online_count"] == 0)
                await server.time.waitForSleepers()
                server.time.advance(by: .seconds(30))
                await server.time.waitForSleepers()
                try await server.coordinator.accounts.signOut(session: session)
                server.time.advance(by: .seconds(30))
                #expect(try await browser.readFrame().closeCode == 4001)
            }
        }
    }

    @Test func agentsAreShownWithTheirChanges() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let agent = try await ann.agent()
            let session = try await ann.session()
            try await ConnectionRawClient.connect(to: server.port) { browser in
                try await browser.openBrowser(SocketRoutes.agents.pattern, session: session)
                #expect(try await browser.readJSON()["data"]?["name"] == "darkroom")
                _ = try await server.call(
                    UserRoutes.changeAgent, agent.guid, key: ann.token, json: ["name": "attic"])
                #expect(try await browser.readJSON()["data"]?["name"] == "attic")
                _ = try await server.call(UserRoutes.deleteAgent, agent.guid, key: ann.token)
                #expect(try await browser.readJSON(type: "agent_deleted")["agent_guid"] == .string(agent.guid))
            }
        }
    }

    @Test func anotherTeamsEventsAreNotShown() async throws {
        try await TestServer.run { server in
            let ann = try await server.person()
            let stranger = try await server.stranger()
            let session = try await ann.session()
            try await ConnectionRawClient.connect(to: server.port) { browser in
                try await browser.openBrowser(SocketRoutes.agents.pattern, session: session)
                _ = try await stranger.agent("theirs")
                _ = try await ann.agent("ours")
                #expect(try await browser.readJSON()["data"]?["name"] == "ours")
            }
        }
    }

    @Test(arguments: [nil, "http://evil.example", "null"])
    func anotherOriginGetsNoSocket(origin: String?) async throws {
        try await TestServer.run { server in
            let session = try await server.person().session()
            try await ConnectionRawClient.connect(to: server.port) { browser in
                var headers = ["Cookie": "safelight_session=\(session)"]
                headers["Origin"] = origin
                let answer = try await browser.open(SocketRoutes.allJobs.pattern, headers: headers)
                #expect(answer.status == 403)
                #expect(answer.body.contains("foreign_origin"))
            }
        }
    }

    @Test func withoutASessionThereIsNoSocket() async throws {
        try await TestServer.run { server in
            try await ConnectionRawClient.connect(to: server.port) { browser in
                let answer = try await browser.open(
                    SocketRoutes.allJobs.pattern, headers: ["Origin": "http://localhost"])
                #expect(answer.status == 401)
            }
        }
    }

    @Test func anotherTeamsJobHasNoSocket() async throws {
        try await TestServer.run { server in
            let stranger = try await server.stranger()
            let agent = try await stranger.agent()
            let job = try await stranger.run(try await stranger.collection(on: agent))
            let session = try await server.person().session()
            try await ConnectionRawClient.connect(to: server.port) { browser in
                let answer = try await browser.open(
                    SocketRoutes.job.filled([job]),
                    headers: ["Cookie": "safelight_session=\(session)", "Origin": "http://localhost"])
                #expect(answer.status == 404)
            }
        }
    }
}
