import NIOCore
import NIOWebSocket

/// The socket is closed, so a message could not be sent.
public struct WebSocketClosed: Error {}

/// One end of an open WebSocket, for the session that serves it.
public final class WebSocketConnection: Sendable {
    /// The complete text messages of the client, until the socket closes. Only one loop may run over them.
    ///
    /// At most 16 wait to be taken; after that nothing more is read from the client, pings and its close neither, so a
    /// session that has no interest in messages calls `discardMessages()`.
    public let messages: WebSocketMessages
    private let handler: NIOLoopBound<WebSocketHandler>
    private let channel: any Channel

    init(messages: WebSocketMessages, handler: WebSocketHandler, channel: any Channel) {
        self.messages = messages
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        self.channel = channel
    }

    /// Sends a text message and returns once the operating system has taken it, so that a slow reader holds up its writer.
    /// Throws `WebSocketClosed` if the socket is closed or closes meanwhile.
    public func send(_ text: String) async throws {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        channel.eventLoop.execute { [handler] in
            handler.value.send(text, promise: promise)
        }
        do {
            try await promise.futureResult.get()
        } catch {
            // Whatever broke the connection, for the session it means the one thing.
            throw WebSocketClosed()
        }
    }

    /// Closes the socket with a code and a reason of at most 123 bytes, and returns once the connection is gone: when
    /// the client has answered, or the close timeout has passed.
    public func close(code: UInt16, reason: String = "") async {
        channel.eventLoop.execute { [handler] in
            handler.value.close(code: code, reason: reason)
        }
        // `try?`: how the connection ended does not matter to one who closes it.
        try? await channel.closeFuture.get()
    }

    /// Takes and forgets messages until the socket closes.
    public func discardMessages() async {
        for await _ in messages {}
    }
}

/// The text messages that a WebSocket's client sends, in order, with back-pressure on the client.
public struct WebSocketMessages: AsyncSequence, Sendable {
    typealias Strategy = NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark
    typealias Producer = NIOAsyncSequenceProducer<String, Strategy, WebSocketMessageDemand>

    let producer: Producer

    /// Takes the messages one by one.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var iterator: Producer.AsyncIterator

        /// The next message; nil once the socket is closed.
        public mutating func next() async -> String? {
            await iterator.next()
        }
    }

    /// The one loop over the messages; there can be no second.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(iterator: producer.makeAsyncIterator())
    }
}

/// Tells the handler of a WebSocket that its session is ready for more messages.
struct WebSocketMessageDemand: NIOAsyncSequenceProducerDelegate {
    let eventLoop: any EventLoop
    let resume: @Sendable () -> Void

    func produceMore() {
        eventLoop.execute(resume)
    }

    func didTerminate() {
        eventLoop.execute(resume)
    }
}
