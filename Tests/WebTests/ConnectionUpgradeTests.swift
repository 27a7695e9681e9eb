import Hummingbird
import Testing
import Web

/// Which requests of a connection become WebSockets, and what becomes of the others.
@Suite(.timeLimit(.minutes(4)))
struct ConnectionUpgradeTests {
    static let gate: SocketGate = { request in
        switch request.path {
        case "/echo":
            .accept { connection in
                // A closed socket ends the loop over the messages as well.
                for await message in connection.messages { try? await connection.send(message) }
            }
        case "/once": .accept { try? await $0.send("hello") }  // `try?`: nothing is left to do if it is closed.
        case "/query": .accept { try? await $0.send(request.query("token") ?? "none") }  // `try?`: as above.
        case "/refused": .refuse(status: 403, code: "not_yours", message: "This is \"not\" yours.")
        case "/closed": .acceptThenClose(code: 4004, reason: "no such job")
        default: .notFound
        }
    }

    static func withClient(_ body: @Sendable @escaping (inout ConnectionRawClient) async throws -> Void) async throws {
        try await ConnectionTestServer.run(gate: gate) { server in
            try await ConnectionRawClient.connect(to: server.port, body)
        }
    }

    @Test(arguments: [0, 1, 2])
    func anyRequestOfAConnectionMayBecomeASocket(requestsBefore: Int) async throws {
        try await Self.withClient { client in
            for _ in 0..<requestsBefore {
                try await client.send(ConnectionRawClient.request("/hello"))
                #expect(try await client.readResponse().body == "hello")
            }
            let answer = try await client.upgrade("/echo")
            #expect(answer.status == 101)
            #expect(answer.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".lowercased())
            #expect(answer.headers["upgrade"] == "websocket")
            try await client.send(.text("grüße"))
            #expect(try await client.readText() == "grüße")
        }
    }

    @Test func framesDirectlyBehindTheRequestAreNotLost() async throws {
        try await Self.withClient { client in
            let bytes = Array(ConnectionRawClient.upgradeRequest("/echo").utf8)
            try await client.send(bytes + ConnectionFrame.text("early").bytes + ConnectionFrame.text("bird").bytes)
            #expect(try await client.readResponse().status == 101)
            #expect(try await client.readText() == "early")
            #expect(try await client.readText() == "bird")
        }
    }

    @Test func aRequestBeforeItIsAnsweredFirst() async throws {
        let (held, release, order) = (Event<Void>(), Event<Void>(), Event<String>())
        let gate: SocketGate = { request in
            order.occur("asked")
            return await Self.gate(request)
        }
        try await ConnectionTestServer.run(
            gate: gate,
            routes: { router in
                router.get("held") { _, _ in
                    held.occur()
                    try await release.wait()
                    order.occur("answered")
                    return "held"
                }
            }
        ) { server in
            try await ConnectionRawClient.connect(to: server.port) { client in
                let pipelined = ConnectionRawClient.request("/held") + ConnectionRawClient.upgradeRequest("/once")
                try await client.send(pipelined)
                try await held.wait()
                release.occur()
                #expect(try await client.readResponse().body == "held")
                #expect(try await client.readResponse().status == 101)
                #expect(try await client.readText() == "hello")
            }
        }
        #expect(try await order.wait() == "answered")
        #expect(try await order.wait() == "asked")
    }

    @Test func aRefusalIsAnAnswerAndTheConnectionGoesOn() async throws {
        try await Self.withClient { client in
            let refused = ConnectionRawClient.upgradeRequest("/refused")
            try await client.send(refused + ConnectionRawClient.request("/hello") + refused)
            let answer = try await client.readResponse()
            #expect(answer.status == 403)
            #expect(answer.headers["content-type"]?.hasPrefix("application/json") == true)
            #expect(answer.body == #"{"error":{"code":"not_yours","message":"This is \"not\" yours."}}"#)
            #expect(try await client.readResponse().body == "hello")
            #expect(try await client.readResponse().status == 403)
            #expect(try await client.upgrade("/echo").status == 101)
            try await client.send(.text("on"))
            #expect(try await client.readText() == "on")
        }
    }

    @Test func aPathWithoutASocketGoesToTheRouter() async throws {
        try await Self.withClient { client in
            let answer = try await client.upgrade("/hello")
            #expect(answer.body == "hello")
            #expect(try await client.upgrade("/nowhere").status == 404)
            #expect(try await client.upgrade("/hello").body == "hello")
            #expect(try await client.upgrade("/echo").status == 101)
        }
    }

    @Test func aWrongVersionAndAMissingKeyAreExplained() async throws {
        try await Self.withClient { client in
            try await client.send(ConnectionRawClient.upgradeRequest("/echo", version: "8"))
            let answer = try await client.readResponse()
            #expect(answer.status == 426)
            #expect(answer.headers["sec-websocket-version"] == "13")
            for key in [nil, "", "c2hvcnQ=", "dGhlIHNhbXBsZSBub25jZQ!="] {
                try await client.send(ConnectionRawClient.upgradeRequest("/echo", key: key))
                #expect(try await client.readResponse().status == 400)
            }
            #expect(try await client.upgrade("/echo").status == 101)
        }
    }

    @Test func theGateSeesTheQueryDecoded() async throws {
        try await Self.withClient { client in
            let answer = try await client.upgrade("/query?a=1&token=agt%5Fkey")
            #expect(answer.status == 101)
            #expect(try await client.readText() == "agt_key")
        }
    }

    @Test func aSocketIsClosedWithACodeWhereTheGateSaysSo() async throws {
        try await Self.withClient { client in
            #expect(try await client.upgrade("/closed").status == 101)
            let frame = try await client.readFrame()
            #expect(frame.closeCode == 4004)
            #expect(String(decoding: frame.payload.dropFirst(2), as: UTF8.self) == "no such job")
            try await client.send(.close(4004))
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test(arguments: [
        "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n",
        "GET /hello HTTP/1.0\r\nHost: a\r\n\r\n",
    ])
    func theLastAnswerOfAConnectionSaysSoAndCloses(request: String) async throws {
        try await Self.withClient { client in
            try await client.send(request)
            let answer = try await client.readResponse()
            #expect(answer.body == "hello")
            #expect(answer.headers["connection"] == "close")
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func nonsenseIsAnsweredAndClosed() async throws {
        try await Self.withClient { client in
            try await client.send("nonsense\r\n\r\n")
            #expect(try await client.readResponse().status == 400)
            #expect(try await client.readToEnd().isEmpty)
        }
    }
}
