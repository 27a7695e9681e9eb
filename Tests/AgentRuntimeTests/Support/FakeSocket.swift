import Domain
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Wire

/// The server's end of a progress socket.
final class FakeSocket: Sendable {
    typealias Channel = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    let path: String
    let headers: HTTPHeaders
    /// The texts that came, as JSON.
    let messages = Recorder<JSONValue>()
    /// Control frames that came.
    let controls = Recorder<WebSocketOpcode>()
    private let outgoing: AsyncStream<WebSocketFrame>
    private let feed: AsyncStream<WebSocketFrame>.Continuation

    init(path: String, headers: HTTPHeaders) {
        self.path = path
        self.headers = headers
        (outgoing, feed) = AsyncStream.makeStream()
    }

    func send(_ message: JSONValue) {
        let text = String(decoding: CanonicalJSON.encode(message), as: UTF8.self)
        feed.yield(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text)))
    }

    func ping() {
        feed.yield(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer(string: "there?")))
    }

    /// Closes with a code of the protocol.
    func close(_ code: UInt16) {
        feed.yield(WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer(integer: code)))
        feed.finish()
    }

    /// The messages of a type.
    func messages(of type: String) -> [JSONValue] {
        messages.all.filter { $0["type"]?.stringValue == type }
    }

    func run(_ channel: Channel) async throws {
        try await channel.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await frame in self.outgoing { try await outbound.write(frame) }
                }
                defer { group.cancelAll() }
                // The connection stays until the agent closes it: closed with bytes unread, it would lose our last frame.
                for try await frame in inbound {
                    if frame.opcode == .text {
                        self.messages.append(try JSONParser.parse(Array(frame.unmaskedData.readableBytesView)))
                    } else {
                        self.controls.append(frame.opcode)
                        if frame.opcode == .connectionClose { return }
                    }
                }
            }
        }
    }
}
