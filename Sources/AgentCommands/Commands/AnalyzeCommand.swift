import AgentRuntime
import ArgumentParser
import Domain

/// `analyze`: a tool without any server. FR-540.12.
struct AnalyzeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Runs a tool on a folder, without any server.",
        discussion: """
            Ends with 0, or with 1 where issues were found.

            Examples:
              safelight-agent analyze /photos --tool photostats --output report.html
              safelight-agent analyze /photos --tool photostats --json - | jq .total_files
            """)

    @OptionGroup var shared: SharedOptions

    @Argument(help: "The folder that holds the photos.")
    var path: String

    @Option(help: "The tool: photostats (SAFELIGHT_AGENT_TOOL).")
    var tool: String?

    @Option(help: ArgumentHelp("The tool's configuration in YAML (SAFELIGHT_AGENT_CONFIG).", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Where the HTML report goes (SAFELIGHT_AGENT_OUTPUT).", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Where the results go as JSON; - is stdout (SAFELIGHT_AGENT_JSON).", valueName: "file"))
    var json: String?

    @Flag(help: "Pair sidecars over the whole tree (SAFELIGHT_AGENT_PAIR_ACROSS_DIRECTORIES).")
    var pairAcrossDirectories = false

    func run() async throws {
        let context = CommandContext.current
        try checkTool()
        let analysis = try StandaloneAnalysis(
            path: path, configFile: config ?? shared.setting("SAFELIGHT_AGENT_CONFIG"),
            pairAcrossDirectories: try pairAcrossDirectories
                || shared.truth("SAFELIGHT_AGENT_PAIR_ACROSS_DIRECTORIES"))
        for warning in analysis.warnings { context.say("Warning: \(warning).") }
        let bar = ScanProgress(context)
        let outcome = try await analysis.run { files, folder in bar.show(files, folder) }
        bar.end()
        try hand(outcome, context)
        if outcome.hasIssues { throw ExitCode(AgentError.Exit.issuesFound.rawValue) }
    }

    private func checkTool() throws {
        let known = StandaloneAnalysis.toolNames.joined(separator: ", ")
        guard let named = tool ?? shared.setting("SAFELIGHT_AGENT_TOOL") else {
            throw ValidationError("Name a tool with --tool. There is: \(known).")
        }
        guard StandaloneAnalysis.toolNames.contains(named) else {
            throw ValidationError("There is no tool \"\(named)\". There is: \(known).")
        }
    }

    private func hand(_ outcome: StandaloneAnalysis.Outcome, _ context: CommandContext) throws {
        if let output = output ?? shared.setting("SAFELIGHT_AGENT_OUTPUT") {
            try StandaloneAnalysis.write(outcome.report, to: output)
            context.say("The report is in \(output).")
        }
        let place = json ?? shared.setting("SAFELIGHT_AGENT_JSON")
        if try place == "-" || shared.wantsJSON() {
            context.print(String(decoding: outcome.results, as: UTF8.self))
        } else {
            for line in outcome.summary { context.print(line) }
        }
        if let place, place != "-" {
            try StandaloneAnalysis.write(outcome.results + [UInt8(ascii: "\n")], to: place)
            context.say("The results are in \(place).")
        }
    }
}
