import AgentRuntime
import Domain
import Logging

/// Log lines on stderr: text for people, JSON for programs. Metadata stands behind the constant message.
struct AgentLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    let format: AgentSettings.LogFormat
    let time: any TimeSource
    let write: @Sendable (String) -> Void

    init(
        level: Logger.Level, format: AgentSettings.LogFormat, time: any TimeSource = SystemTime(),
        write: @escaping @Sendable (String) -> Void
    ) {
        logLevel = level
        self.format = format
        self.time = time
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }
        switch format {
        case .json:
            var members = facts.mapValues { JSONValue.string($0.description) }
            members["time"] = .string(time.now().description)
            members["level"] = .string(event.level.rawValue)
            members["message"] = .string(event.message.description)
            write(JSONText.line(.object(members)) + "\n")
        case .text:
            let list = facts.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted($0.value.description))" }
            write("\(time.now()) \(event.level) \(event.message)\(list.joined())\n")
        }
    }

    /// One line stays one line, whatever a file name holds.
    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.unicodeScalars.allSatisfy { $0 > " " && $0 != "\"" && $0 != "\u{7F}" }
        return isPlain ? text : JSONText.line(.string(text))
    }
}
