import CLibPQ

extension ConnectionProblem {
    /// A problem on its way out of a function that cleans up behind it.
    struct Thrown: Error {
        let problem: ConnectionProblem
    }

    /// Why a connection could not be opened, from the verbose message that libpq has for it:
    /// `FATAL:  28P01: password authentication failed for user "x"`.
    init(libpq connection: OpaquePointer) {
        self.init(message: String(cString: PQerrorMessage(connection)))
    }

    /// The same from the message.
    init(message: String) {
        let detail = Self.tidy(message)
        switch Self.sqlState(message) {
        case "3D000": self = .noDatabase(detail)
        case "53300": self = .tooManyConnections(detail)
        case "57P03", "57P01", "57P02": self = .notReady(detail)
        case .some: self = .refused(detail)
        case nil: self = message.contains("password") ? .refused(detail) : .unreachable(detail)
        }
    }

    /// libpq's message in one line, without the place in PostgreSQL's sources, and without a full stop.
    static func tidy(_ message: String) -> String {
        let lines = message.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
        let text = lines.map { $0.trimmed() }.joined(separator: " ")
        guard let state = sqlState(message) else { return text }
        return text.replacing("FATAL:  \(state): ", with: "")
    }

    /// The five characters between colons that follow the severity, whatever language that is in.
    private static func sqlState(_ message: String) -> String? {
        for part in message.split(separator: ":") {
            let word = part.trimmed()
            let isState = word.utf8.count == 5 && word.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
            if isState, part.hasPrefix("  ") { return String(word) }
        }
        return nil
    }
}

extension Substring {
    fileprivate func trimmed() -> Substring {
        var text = self.drop { $0.isWhitespace }
        while let last = text.last, last.isWhitespace || last == "." { text.removeLast() }
        return text
    }
}
