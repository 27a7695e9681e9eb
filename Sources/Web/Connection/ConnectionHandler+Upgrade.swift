import NIOCore
import NIOHTTP1
import NIOWebSocket

extension ConnectionHandler {
    /// Asks the gate about a waiting upgrade once every request before it is answered.
    func askGateIfFree(_ context: ChannelHandlerContext) {
        guard let upgrade, upgrade.isWhole, !upgrade.isAsked, unanswered == 0 else { return }
        self.upgrade?.isAsked = true
        if let fault = UpgradeRequest.fault(of: upgrade.head) {
            let version: HTTPHeaders = fault.status == .upgradeRequired ? ["Sec-WebSocket-Version": "13"] : [:]
            return refuse(SocketRefusal(code: fault.code, message: fault.message), fault.status, version, context)
        }
        let request = SocketRequest(upgrade.head, remoteAddress: context.remoteAddress?.ipAddress)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        work.yield { [gate] in
            let decision = await gate(request)
            eventLoop.execute {
                let (handler, context) = bound.value
                handler.follow(decision, context)
            }
        }
    }

    private func follow(_ decision: SocketDecision, _ context: ChannelHandlerContext) {
        guard let head = upgrade?.head, context.channel.isActive else { return }
        switch decision {
        case .notFound:
            handOn(head, context)
        case .refuse(let status, let code, let message):
            refuse(SocketRefusal(code: code, message: message), HTTPResponseStatus(statusCode: status), [:], context)
        case .accept(let session):
            accept(head, context) { connection in
                await session(connection)
                await connection.close(code: 1000)
            }
        case .acceptThenClose(let code, let reason):
            accept(head, context) { await $0.close(code: code, reason: reason) }
        }
    }

    private func handOn(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        upgrade = nil
        unanswered += 1
        context.fireChannelRead(wrapInboundOut(.head(head)))
        context.fireChannelRead(wrapInboundOut(.end(nil)))
        context.fireChannelReadComplete()
        renewDecoder(context)
    }

    private func refuse(
        _ refusal: SocketRefusal, _ status: HTTPResponseStatus, _ extra: HTTPHeaders, _ context: ChannelHandlerContext
    ) {
        guard let head = upgrade?.head else { return }
        closesWhenAnswered = closesWhenAnswered || !head.isKeepAlive
        let body = refusal.json
        var headers = extra
        headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
        headers.add(name: "Content-Length", value: String(body.utf8.count))
        headers.add(name: "Cache-Control", value: "no-store")
        if closesWhenAnswered { headers.add(name: "Connection", value: "close") }
        context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
        let bytes = context.channel.allocator.buffer(string: body)
        context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        written.futureResult.whenSuccess {
            let (handler, context) = bound.value
            handler.upgrade = nil
            handler.finishAnswer(context)
            handler.renewDecoder(context)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    /// Puts a fresh decoder in the place of the one that stopped at the upgrade; it gets the bytes that wait there.
    private func renewDecoder(_ context: ChannelHandlerContext) {
        do {
            let pipeline = context.pipeline.syncOperations
            let old = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let fresh = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
            try pipeline.addHandler(fresh, position: .after(old.handler))
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            pipeline.removeHandler(context: old).whenComplete { _ in
                let (handler, context) = bound.value
                handler.channelReadComplete(context: context)
                handler.resumeReading(context)
            }
        } catch {
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }

    private func resumeReading(_ context: ChannelHandlerContext) {
        guard holdsRead, upgrade == nil else { return }
        holdsRead = false
        read(context: context)
    }

    private func accept(
        _ head: HTTPRequestHead, _ context: ChannelHandlerContext,
        session: @escaping @Sendable (WebSocketConnection) async -> Void
    ) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        UpgradeRequest.acceptance(of: head, on: context.channel).whenComplete { result in
            let (handler, context) = bound.value
            do {
                try handler.switchProtocol(headers: result.get(), context, session: session)
            } catch {
                context.fireErrorCaught(error)
                context.close(promise: nil)
            }
        }
    }

    private func switchProtocol(
        headers: HTTPHeaders, _ context: ChannelHandlerContext,
        session: @escaping @Sendable (WebSocketConnection) async -> Void
    ) throws {
        let answer = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        let pipeline = context.pipeline.syncOperations
        let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let socket = WebSocketHandler(configuration: configuration)
        let connection = socket.makeConnection(on: context.channel)
        let frames = WebSocketFrameDecoder(maxFrameSize: configuration.maximumMessageSize)
        try pipeline.addHandlers(
            [WebSocketFrameEncoder(), ByteToMessageHandler(frames), socket], position: .after(decoder.handler))
        _ = try pipeline.removeHandler(context: pipeline.context(handlerType: HTTPResponseEncoder.self))
        _ = try pipeline.removeHandler(context: pipeline.context(handlerType: ArrivalHandler.self))
        let (work, isQuiescing, holdsRead, channel) = (work, isQuiescing, holdsRead, context.channel)
        _ = pipeline.removeHandler(context: context)
        pipeline.removeHandler(context: decoder).whenComplete { _ in
            work.yield { await session(connection) }
            work.finish()
            if isQuiescing { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
            if holdsRead { channel.read() }
        }
    }
}
