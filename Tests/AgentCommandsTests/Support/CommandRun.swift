import Synchronization
import TestSupport

@testable import AgentCommands

/// A command as somebody ran it, with all that it said.
struct CommandRun: Sendable {
    let code: Int32
    /// What programs read.
    let out: String
    /// What people read.
    let notes: String

    /// Runs a command line; `adjust` gives it a terminal, a clock or signals of the test's own.
    static func of(
        _ arguments: [String], home: String, environment: [String: String] = [:],
        adjust: (inout CommandContext) -> Void = { _ in }
    ) async -> CommandRun {
        let (out, notes) = (Catcher(), Catcher())
        var variables = environment
        variables["SAFELIGHT_AGENT_HOME"] = home
        var context = CommandContext(environment: variables, out: { out.take($0) }, note: { notes.take($0) })
        adjust(&context)
        let code = await CommandContext.$current.withValue(context) { await AgentCommand.execute(arguments) }
        return CommandRun(code: code, out: out.all, notes: notes.all)
    }

    private final class Catcher: Sendable {
        private let text = Mutex("")
        func take(_ more: String) { text.withLock { $0 += more } }
        var all: String { text.withLock { $0 } }
    }
}
