import NIOCore
import NIOHTTP1

/// The channel handler of an HTTP/1.1 connection, between the codec and Hummingbird.
///
/// It decides for every request whether it becomes a WebSocket, sees the client leave, and closes what waits too long.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// A request for a WebSocket that is not decided yet. The decoder takes nothing more until it is.
    struct PendingUpgrade {
        let head: HTTPRequestHead
        var isWhole = false
        var isAsked = false
    }

    let gate: SocketGate
    let configuration: ConnectionConfiguration
    let presence: ClientPresence
    /// What is to be run in the connection's own task: the question to the gate, the session of a socket.
    let work: AsyncStream<ConnectionWork>.Continuation

    var upgrade: PendingUpgrade?
    /// Requests handed on whose answer has not been written to its end.
    var unanswered = 0
    /// The connection ends after the answers that are due.
    var closesWhenAnswered = false
    var isQuiescing = false
    var holdsRead = false
    var deadlines: ConnectionDeadlines
    var timer: (task: Scheduled<Void>, at: NIODeadline)?
    private var ignoresInput = false
    /// Our side is closed; what still comes is read and dropped, so that the client can finish and see the answer.
    private var isDraining = false

    init(
        gate: @escaping SocketGate, configuration: ConnectionConfiguration, presence: ClientPresence,
        work: AsyncStream<ConnectionWork>.Continuation
    ) {
        self.gate = gate
        self.configuration = configuration
        self.presence = presence
        self.work = work
        deadlines = ConnectionDeadlines(configuration, now: .now())
    }

    func handlerAdded(context: ChannelHandlerContext) {
        watchDeadline(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        presence.markGone()
        work.finish()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if case .head(let head) = part { headArrived(head) }
        if ignoresInput { return }
        if case .end = part { deadlines.requestEnded() }
        if upgrade != nil {
            if case .end = part {
                upgrade?.isWhole = true
                askGateIfFree(context)
            }
            return
        }
        context.fireChannelRead(data)
    }

    private func headArrived(_ head: HTTPRequestHead) {
        ignoresInput = ignoresInput || closesWhenAnswered
        if ignoresInput { return }
        deadlines.headEnded(.now())
        if UpgradeRequest.isAsked(by: head) {
            upgrade = PendingUpgrade(head: head)
            return
        }
        unanswered += 1
        closesWhenAnswered = !head.isKeepAlive || UpgradeRequest.endsDecoding(head)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        watchDeadline(context)
        if isDraining { context.read() }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if upgrade != nil {
            holdsRead = true
        } else {
            deadlines.readingBegan(.now())
            context.read()
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if closesWhenAnswered, unanswered <= 1, head.status.code >= 200 {
                head.headers.replaceOrAdd(name: "Connection", value: "close")
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let written = promise ?? context.eventLoop.makePromise()
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            written.futureResult.whenSuccess {
                let (handler, context) = bound.value
                handler.answered(context)
            }
            context.write(data, promise: written)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What follows a fault cannot be told apart into requests any more.
        if error is HTTPParserError { closesWhenAnswered = true }
        context.fireErrorCaught(error)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            isQuiescing = true
            closeWhenAnswered(context)
        case ChannelEvent.inputClosed:
            presence.markGone()
            context.fireUserInboundEventTriggered(event)
            closeWhenAnswered(context)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output {
            deadlines.closingBegan(.now())
            watchDeadline(context)
        }
        context.close(mode: mode, promise: promise)
    }
}

extension ConnectionHandler {
    private func closeWhenAnswered(_ context: ChannelHandlerContext) {
        closesWhenAnswered = true
        if presence.isGone { upgrade = nil }
        if unanswered == 0, upgrade == nil { context.close(promise: nil) }
    }

    /// An answer of Hummingbird's has been written to its end.
    private func answered(_ context: ChannelHandlerContext) {
        unanswered = max(0, unanswered - 1)
        finishAnswer(context)
        askGateIfFree(context)
    }

    /// What follows any answer, a refusal's too: the connection goes on or ends.
    func finishAnswer(_ context: ChannelHandlerContext) {
        deadlines.answered(.now())
        watchDeadline(context)
        guard closesWhenAnswered, unanswered == 0, upgrade == nil else { return }
        if presence.isGone || isQuiescing {
            context.close(promise: nil)
        } else {
            context.close(mode: .output, promise: nil)
            isDraining = true
            ignoresInput = true
            context.read()
            deadlines.closingBegan(.now())
            watchDeadline(context)
        }
    }

    /// Keeps one timer that fires no later than the deadline.
    func watchDeadline(_ context: ChannelHandlerContext) {
        guard let deadline = deadlines.deadline else { return }
        if let timer {
            if timer.at <= deadline { return }
            timer.task.cancel()
        }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in
            timer = nil
            guard let deadline = deadlines.deadline else { return }
            if deadline <= .now() {
                context.close(promise: nil)
            } else {
                watchDeadline(context)
            }
        }
        timer = (task, deadline)
    }
}
