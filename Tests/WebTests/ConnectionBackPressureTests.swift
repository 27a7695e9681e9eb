import HTTPTypes
import Hummingbird
import NIOCore
import Testing
import Web

/// A slow end holds the other up; it does not fill the server's memory.
@Suite(.timeLimit(.minutes(4)))
struct ConnectionBackPressureTests {
    private static let message = String(repeating: "x", count: 60_000)

    @Test func aSlowReaderHoldsUpItsWriter() async throws {
        let ended = Event<Int>()
        let gate: SocketGate = { _ in
            .accept { connection in
                var sent = 0
                // `try?`: the test counts what went through.
                while sent < 400, (try? await connection.send(Self.message)) != nil { sent += 1 }
                ended.occur(sent)
            }
        }
        try await ConnectionTestServer.run(gate: gate) { server in
            try await ConnectionRawClient.connect(to: server.port, receiveBuffer: 65_536) { client in
                let answer = try await client.upgrade("/socket")
                #expect(answer.status == 101)
                #expect(try await client.readText() == Self.message)
                try await client.channel.close()
            }
            // 24 MB were to be sent: the kernel's buffers take a few of them, and then the writer stood still.
            #expect(try await ended.wait() < 300)
        }
    }

    /// An answer that comes before the body is read: the rest is dropped, so that the client can send on and see it.
    @Test func aBodyThatNobodyReadsIsDropped() async throws {
        let size = 20_000_000
        let refuse: (Router<SafelightRequestContext>) -> Void = { router in
            router.post("refused") { _, _ -> HTTPResponse.Status in .contentTooLarge }
        }
        try await ConnectionTestServer.run(routes: refuse) { server in
            try await ConnectionRawClient.connect(to: server.port) { client in
                try await client.send(
                    "POST /refused HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(size)\r\n\r\n")
                for _ in 0..<(size / 100_000) { try await client.send([UInt8](repeating: 0x78, count: 100_000)) }
                #expect(try await client.readResponse().status == 413)
            }
        }
    }

    @Test func aSlowSessionHoldsUpItsClient() async throws {
        let (release, taken) = (Event<Void>(), Event<Int>())
        let gate: SocketGate = { _ in
            .accept { connection in
                // `try?`: it only ends with the test.
                try? await release.wait()
                var count = 0
                for await _ in connection.messages { count += 1 }
                taken.occur(count)
            }
        }
        try await ConnectionTestServer.run(gate: gate) { server in
            try await ConnectionRawClient.connect(to: server.port) { client in
                let answer = try await client.upgrade("/socket")
                #expect(answer.status == 101)
                let bytes = ByteBuffer(bytes: ConnectionFrame.text(Self.message).bytes)
                let channel = client.channel
                let count = 200
                let writes = (0..<count).map { _ in channel.writeAndFlush(bytes) }
                try await writes[20].get()
                release.occur()
                for write in writes { try await write.get() }
                try await client.send(.close(1000))
                _ = try await client.readToEnd()
            }
            #expect(try await taken.wait() == 200)
        }
    }
}
