import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// A client that sends and reads plain bytes, so that a test decides about each of them.
struct ConnectionRawClient {
    struct Ended: Error {}

    struct Response {
        let status: Int
        let headers: [String: String]
        let body: String
    }

    let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var received = ByteBuffer()

    /// Connects to a port of this machine, and disconnects after the body.
    static func connect<Value>(
        to port: Int, trusting certificate: String? = nil, receiveBuffer: Int? = nil, greeting: String? = nil,
        _ body: (inout ConnectionRawClient) async throws -> Value
    ) async throws -> Value {
        try await connect(
            to: SocketAddress(ipAddress: "127.0.0.1", port: port), trusting: certificate, receiveBuffer: receiveBuffer,
            greeting: greeting, body)
    }

    /// Connects to an address, and disconnects after the body.
    static func connect<Value>(
        to address: SocketAddress, trusting certificate: String? = nil, receiveBuffer: Int? = nil,
        greeting: String? = nil,
        _ body: (inout ConnectionRawClient) async throws -> Value
    ) async throws -> Value {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
        if let receiveBuffer { bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer) }
        let connection = try await bootstrap.connect(to: address) { channel in
            channel.eventLoop.makeCompletedFuture {
                if let certificate {
                    let handler = try tlsHandler(trusting: certificate)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
                if let greeting { try channel.pipeline.syncOperations.addHandler(GreetingHandler(greeting)) }
                return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(
                        backPressureStrategy: .init(lowWatermark: 1, highWatermark: 1),
                        isOutboundHalfClosureEnabled: true))
            }
        }
        return try await connection.executeThenClose { inbound, outbound in
            var client = ConnectionRawClient(
                channel: connection.channel, inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&client)
        }
    }

    private init(
        channel: any Channel, inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.channel = channel
        self.inbound = inbound
        self.outbound = outbound
    }

    private static func tlsHandler(trusting certificate: String) throws -> NIOSSLClientHandler {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(certificate)
        configuration.applicationProtocols = ["http/1.1"]
        return try NIOSSLClientHandler(
            context: NIOSSLContext(configuration: configuration), serverHostname: "localhost")
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Closes the sending side only.
    func halfClose() async throws {
        try await channel.close(mode: .output)
    }

    /// Reads until that many bytes are there.
    mutating func read(_ count: Int) async throws -> [UInt8] {
        while received.readableBytes < count { try await receiveMore() }
        return received.readBytes(length: count) ?? []
    }

    /// Reads a response whose body has a `Content-Length`, or none.
    mutating func readResponse() async throws -> Response {
        var head: [UInt8] = []
        while !head.ends(with: "\r\n\r\n") { head += try await read(1) }
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts[1].drop { $0 == " " }.lowercased()
        }
        let body = try await read(Int(headers["content-length"] ?? "0") ?? 0)
        let status = try #require(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        return Response(status: status, headers: headers, body: String(decoding: body, as: UTF8.self))
    }

    /// Reads until the server has closed its side, and returns what came.
    mutating func readToEnd() async throws -> [UInt8] {
        do {
            while true { try await receiveMore() }
        } catch {
            // The end of the stream, or a reset: closed either way.
            return received.readBytes(length: received.readableBytes) ?? []
        }
    }

    private mutating func receiveMore() async throws {
        guard let more = try await inbound.next() else { throw Ended() }
        received.writeImmutableBuffer(more)
    }
}

extension [UInt8] {
    func ends(with text: String) -> Bool {
        suffix(text.utf8.count).elementsEqual(text.utf8)
    }
}

/// Sends its words the moment the connection is there, however busy the test's own tasks are.
private final class GreetingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let greeting: String

    init(_ greeting: String) {
        self.greeting = greeting
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
        context.fireChannelActive()
    }
}
