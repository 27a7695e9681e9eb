import Domain
import Wire

/// The envelope of agent sockets: `{"type","timestamp","data"}` (protocol.md, *WebSockets*).
struct SocketEnvelope<Content: Encodable>: Encodable {
    let type: String
    let timestamp: Timestamp
    let data: Content?
}

/// What the server says on an agent's socket.
enum SocketMessage: Hashable, Sendable {
    case cancel(reason: String)
    case ping
    /// A type that this agent does not know, or no JSON: ignored.
    case other

    init(_ text: [UInt8]) {
        // `try?`: what is not understood is ignored, as the protocol says.
        guard let value = try? JSONParser.parse(text) else {
            self = .other
            return
        }
        switch value["type"]?.stringValue {
        case "cancel": self = .cancel(reason: value["data"]?["reason"]?.stringValue ?? "cancelled")
        case "ping": self = .ping
        default: self = .other
        }
    }
}

/// What the agent says, as text for one frame each.
struct FrameWriter: Sendable {
    let time: any TimeSource

    func progress(_ update: ProgressUpdate) -> String { text("progress", update) }
    func stage(_ change: StageChange) -> String { text("stage", change) }
    func warning(_ warning: JobWarning) -> String { text("warning", warning) }
    func pong() -> String { text("pong", Optional<JSONValue>.none) }

    private func text(_ type: String, _ data: (some Encodable)?) -> String {
        WireJSON.text(SocketEnvelope(type: type, timestamp: time.now(), data: data))
    }
}
