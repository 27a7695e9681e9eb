import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Wire

/// A WebSocket to a server on 127.0.0.1: sends texts, and hands over those that come.
final class FrameSocket: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private var context: ChannelHandlerContext?
    private let onText: (ByteBuffer, NIODeadline) -> Void
    private let onClose: () -> Void
    private static let largestFrame = 1 << 16

    private init(onText: @escaping (ByteBuffer, NIODeadline) -> Void, onClose: @escaping () -> Void) {
        self.onText = onText
        self.onClose = onClose
    }

    /// Opens a socket; all of it on the loop.
    static func open(
        port: Int, path: String, headers: HTTPHeaders, on loop: any EventLoop,
        onText: @escaping (ByteBuffer, NIODeadline) -> Void, onClose: @escaping () -> Void,
        then: @escaping (Result<FrameSocket, any Error>) -> Void
    ) {
        let made = NIOLoopBound(FrameSocket(onText: onText, onClose: onClose), eventLoop: loop)
        let opened = loop.makePromise(of: Bool.self)
        ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try upgrade(channel, path: path, headers: headers, made).cascade(to: opened)
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .whenFailure { error in opened.fail(error) }
        opened.futureResult.assumeIsolated().whenComplete { result in
            switch result {
            case .success(true): then(.success(made.value))
            case .success(false): then(.failure(LoadFailure("\(path) did not become a WebSocket")))
            case .failure(let error): then(.failure(error))
            }
        }
    }

    private static func upgrade(
        _ channel: any Channel, path: String, headers: HTTPHeaders, _ made: NIOLoopBound<FrameSocket>
    ) throws -> EventLoopFuture<Bool> {
        let upgrader = NIOTypedWebSocketClientUpgrader<Bool>(maxFrameSize: largestFrame) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(made.value)
                return true
            }
        }
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
        var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(
            upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                upgradeRequestHead: head, upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in channel.close().map { false } }))
        pipeline.leftOverBytesStrategy = .forwardBytes
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: pipeline)
    }

    /// Sends a text.
    func send(_ text: ByteBuffer) {
        write(.text, text)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text: onText(frame.unmaskedData, .now())
        case .ping: write(.pong, frame.unmaskedData)
        case .connectionClose: context.close(promise: nil)
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        onClose()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer) {
        guard let context else { return }
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
