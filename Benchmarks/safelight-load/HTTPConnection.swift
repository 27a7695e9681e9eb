import NIOCore
import NIOHTTP1
import NIOPosix

/// An answer, and when the whole of it had come; status 0 where the connection broke instead.
struct HTTPAnswer {
    var status: Int
    var body: ByteBuffer
    var arrived: NIODeadline
}

/// A request with its body.
struct HTTPRequest {
    var head: HTTPRequestHead
    var body: ByteBuffer
}

/// One kept connection to the server on 127.0.0.1: one request at a time, each answered by a closure on the loop.
final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private var context: ChannelHandlerContext?
    private var status = 0
    private var body = ByteBuffer()
    private var waiting: ((HTTPAnswer) -> Void)?

    private init() {}

    /// Opens a connection. Called on the loop, as everything here is.
    static func open(port: Int, on loop: any EventLoop, then: @escaping (Result<HTTPConnection, any Error>) -> Void) {
        let made = NIOLoopBound(HTTPConnection(), eventLoop: loop)
        ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(made.value)
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .assumeIsolated().whenComplete { result in then(result.map { _ in made.value }) }
    }

    /// Opens several, one after the other.
    static func open(
        _ count: Int, port: Int, on loop: any EventLoop,
        then: @escaping (Result<[HTTPConnection], any Error>) -> Void
    ) {
        openMore(count, [], port: port, on: loop, then: then)
    }

    private static func openMore(
        _ count: Int, _ opened: [HTTPConnection], port: Int, on loop: any EventLoop,
        then: @escaping (Result<[HTTPConnection], any Error>) -> Void
    ) {
        guard opened.count < count else { return then(.success(opened)) }
        open(port: port, on: loop) { result in
            switch result {
            case .success(let connection):
                openMore(count, opened + [connection], port: port, on: loop, then: then)
            case .failure(let error): then(.failure(error))
            }
        }
    }

    /// Sends a request; `then` runs when its answer is complete.
    /// - Precondition: the one before has been answered.
    func send(_ request: HTTPRequest, then: @escaping (HTTPAnswer) -> Void) {
        precondition(waiting == nil, "a connection carries one request at a time")
        guard let context else { return then(HTTPAnswer(status: 0, body: ByteBuffer(), arrived: .now())) }
        waiting = then
        context.write(wrapOutboundOut(.head(request.head)), promise: nil)
        if request.body.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(request.body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Ends it; a request that waits is answered with status 0.
    func close() {
        context?.close(promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            status = Int(head.status.code)
            body.clear()
        case .body(var part):
            body.writeBuffer(&part)
        case .end:
            answer(HTTPAnswer(status: status, body: body, arrived: .now()))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        answer(HTTPAnswer(status: 0, body: ByteBuffer(), arrived: .now()))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ answer: HTTPAnswer) {
        let then = waiting
        waiting = nil
        then?(answer)
    }
}
