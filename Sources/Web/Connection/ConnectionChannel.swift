import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Something to be run in the task of a connection, and cancelled with it.
typealias ConnectionWork = @Sendable () async -> Void

/// A server's connection that speaks HTTP/1.1, and on any of its requests may become a WebSocket.
public struct ConnectionChannel: ServerChildChannel, HTTPChannelHandler {
    /// An accepted connection.
    public struct Value: ServerChildChannelValue {
        /// The connection's channel.
        public var channel: any Channel { http.channel }
        let http: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
        let presence: ClientPresence
        let work: AsyncStream<ConnectionWork>
    }

    /// Answers the requests that do not become WebSockets.
    public let responder: HTTPChannelHandler.Responder
    private let gate: SocketGate
    private let configuration: ConnectionConfiguration

    /// A connection that asks a gate about sockets and hands all else to a responder.
    public init(
        responder: @escaping HTTPChannelHandler.Responder, gate: @escaping SocketGate,
        configuration: ConnectionConfiguration
    ) {
        self.responder = responder
        self.gate = gate
        self.configuration = configuration
    }

    /// Puts the handlers of an accepted connection in place.
    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let presence = ClientPresence()
            let (work, continuation) = AsyncStream.makeStream(of: ConnectionWork.self)
            let handler = ConnectionHandler(
                gate: gate, configuration: configuration, presence: presence, work: continuation)
            try channel.pipeline.syncOperations.addHandlers([
                HTTPResponseEncoder(),
                ArrivalHandler { handler.deadlines.bytesArrived(.now()) },
                ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes)),
                handler,
                HTTP1ToHTTPServerCodec(secure: false),
            ])
            let http = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
            return Value(http: http, presence: presence, work: work)
        }
    }

    /// Serves a connection until it is closed.
    public func handle(value: Value, logger: Logger) async {
        await ClientPresence.$current.withValue(value.presence) {
            // Cancelled, and awaited, when the connection is closed.
            async let _: Void = Self.run(value.work)
            await handleHTTP(asyncChannel: value.http, logger: logger)
        }
    }

    private static func run(_ work: AsyncStream<ConnectionWork>) async {
        for await item in work { await item() }
    }
}
