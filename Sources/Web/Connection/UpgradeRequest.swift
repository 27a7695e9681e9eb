import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The rules by which a request's head asks for a WebSocket. Source: RFC 6455 §4.2.1.
enum UpgradeRequest {
    /// What is wrong with a request for a WebSocket.
    struct Fault: Error, Equatable {
        let status: HTTPResponseStatus
        let code: String
        let message: String
    }

    /// True if the request wants to become a WebSocket, well formed or not.
    static func isAsked(by head: HTTPRequestHead) -> Bool {
        head.method == .GET && head.version == .http1_1
            && hasToken("websocket", in: head.headers, "upgrade")
            && hasToken("upgrade", in: head.headers, "connection")
            && !hasBody(head.headers)
    }

    /// True if the decoder takes nothing more for HTTP after this request: it names another protocol to go on with.
    static func endsDecoding(_ head: HTTPRequestHead) -> Bool {
        head.method == .CONNECT
            || (head.headers.contains(name: "upgrade") && hasToken("upgrade", in: head.headers, "connection"))
    }

    /// The fault of a request that wants to become a WebSocket; nil if it may.
    static func fault(of head: HTTPRequestHead) -> Fault? {
        let versions = head.headers["sec-websocket-version"]
        guard versions == ["13"] else {
            return Fault(
                status: .upgradeRequired, code: "websocket_version",
                message: "Only WebSocket version 13 is spoken here; send Sec-WebSocket-Version: 13.")
        }
        let keys = head.headers["sec-websocket-key"]
        guard keys.count == 1, let key = keys.first, isKey(key) else {
            return Fault(
                status: .badRequest, code: "websocket_key",
                message: "Sec-WebSocket-Key is missing or not 16 bytes in base64; send one fresh key.")
        }
        return nil
    }

    /// The header fields of the 101 that accepts a request without a fault.
    static func acceptance(of head: HTTPRequestHead, on channel: any Channel) -> EventLoopFuture<HTTPHeaders> {
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
        return upgrader.buildUpgradeResponse(channel: channel, upgradeRequest: head, initialResponseHeaders: [:])
    }

    private static func hasToken(_ token: String, in headers: HTTPHeaders, _ name: String) -> Bool {
        headers[canonicalForm: name].contains { $0.lowercased() == token }
    }

    private static func hasBody(_ headers: HTTPHeaders) -> Bool {
        headers.contains(name: "transfer-encoding")
            || headers["content-length"].contains { $0 != "0" }
    }

    /// 16 bytes in base64: 22 characters of the alphabet and two of padding.
    private static func isKey(_ key: String) -> Bool {
        let bytes = Array(key.utf8)
        guard bytes.count == 24, bytes.suffix(2) == [UInt8(ascii: "="), UInt8(ascii: "=")] else { return false }
        return bytes.dropLast(2).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }
}
