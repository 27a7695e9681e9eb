import NIOCore
import NIOWebSocket

/// The rules of RFC 6455 for what a client sends, as a state machine without any input or output.
struct WebSocketRules {
    /// What a frame leads to.
    enum Action: Equatable {
        /// More frames are needed, or nothing is to be done.
        case none
        /// A text message is complete.
        case deliver(String)
        /// A ping is to be answered with these bytes.
        case pong(ByteBuffer)
        /// The client closes, with this code if it gave one; it is to be echoed.
        case echoClose(UInt16?)
        /// The client broke a rule; the socket is to be closed.
        case fail(code: UInt16, reason: String)
    }

    /// The largest message in bytes, all of its fragments together.
    let maximumMessageSize: Int
    /// The fragments so far of a message that is not complete.
    private var fragments: ByteBuffer?

    init(maximumMessageSize: Int) {
        self.maximumMessageSize = maximumMessageSize
    }

    /// Takes the next frame from the client.
    mutating func receive(_ frame: WebSocketFrame) -> Action {
        guard frame.maskKey != nil else { return .protocolError("a client's frames must be masked") }
        guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else { return .protocolError("a reserved bit is set") }
        let data = frame.unmaskedData
        if frame.opcode.isControlOpcode {
            guard frame.fin else { return .protocolError("a control frame must not be fragmented") }
            guard data.readableBytes <= 125 else { return .protocolError("a control frame holds at most 125 bytes") }
        }
        switch frame.opcode {
        case .text: return begin(data, isWhole: frame.fin)
        case .continuation: return extend(data, isWhole: frame.fin)
        case .binary: return .fail(code: 1003, reason: "only text messages are taken")
        case .ping: return .pong(data)
        case .pong: return .none
        case .connectionClose: return Self.close(data)
        default: return .protocolError("unknown kind of frame")
        }
    }

    /// The close code and reason for what the frame decoder refused.
    static func failure(for error: any Error) -> Action {
        if case .some(.invalidFrameLength) = error as? NIOWebSocketError { return .tooLarge }
        return .protocolError("a frame is malformed")
    }

    private mutating func begin(_ data: ByteBuffer, isWhole: Bool) -> Action {
        guard fragments == nil else { return .protocolError("a message began inside another") }
        return join(data, isWhole: isWhole)
    }

    private mutating func extend(_ data: ByteBuffer, isWhole: Bool) -> Action {
        guard var joined = fragments else { return .protocolError("a continuation without a beginning") }
        guard joined.readableBytes + data.readableBytes <= maximumMessageSize else { return .tooLarge }
        fragments = nil
        joined.writeImmutableBuffer(data)
        return join(joined, isWhole: isWhole)
    }

    private mutating func join(_ data: ByteBuffer, isWhole: Bool) -> Action {
        guard data.readableBytes <= maximumMessageSize else { return .tooLarge }
        guard isWhole else {
            fragments = data
            return .none
        }
        guard let text = data.validText else { return .fail(code: 1007, reason: "a text message is not UTF-8") }
        return .deliver(text)
    }

    private static func close(_ data: ByteBuffer) -> Action {
        var data = data
        if data.readableBytes == 0 { return .echoClose(nil) }
        guard let code = data.readInteger(as: UInt16.self) else {
            return .protocolError("a close code has two bytes")
        }
        guard mayBeSent(code) else { return .protocolError("not a close code that may be sent") }
        guard data.validText != nil else { return .fail(code: 1007, reason: "a close reason is not UTF-8") }
        return .echoClose(code)
    }

    /// Source: RFC 6455 §7.4, and the codes registered since (1012 to 1014).
    private static func mayBeSent(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

extension WebSocketRules.Action {
    static let tooLarge = Self.fail(code: 1009, reason: "a message is too large")

    static func protocolError(_ reason: String) -> Self { .fail(code: 1002, reason: reason) }
}

extension WebSocketOpcode {
    /// Close, ping, pong and those that may yet be defined. Source: RFC 6455 §5.2.
    fileprivate var isControlOpcode: Bool { UInt8(webSocketOpcode: self) & 0x8 != 0 }
}

extension ByteBuffer {
    /// The bytes as text; nil if they are not UTF-8.
    fileprivate var validText: String? {
        readableBytes == 0 ? "" : String(validating: readableBytesView, as: UTF8.self)
    }
}
