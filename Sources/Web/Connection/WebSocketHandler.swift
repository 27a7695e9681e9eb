import NIOCore
import NIOWebSocket

/// The channel handler of an open WebSocket: applies the rules, answers pings, closes in good order.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = Never
    typealias OutboundOut = WebSocketFrame

    private enum Phase { case open, closing, closed }

    private let configuration: ConnectionConfiguration
    private var rules: WebSocketRules
    private var source: WebSocketMessages.Producer.Source?
    private var context: ChannelHandlerContext?
    private var phase = Phase.open
    private var timer: Scheduled<Void>?
    private var isAwaitingPong = false
    /// A pong is being written; only the latest ping that came meanwhile is answered after it (RFC 6455 §5.5.3).
    private var isWritingPong = false
    private var nextPong: ByteBuffer?
    /// The session has messages enough.
    private var isPaused = false
    private var holdsRead = false

    init(configuration: ConnectionConfiguration) {
        self.configuration = configuration
        rules = WebSocketRules(maximumMessageSize: configuration.maximumMessageSize)
    }

    /// The connection for the session; to be called once, on the event loop.
    func makeConnection(on channel: any Channel) -> WebSocketConnection {
        let bound = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let demand = WebSocketMessageDemand(eventLoop: channel.eventLoop) { bound.value.resumeReading() }
        let made = WebSocketMessages.Producer.makeSequence(
            backPressureStrategy: .init(lowWatermark: 4, highWatermark: 16), finishOnDeinit: true, delegate: demand)
        source = made.source
        return WebSocketConnection(
            messages: WebSocketMessages(producer: made.sequence), handler: self, channel: channel)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        schedulePing(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        isAwaitingPong = false
        switch phase {
        case .open: perform(rules.receive(frame), context)
        case .closing: if frame.opcode == .connectionClose { context.close(promise: nil) }
        case .closed: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case is NIOWebSocketError: perform(WebSocketRules.failure(for: error), context)
        case is ByteToMessageDecoderError: break  // What comes behind a malformed frame is dropped.
        default: context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: close(code: 1001, reason: "the server is shutting down")
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func read(context: ChannelHandlerContext) {
        if isPaused {
            holdsRead = true
        } else {
            context.read()
        }
    }
}

extension WebSocketHandler {
    /// Sends a text message; the promise is kept once it has been written.
    func send(_ text: String, promise: EventLoopPromise<Void>) {
        guard phase == .open, let context else { return promise.fail(WebSocketClosed()) }
        write(.text, context.channel.allocator.buffer(string: text), context, promise)
    }

    /// Begins the closing handshake, once.
    func close(code: UInt16, reason: String) {
        guard phase == .open, let context else { return }
        beginClosing(code: code, reason: reason, context, promise: nil)
    }

    private func perform(_ action: WebSocketRules.Action, _ context: ChannelHandlerContext) {
        guard phase == .open else { return }
        switch action {
        case .none: break
        case .deliver(let text): deliver(text)
        case .pong(let data): pong(data, context)
        case .echoClose(let code): echoClose(code, context)
        case .fail(let code, let reason): fail(code: code, reason: reason, context)
        }
    }

    private func deliver(_ text: String) {
        if case .stopProducing = source?.yield(contentsOf: CollectionOfOne(text)) { isPaused = true }
    }

    private func resumeReading() {
        isPaused = false
        guard holdsRead, let context else { return }
        holdsRead = false
        context.read()
    }

    private func pong(_ data: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !isWritingPong else {
            nextPong = data
            return
        }
        isWritingPong = true
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenSuccess { [self] in
            isWritingPong = false
            guard phase == .open, let data = nextPong, let context = self.context else { return }
            nextPong = nil
            pong(data, context)
        }
        write(.pong, data, context, written)
    }

    private func echoClose(_ code: UInt16?, _ context: ChannelHandlerContext) {
        var data = context.channel.allocator.buffer(capacity: 2)
        if let code { data.writeInteger(code) }
        enterClosing(context)
        let written = context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
        write(.connectionClose, data, context, written)
    }

    /// Closes after a broken rule: what the client still sends cannot be understood, so our side ends at once.
    private func fail(code: UInt16, reason: String, _ context: ChannelHandlerContext) {
        let written = context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        written.futureResult.whenSuccess { channel.close(mode: .output, promise: nil) }
        beginClosing(code: code, reason: reason, context, promise: written)
    }

    private func beginClosing(
        code: UInt16, reason: String, _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?
    ) {
        var data = context.channel.allocator.buffer(capacity: 2 + reason.utf8.count)
        data.writeInteger(code)
        data.writeString(reason)
        enterClosing(context)
        write(.connectionClose, data, context, promise)
    }

    private func enterClosing(_ context: ChannelHandlerContext) {
        phase = .closing
        source?.finish()
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(configuration.closeTimeout)) { [self] in
            self.context?.close(promise: nil)
        }
        isPaused = false
        resumeReading()
    }

    private func write(
        _ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext,
        _ promise: EventLoopPromise<Void>?
    ) {
        context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: promise)
    }

    private func schedulePing(_ context: ChannelHandlerContext) {
        let interval = TimeAmount(configuration.pingInterval)
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: interval) { [self] in
            guard phase == .open, let context = self.context else { return }
            if isAwaitingPong, !isPaused { return context.close(promise: nil) }
            isAwaitingPong = true
            write(.ping, context.channel.allocator.buffer(capacity: 0), context, nil)
            schedulePing(context)
        }
    }

    private func end() {
        phase = .closed
        timer?.cancel()
        timer = nil
        source?.finish()
        source = nil
    }
}
