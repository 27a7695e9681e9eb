import Domain
import Wire

/// A frame that an agent sent, read from its envelope. The agent's own timestamp decides nothing and may be absent.
enum AgentFrame: Equatable {
    case progress(ProgressUpdate)
    case stage(StageChange)
    case warning(JobWarning)
    case pong
    /// A kind that this version does not know; later agents may send it.
    case unknown(String)

    private struct Kind: Decodable {
        let type: String
    }

    private struct Content<Data: Decodable>: Decodable {
        let data: Data
    }

    /// Reads a frame.
    /// - Throws: `JSONSyntaxError`, or `BodyError` that names the field.
    init(_ text: String) throws {
        let bytes = Array(text.utf8)
        _ = try JSONParser.parse(bytes)
        let type = try WireJSON.decode(Kind.self, from: bytes).type
        switch type {
        case "progress": self = .progress(try WireJSON.decode(Content<ProgressUpdate>.self, from: bytes).data)
        case "stage": self = .stage(try WireJSON.decode(Content<StageChange>.self, from: bytes).data)
        case "warning": self = .warning(try WireJSON.decode(Content<JobWarning>.self, from: bytes).data)
        case "pong": self = .pong
        default: self = .unknown(type)
        }
    }
}
