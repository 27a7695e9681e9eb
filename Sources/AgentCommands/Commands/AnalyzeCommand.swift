import AgentRuntime
import ArgumentParser
import Domain

/// `analyze`: a tool without any server. FR-540.12.
struct AnalyzeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Runs a tool on a folder, without any server.",
        discussion: """
            Ends with 0, or with 1 where issues were found. Files are only read.

            Tools:
              photostats            counts and sizes by type; sidecars that lack their image, and the reverse
              photo_pairing         images by camera and number, from their file names
              pipeline_validation   which images have all the files that a pipeline promises

            Examples:
              safelight-agent analyze /photos --tool photostats --output report.html
              safelight-agent analyze /photos --tool photostats --json - | jq .total_files
              safelight-agent analyze /photos --tool pipeline_validation --config studio.yaml --pipeline archive
            """)

    @OptionGroup var shared: SharedOptions

    @Argument(help: "The folder that holds the photos.")
    var path: String

    @Option(help: "photostats, photo_pairing or pipeline_validation (SAFELIGHT_AGENT_TOOL).")
    var tool: String?

    @Option(help: ArgumentHelp("The tool's configuration in YAML (SAFELIGHT_AGENT_CONFIG).", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Where the HTML report goes (SAFELIGHT_AGENT_OUTPUT).", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Where the results go as JSON; - is stdout (SAFELIGHT_AGENT_JSON).", valueName: "file"))
    var json: String?

    @Flag(help: "Name in the results also what is in order, file by file (SAFELIGHT_AGENT_FULL).")
    var full = false

    @Option(
        help: ArgumentHelp(
            "The pipeline, where the configuration has several (SAFELIGHT_AGENT_PIPELINE).", valueName: "name"))
    var pipeline: String?

    @Flag(help: "PhotoStats: open sidecars for ratings, labels, cameras (SAFELIGHT_AGENT_READ_SIDECARS).")
    var readSidecars = false

    @Flag(help: "PhotoStats: pair sidecars over the whole tree (SAFELIGHT_AGENT_PAIR_ACROSS_DIRECTORIES).")
    var pairAcrossDirectories = false

    func run() async throws {
        let context = CommandContext.current
        let tool = try namedTool()
        // Most often a variable of a script that was never set.
        for (name, value) in [("PATH", path), ("--config", config), ("--output", output), ("--json", json)]
        where value == "" {
            throw ValidationError("\(name) is empty. Name a \(name == "PATH" ? "folder" : "file").")
        }
        let outputs = try AnalysisOutputs(
            report: (output ?? shared.setting("SAFELIGHT_AGENT_OUTPUT")).map(context.path),
            json: (json ?? shared.setting("SAFELIGHT_AGENT_JSON")).map(context.path), wantsJSON: try shared.wantsJSON(),
            config: configFile)
        let analysis = try StandaloneAnalysis(
            tool, path: context.path(path), configFile: configFile, options: try options())
        try outputs.spare { analysis.isCounted($0) }
        for note in analysis.warnings + idleFlags(tool) { context.say("Warning: \(TerminalText.safe(note)).") }
        let outcome = try await perform(analysis, context)
        try outputs.hand(outcome, title: "\(tool.title) of \(analysis.folder)", context)
        if outcome.hasIssues { throw ExitCode(AgentError.Exit.issuesFound.rawValue) }
    }

    private var configFile: LocalPath? {
        (config ?? shared.setting("SAFELIGHT_AGENT_CONFIG")).map(CommandContext.current.path)
    }

    private func namedTool() throws -> Tool {
        let known = Capabilities.tools.map(\.rawValue).joined(separator: ", ")
        guard let named = tool ?? shared.setting("SAFELIGHT_AGENT_TOOL") else {
            throw ValidationError("Name a tool with --tool. There is: \(known).")
        }
        guard let tool = Capabilities.tools.first(where: { $0.rawValue == named }) else {
            throw ValidationError("There is no tool \"\(named)\". There is: \(known).")
        }
        return tool
    }

    private func options() throws -> ToolOptions {
        ToolOptions(
            pairAcrossDirectories: try pairAcrossDirectories
                || shared.truth("SAFELIGHT_AGENT_PAIR_ACROSS_DIRECTORIES"),
            readSidecars: try readSidecars || shared.truth("SAFELIGHT_AGENT_READ_SIDECARS"),
            detail: try full || shared.truth("SAFELIGHT_AGENT_FULL") ? .everything : .findings,
            pipeline: pipeline ?? shared.setting("SAFELIGHT_AGENT_PIPELINE"))
    }

    /// Flags that were given and mean nothing to the tool; variables may well be set for all of them.
    private func idleFlags(_ tool: Tool) -> [String] {
        var idle: [String] = []
        if tool != .pipelineValidation, pipeline != nil { idle.append("--pipeline") }
        if tool != .photostats, readSidecars { idle.append("--read-sidecars") }
        if tool != .photostats, pairAcrossDirectories { idle.append("--pair-across-directories") }
        return idle.map { "\($0) means nothing to \(tool.title) and was ignored" }
    }

    /// Runs the tool; the first signal stops it in good order, the second one at once.
    private func perform(_ analysis: StandaloneAnalysis, _ context: CommandContext) async throws -> ToolOutcome {
        let progress = StepProgress(context)
        let stop = Interruption()
        defer { progress.end() }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            // Ends with the group.
            group.addTask {
                await context.interruptions { signal in
                    let isFirst = stop.take(signal)
                    progress.end()
                    if !isFirst { context.abandon(Interruption.exitCode(signal)) }
                }
            }
            defer { group.cancelAll() }
            let outcome = try await analysis.perform(
                time: context.time, cancellation: stop.cancellation, progress: { progress.show($0) })
            guard let outcome, stop.signal == nil else {
                context.say("Stopped; nothing was written.")
                throw ExitCode(Interruption.exitCode(stop.signal ?? 0))
            }
            return outcome
        }
    }
}
