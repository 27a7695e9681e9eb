/// Why a call to the server did not work.
public struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The HTTP status; nil where no answer came.
    public let status: Int?
    /// The server's word for it, or `unreachable`, `timeout`, `not_understood`.
    public let code: String
    /// The server's sentences, or ours.
    public let message: String
    /// How long the server asks to be left alone.
    public let retryAfter: Duration?

    /// An error from its parts.
    public init(status: Int?, code: String, message: String, retryAfter: Duration? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    /// The sentences and the status.
    public var description: String { status.map { "\(message) (\($0) \(code))" } ?? message }

    /// Whether there is no use in ever asking again (protocol.md, *Agent behaviour*): exit 77.
    public var isFinal: Bool {
        status == 401 || (status == 403 && (code == "agent_revoked" || code == "unknown_checksum"))
    }

    /// Whether the same call may work later, without anything changed.
    public var isPassing: Bool {
        guard let status else { return true }
        // Something in between answered, not the server.
        if code == "http_\(status)" { return !isFinal }
        return status >= 500 || status == 429 || status == 408
    }

    /// Whether the job that the call named is not this agent's any more.
    public var meansJobIsGone: Bool {
        ["stale_attempt", "not_your_job", "job_ended", "already_ended"].contains(code)
            || (status == 404 && code != "http_404")
    }

    /// The error with which the agent ends.
    public var asExit: AgentError {
        let mend: String =
            switch code {
            case "agent_revoked": "With a new token: `safelight-agent register --replace`."
            case "unknown_checksum": "Install a release that the server knows."
            default: "With a new token: `safelight-agent register --replace`."
            }
        guard isFinal else { return AgentError(code: code, message: description, exit: exit) }
        return AgentError(code: code, message: "The server refuses this agent: \(message) \(mend)", exit: .notPermitted)
    }

    private var exit: AgentError.Exit {
        switch status {
        case nil: .unavailable
        case 429: .tryAgain
        case 403: .notPermitted
        case .some(let status) where status >= 500: .unavailable
        default: .badData
        }
    }
}
