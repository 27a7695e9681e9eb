import NIOCore

/// Stands before the HTTP decoder and reports that bytes have come, from which a half-sent head is timed.
final class ArrivalHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let onArrival: () -> Void

    init(onArrival: @escaping () -> Void) {
        self.onArrival = onArrival
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        onArrival()
        context.fireChannelRead(data)
    }
}
