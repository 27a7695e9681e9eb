import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing

@testable import Web

/// The life of an open WebSocket on a real connection.
@Suite(.timeLimit(.minutes(4)))
struct ConnectionSocketTests {
    /// Opens a socket that a session serves.
    private static func withSocket(
        receiveBuffer: Int? = nil, configuration: ConnectionConfiguration = .patient,
        session: @escaping @Sendable (WebSocketConnection) async -> Void,
        _ body: @Sendable @escaping (inout ConnectionRawClient, ConnectionTestServer) async throws -> Void
    ) async throws {
        try await ConnectionTestServer.run(gate: { _ in .accept(session) }, configuration: configuration) { server in
            try await ConnectionRawClient.connect(to: server.port, receiveBuffer: receiveBuffer) { client in
                let answer = try await client.upgrade("/socket")
                #expect(answer.status == 101)
                try await body(&client, server)
            }
        }
    }

    @Sendable private static func echo(_ connection: WebSocketConnection) async {
        // `try?`: a closed socket ends the loop over the messages as well.
        for await message in connection.messages { try? await connection.send(message) }
    }

    @Test(arguments: [0, 125, 126, 65_535, 65_536])
    func messagesOfEveryLengthUpToTheLimitPass(length: Int) async throws {
        let text = String(repeating: "x", count: length)
        try await Self.withSocket(session: Self.echo) { client, _ in
            try await client.send(.text(text))
            let frame = try await client.readFrame()
            #expect(frame == ConnectionFrame(opcode: 1, isMasked: false, payload: Array(text.utf8)))
        }
    }

    @Test func fragmentsAreJoinedAroundAPing() async throws {
        try await Self.withSocket(session: Self.echo) { client, _ in
            try await client.send(ConnectionFrame(isFinal: false, opcode: 1, payload: Array("gr".utf8) + [0xC3]))
            try await client.send(ConnectionFrame(opcode: 9, payload: [1, 2, 3]))
            #expect(try await client.readFrame() == .init(opcode: 10, isMasked: false, payload: [1, 2, 3]))
            try await client.send(ConnectionFrame(isFinal: false, opcode: 0, payload: []))
            try await client.send(ConnectionFrame(opcode: 0, payload: [0xBC] + "n".utf8))
            #expect(try await client.readText() == "grün")
        }
    }

    @Test(
        arguments: [
            (ConnectionFrame(opcode: 1, payload: .init(repeating: 120, count: 65_537)), 1009),
            (ConnectionFrame(opcode: 1, isMasked: false, payload: [120]), 1002),
            (ConnectionFrame(opcode: 1, payload: [0xFF]), 1007),
            (ConnectionFrame(opcode: 2, payload: [1]), 1003),
            (ConnectionFrame(opcode: 9, payload: .init(repeating: 0, count: 126)), 1002),
            (ConnectionFrame(isFinal: false, opcode: 9, payload: []), 1002),
        ] as [(ConnectionFrame, UInt16)])
    func aBrokenRuleClosesWithItsCode(frame: ConnectionFrame, code: UInt16) async throws {
        try await Self.withSocket(session: Self.echo) { client, _ in
            try await client.send(frame)
            #expect(try await client.readFrame().closeCode == code)
            try await client.halfClose()
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func theClientsCloseIsEchoedAndEndsTheSession() async throws {
        let ended = Event<Bool>()
        try await Self.withSocket { connection in
            for await _ in connection.messages {}
            await #expect(throws: WebSocketClosed.self) { try await connection.send("too late") }
            ended.occur(true)
        } _: { client, _ in
            try await client.send(.close(3001, "done"))
            #expect(try await client.readFrame() == .init(opcode: 8, isMasked: false, payload: [0x0B, 0xB9]))
            #expect(try await client.readToEnd().isEmpty)
            #expect(try await ended.wait())
        }
    }

    @Test func aSessionIsCancelledWhenItsClientVanishes() async throws {
        let ended = Event<Bool>()
        try await Self.withSocket { _ in
            let never = AsyncStream<Void>.makeStream()
            for await _ in never.stream {}
            withExtendedLifetime(never.continuation) { ended.occur(Task.isCancelled) }
        } _: { client, _ in
            try await client.channel.close()
            #expect(try await ended.wait())
        }
    }

    @Test func aHalfCloseEndsTheSocket() async throws {
        let ended = Event<Void>()
        try await Self.withSocket { connection in
            await connection.discardMessages()
            ended.occur()
        } _: { client, _ in
            try await client.halfClose()
            try await ended.wait()
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func theEndOfASessionClosesItsSocket() async throws {
        try await Self.withSocket(session: { _ in }) { client, _ in
            #expect(try await client.readFrame().closeCode == 1000)
            try await client.send(.close(1000))
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func aClientThatNeverAnswersACloseIsCutOff() async throws {
        let configuration = ConnectionConfiguration(closeTimeout: .milliseconds(20))
        try await Self.withSocket(configuration: configuration, session: { _ in }) { client, _ in
            let frame = try await client.readFrame()
            #expect(frame.closeCode == 1000)
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func aStoppingServerSaysSo() async throws {
        try await Self.withSocket(session: { await $0.discardMessages() }) { client, server in
            await server.shutDown()
            #expect(try await client.readFrame().closeCode == 1001)
            try await client.send(.close(1001))
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func aSilentClientIsPingedOnceAndThenCutOff() async throws {
        let configuration = ConnectionConfiguration(pingInterval: .milliseconds(20))
        try await Self.withSocket(configuration: configuration, session: { await $0.discardMessages() }) { client, _ in
            let bytes = try await client.readToEnd()
            #expect(bytes == [0x89, 0])
        }
    }

    @Test func aClientThatAnswersPingsStays() throws {
        let loop = EmbeddedEventLoop()
        let interval = Duration.seconds(30)
        let channel = EmbeddedChannel(
            handler: WebSocketHandler(configuration: ConnectionConfiguration(pingInterval: interval)), loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        for _ in 1...3 {
            loop.advanceTime(by: .seconds(30))
            #expect(try channel.readOutbound(as: WebSocketFrame.self)?.opcode == .ping)
            try channel.writeInbound(
                WebSocketFrame(fin: true, opcode: .pong, maskKey: [1, 2, 3, 4], data: ByteBuffer()))
        }
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(30))
        #expect(try channel.readOutbound(as: WebSocketFrame.self)?.opcode == .ping)
        loop.advanceTime(by: .seconds(30))
        #expect(!channel.isActive, "it answered no more")
    }
}
