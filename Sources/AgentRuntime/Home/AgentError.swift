/// Why the agent, or one of its commands, cannot go on: what happened, to what, and what to do.
public struct AgentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The exit codes of cli.md.
    public enum Exit: Int32, Sendable {
        case issuesFound = 1
        case usage = 64
        case badData = 65
        case missingInput = 66
        case unavailable = 69
        case `internal` = 70
        case cannotCreate = 73
        case tryAgain = 75
        case notPermitted = 77
        case configuration = 78
    }

    /// A snake_case word that programs can act on.
    public let code: String
    /// Sentences for people.
    public let message: String
    /// What the process ends with.
    public let exit: Exit

    /// An error with its word, its sentences and its exit code.
    public init(code: String, message: String, exit: Exit) {
        self.code = code
        self.message = message
        self.exit = exit
    }

    /// The sentences.
    public var description: String { message }
}
