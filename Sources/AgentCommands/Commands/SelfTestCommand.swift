import AgentRuntime
import ArgumentParser
import Domain

/// `self-test`: what is wrong, each with its mend.
struct SelfTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "self-test",
        abstract: "Looks for what keeps this agent from working, and says how to mend it.",
        discussion: """
            Checks that the server answers, the clocks, versions, roots and free space.

            Example:
              safelight-agent self-test
            """)

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        let context = CommandContext.current
        let findings = await SelfTest(home: shared.agentHome, settings: try shared.settings()).run()
        if try shared.wantsJSON() {
            context.print(JSONText.line(["findings": .array(findings.map(\.json))]))
        } else {
            for finding in findings { for line in finding.lines { context.print(line) } }
        }
        if let worst = findings.first(where: { $0.verdict == .bad }) { throw ExitCode(worst.exit.rawValue) }
    }
}

extension SelfTest.Finding {
    fileprivate var json: JSONValue {
        [
            "check": .string(check), "verdict": .string(verdict.rawValue), "message": .string(message),
            "mend": JSONValue(mend),
        ]
    }

    fileprivate var lines: [String] {
        let mark =
            switch verdict {
            case .good: "ok     "
            case .warning: "warning"
            case .bad: "bad    "
            }
        return ["\(mark)  \(check): \(message)"] + (mend.map { ["         \($0)"] } ?? [])
    }
}
