/// A command that cannot go on: a sentence for standard error and an exit code (cli.md).
public struct CommandFailure: Error, Sendable, CustomStringConvertible {
    /// The exit codes in use.
    public enum Code: Int32, Sendable {
        case usage = 64
        case badData = 65
        case missingInput = 66
        case unavailable = 69
        case internalError = 70
        case cannotCreate = 73
        case tryAgain = 75
        case notPermitted = 77
        case configuration = 78
    }

    /// What the process ends with.
    public let code: Code
    /// What happened, to what, and what to do.
    public let description: String

    /// A failure from its parts.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
