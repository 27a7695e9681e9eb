import NIOCore
import NIOWebSocket
import Testing

@testable import Web

/// The frame rules of RFC 6455, one by one.
struct ConnectionRulesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let frames: [WebSocketFrame]
        let last: WebSocketRules.Action

        init(_ description: String, _ frames: [WebSocketFrame], _ last: WebSocketRules.Action) {
            testDescription = description
            self.frames = frames
            self.last = last
        }
    }

    static func frame(_ opcode: WebSocketOpcode, _ bytes: [UInt8], fin: Bool = true) -> WebSocketFrame {
        let mask: WebSocketMaskingKey = [1, 2, 3, 4]
        var data = ByteBuffer(bytes: bytes)
        data.webSocketMask(mask)
        return WebSocketFrame(fin: fin, opcode: opcode, maskKey: mask, data: data)
    }

    static func text(_ text: String, fin: Bool = true) -> WebSocketFrame { frame(.text, Array(text.utf8), fin: fin) }

    static func reserved(_ bit: WebSocketFrame.ReservedBits) -> WebSocketFrame {
        var frame = text("x")
        frame.reservedBits = bit
        return frame
    }

    static let unknown = WebSocketOpcode(encodedWebSocketOpcode: 3) ?? .binary
    static let unknownControl = WebSocketOpcode(encodedWebSocketOpcode: 11) ?? .binary
    static let half = String(repeating: "x", count: 50)

    static let good: [Case] = [
        .init("a text", [text("grüße 🌍")], .deliver("grüße 🌍")),
        .init("an empty text", [text("")], .deliver("")),
        .init("fragments", [text("a", fin: false), frame(.continuation, [98])], .deliver("ab")),
        .init(
            "a letter cut in two", [frame(.text, [0xC3], fin: false), frame(.continuation, [0xBC])], .deliver("ü")),
        .init(
            "as large as may be", [text(half, fin: false), frame(.continuation, Array(half.utf8))],
            .deliver(half + half)),
        .init("a ping among fragments", [text("a", fin: false), frame(.ping, [7])], .pong(ByteBuffer(bytes: [7]))),
        .init(
            "fragments around a ping", [text("a", fin: false), frame(.ping, [7]), frame(.continuation, [98])],
            .deliver("ab")),
        .init("a pong", [frame(.pong, [1])], .none),
        .init("a close without a code", [frame(.connectionClose, [])], .echoClose(nil)),
        .init("a close", [frame(.connectionClose, [0x03, 0xE8] + Array("bye".utf8))], .echoClose(1000)),
        .init("a close with a code of ours", [frame(.connectionClose, [0x0F, 0xA4])], .echoClose(4004)),
    ]

    @Test(arguments: good) func whatIsAllowedIsDone(_ example: Case) {
        var rules = WebSocketRules(maximumMessageSize: 100)
        #expect(example.frames.map { rules.receive($0) }.last == example.last)
    }

    static let bad: [(String, [WebSocketFrame], UInt16)] = [
        ("an unmasked frame", [WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: "x"))], 1002),
        ("reserved bit 1", [reserved(.rsv1)], 1002),
        ("reserved bit 2", [reserved(.rsv2)], 1002),
        ("reserved bit 3", [reserved(.rsv3)], 1002),
        ("a binary message", [frame(.binary, [1])], 1003),
        ("text that is not UTF-8", [frame(.text, [0xFF])], 1007),
        ("text cut off in a letter", [frame(.text, [0xC3])], 1007),
        ("a surrogate in UTF-8", [frame(.text, [0xED, 0xA0, 0x80])], 1007),
        ("too large", [text(half + half + "x")], 1009),
        ("fragments too large", [text(half, fin: false), text(half + "x").continued], 1009),
        ("a continuation of nothing", [frame(.continuation, [1])], 1002),
        ("a continuation after the end", [text("a"), frame(.continuation, [1])], 1002),
        ("a message inside another", [text("a", fin: false), text("b")], 1002),
        ("a fragmented ping", [frame(.ping, [], fin: false)], 1002),
        ("a long ping", [frame(.ping, .init(repeating: 0, count: 126))], 1002),
        ("an unknown kind", [frame(unknown, [])], 1002),
        ("an unknown control kind", [frame(unknownControl, [])], 1002),
        ("a close with half a code", [frame(.connectionClose, [3])], 1002),
        ("a close with a code that is never sent", [frame(.connectionClose, [0x03, 0xED])], 1002),
        ("a close with a code below 1000", [frame(.connectionClose, [0x03, 0xE7])], 1002),
        ("a close with a code nobody owns", [frame(.connectionClose, [0x07, 0xD0])], 1002),
        ("a close whose reason is not UTF-8", [frame(.connectionClose, [0x03, 0xE8, 0xFF])], 1007),
    ]

    @Test(arguments: bad) func whatIsForbiddenCloses(_ name: String, _ frames: [WebSocketFrame], _ code: UInt16) {
        var rules = WebSocketRules(maximumMessageSize: 100)
        guard case .fail(let given, let reason) = frames.map({ rules.receive($0) }).last else {
            Issue.record("\(name) was taken")
            return
        }
        #expect(given == code, "\(name)")
        #expect((1...123).contains(reason.utf8.count))
    }

    @Test func whatTheDecoderRefusesHasACode() {
        #expect(WebSocketRules.failure(for: NIOWebSocketError.invalidFrameLength) == .tooLarge)
        guard case .fail(1002, _) = WebSocketRules.failure(for: NIOWebSocketError.fragmentedControlFrame) else {
            Issue.record("a fragmented control frame was taken")
            return
        }
    }
}

extension WebSocketFrame {
    fileprivate var continued: WebSocketFrame {
        var frame = self
        frame.opcode = .continuation
        return frame
    }
}
