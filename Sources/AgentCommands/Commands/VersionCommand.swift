import AgentRuntime
import ArgumentParser
import Domain

/// `version`: which program this is.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Shows version, platform and the SHA-256 of this program.",
        discussion: """
            Example:
              safelight-agent version --format json
            """)

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        let context = CommandContext.current
        let identity = try AgentIdentity.current()
        if try shared.wantsJSON() {
            context.print(
                JSONText.line([
                    "version": .string(identity.version), "platform": .string(identity.platform),
                    "checksum": .string(identity.binaryChecksum),
                ]))
        } else {
            context.print("safelight-agent \(identity.version) \(identity.platform)")
            context.print("SHA-256 \(identity.binaryChecksum)")
        }
    }
}
