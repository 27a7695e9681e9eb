import Testing

/// A WebSocket frame as bytes on the wire. Source: RFC 6455 §5.2.
struct ConnectionFrame: Equatable, Sendable, CustomTestStringConvertible {
    static let text: UInt8 = 1
    static let close: UInt8 = 8
    static let ping: UInt8 = 9
    static let pong: UInt8 = 10

    var isFinal = true
    var reservedBits: UInt8 = 0
    var opcode: UInt8
    var isMasked = true
    var payload: [UInt8]

    static func text(_ text: String) -> Self { .init(opcode: Self.text, payload: Array(text.utf8)) }

    static func close(_ code: UInt16, _ reason: String = "") -> Self {
        .init(opcode: Self.close, payload: [UInt8(code >> 8), UInt8(code & 0xFF)] + reason.utf8)
    }

    var testDescription: String { "frame of kind \(opcode), \(payload.count) bytes" }

    /// The code of a close frame.
    var closeCode: UInt16? {
        guard opcode == Self.close, payload.count >= 2 else { return nil }
        return UInt16(payload[0]) << 8 | UInt16(payload[1])
    }

    /// The frame as a client sends it.
    var bytes: [UInt8] {
        var bytes = [(isFinal ? 0x80 : 0) | reservedBits << 4 | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ..<126: bytes.append(mask | UInt8(payload.count))
        case ..<65_536: bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: bytes += [mask | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        guard isMasked else { return bytes + payload }
        let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }
}

extension ConnectionRawClient {
    static let key = "dGhlIHNhbXBsZSBub25jZQ=="

    /// A request for a WebSocket, with the key of RFC 6455 §1.3.
    static func upgradeRequest(_ path: String, version: String = "13", key: String? = key) -> String {
        "GET \(path) HTTP/1.1\r\nHost: localhost\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
            + (key.map { "Sec-WebSocket-Key: \($0)\r\n" } ?? "") + "Sec-WebSocket-Version: \(version)\r\n\r\n"
    }

    static func request(_ path: String) -> String {
        "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n"
    }

    /// Becomes a WebSocket.
    mutating func upgrade(_ path: String) async throws -> Response {
        try await send(Self.upgradeRequest(path))
        return try await readResponse()
    }

    func send(_ frame: ConnectionFrame) async throws {
        try await send(frame.bytes)
    }

    /// Reads the server's next frame.
    mutating func readFrame() async throws -> ConnectionFrame {
        let head = try await read(2)
        var length = Int(head[1] & 0x7F)
        if length == 126 { length = try await read(2).reduce(0) { $0 << 8 | Int($1) } }
        if length == 127 { length = try await read(8).reduce(0) { $0 << 8 | Int($1) } }
        return ConnectionFrame(
            isFinal: head[0] & 0x80 != 0, reservedBits: head[0] >> 4 & 7, opcode: head[0] & 0xF,
            isMasked: head[1] & 0x80 != 0, payload: try await read(length))
    }

    mutating func readText() async throws -> String {
        String(decoding: try await readFrame().payload, as: UTF8.self)
    }
}
