import Foundation
import Hummingbird
import NIOCore
import Synchronization
import Testing
@testable import Web

/// How a request learns that its client has gone.
@Suite(.timeLimit(.minutes(4)))
struct ConnectionPresenceTests {
    /// A server whose `/held` answers only when its client has gone.
    private static func withHeldRequest(
        _ body: @Sendable @escaping (inout ConnectionRawClient, ClientPresence, Event<String>) async throws -> Void
    ) async throws {
        let (held, ended) = (Event<ClientPresence>(), Event<String>())
        try await ConnectionTestServer.run(
            routes: { router in
                router.get("held") { _, context in
                    let gone = Event<Void>()
                    let presence = context.presence
                    try await presence.watching {
                        gone.occur()
                    } _: {
                        held.occur(presence)
                        try await gone.wait()
                    }
                    ended.occur(context.remoteAddress ?? "unknown")
                    return "gone"
                }
            }
        ) { server in
            try await ConnectionRawClient.connect(to: server.port) { client in
                try await client.send(ConnectionRawClient.request("/held"))
                let presence = try await held.wait()
                #expect(!presence.isGone)
                try await body(&client, presence, ended)
            }
        }
    }

    @Test func aHalfCloseEndsAHeldRequestAndThenTheConnection() async throws {
        try await Self.withHeldRequest { client, presence, ended in
            try await client.halfClose()
            #expect(try await ended.wait() == "127.0.0.1")
            #expect(presence.isGone)
            let answer = try await client.readResponse()
            #expect(answer.body == "gone")
            #expect(answer.headers["connection"] == "close")
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func aClosedConnectionEndsAHeldRequest() async throws {
        try await Self.withHeldRequest { client, presence, ended in
            try await client.channel.close()
            _ = try await ended.wait()
            #expect(presence.isGone)
        }
    }

    @Test func aResetEndsAHeldRequest() async throws {
        try await Self.withHeldRequest { client, presence, ended in
            let socket = try #require(client.channel as? any SocketOptionProvider)
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
            try await client.channel.close()
            _ = try await ended.wait()
            #expect(presence.isGone)
        }
    }

    @Test func aHalfCloseBetweenRequestsClosesTheConnection() async throws {
        try await ConnectionTestServer.run { server in
            try await ConnectionRawClient.connect(to: server.port) { client in
                try await client.send(ConnectionRawClient.request("/hello"))
                #expect(try await client.readResponse().body == "hello")
                try await client.halfClose()
                #expect(try await client.readToEnd().isEmpty)
            }
        }
    }

    @Test func aRequestWithItsHalfCloseBehindItIsAnswered() async throws {
        try await ConnectionTestServer.run { server in
            try await ConnectionRawClient.connect(to: server.port) { client in
                try await client.send("POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12345")
                try await client.halfClose()
                #expect(try await client.readResponse().body == "5")
                #expect(try await client.readToEnd().isEmpty)
            }
        }
    }

    @Test func aBodyCutShortIsNotTakenForWhole() async throws {
        try await ConnectionTestServer.run { server in
            try await ConnectionRawClient.connect(to: server.port) { client in
                try await client.send("POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n123")
                try await client.halfClose()
                #expect(try await client.readResponse().status == 400)
                #expect(try await client.readToEnd().isEmpty)
            }
        }
    }

    @Test func anActionRunsOnceAndNotAfterItsRemoval() {
        let presence = ClientPresence()
        let calls = Mutex<[String]>([])
        let removed = presence.whenGone { calls.withLock { $0.append("removed") } }
        _ = presence.whenGone { calls.withLock { $0.append("kept") } }
        removed.remove()
        presence.markGone()
        presence.markGone()
        _ = presence.whenGone { calls.withLock { $0.append("late") } }
        #expect(calls.withLock { $0 } == ["kept", "late"])
        #expect(presence.isGone)
    }

    @Test func watchingEndsWithTheWork() async {
        let presence = ClientPresence()
        let calls = Mutex(0)
        let value = await presence.watching {
            calls.withLock { $0 += 1 }
        } _: {
            7
        }
        presence.markGone()
        #expect(value == 7)
        #expect(calls.withLock { $0 } == 0)
    }
}
