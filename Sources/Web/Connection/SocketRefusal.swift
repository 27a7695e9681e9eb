import Foundation

/// The body of an answer that refuses a WebSocket, in the form of every error. Source: protocol.md, errors.
struct SocketRefusal: Encodable {
    private struct Detail: Encodable {
        let code: String
        let message: String
    }

    private let error: Detail

    init(code: String, message: String) {
        error = Detail(code: code, message: message)
    }

    /// The body as JSON.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // `try?`: two strings can always be encoded.
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
