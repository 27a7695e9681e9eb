import AgentRuntime
import ArgumentParser
import Domain

/// Where `analyze` puts what came out.
struct AnalysisOutputs {
    private let report: OutputFile?
    private let results: OutputFile?
    /// Whether stdout carries the results and nothing else.
    private let printsJSON: Bool

    /// Checks that the files can be written and are different ones, before any work is done.
    /// - Throws: `ValidationError` where two files are one; `AgentError` 73 where one cannot be written.
    init(report: LocalPath?, json: LocalPath?, wantsJSON: Bool, config: LocalPath?) throws {
        if report == "-" {
            throw ValidationError("--output needs a file: only --json can go to stdout (-).")
        }
        self.report = try report.map { try OutputFile($0) }
        results = try json == "-" ? nil : json.map { try OutputFile($0) }
        printsJSON = wantsJSON || json == "-"
        if let report = self.report, let results, try report.isSame(as: results) {
            throw ValidationError("--output and --json name one file, \(report.path.shown). Name two.")
        }
        for file in [self.report, results] {
            if let config, let file, try file.isSame(as: config) {
                throw ValidationError("\(file.path.shown) is the configuration: it would be lost. Name another file.")
            }
        }
    }

    /// Sees that no photo is written over: a name typed too fast must not cost an original.
    /// - Throws: `ValidationError` where a file that is to be replaced is one of those that `isPhoto` knows.
    func spare(_ isPhoto: (LocalPath) -> Bool) throws {
        for file in [report, results] {
            guard let file, let replaced = try file.replacedFile(), isPhoto(replaced) else { continue }
            throw ValidationError("\(file.path.shown) is a photo or a sidecar: it would be lost. Name another file.")
        }
    }

    /// Files first, so that what is printed can speak of them.
    func hand(_ outcome: ToolOutcome, title: String, _ context: CommandContext) throws {
        try report?.write(outcome.report)
        try results?.write(outcome.results + [UInt8(ascii: "\n")])
        if printsJSON {
            context.print(String(decoding: outcome.results, as: UTF8.self))
        } else {
            let text = SummaryText(outcome.summary, isColoured: context.isColoured)
            for line in text.lines(title, emptiness: outcome.emptiness) + [""] { context.print(line) }
        }
        if printsJSON, let words = outcome.emptiness { context.say(words) }
        if let report { context.say("The report is in \(TerminalText.safe(report.path.shown)).") }
        if let results { context.say("The results are in \(TerminalText.safe(results.path.shown)).") }
        if report == nil, results == nil, !printsJSON, outcome.hasIssues {
            context.say("For every one of them by name: --output report.html")
        }
    }
}

extension ToolOutcome {
    /// What a person should know where there was nothing to analyse.
    fileprivate var emptiness: String? {
        guard isAboutNothing else { return nil }
        return files == 0
            ? "The folder holds no files. If a disk belongs there, check that it is mounted."
            : "None of its \(NumberText.count(files, "file")) has an extension that counts. "
                + "`photo_extensions` in a --config file names others."
    }
}
