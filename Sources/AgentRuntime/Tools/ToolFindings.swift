import Reports

/// What a tool found, whichever it is: all that a job and a command line need of it.
protocol ToolFindings: Sendable {
    /// Whether a person should look at something.
    var hasIssues: Bool { get }
    /// Whether no file counted: none was an image or a sidecar.
    var isAboutNothing: Bool { get }
    /// The key figures and findings for a terminal.
    var summary: ToolSummary { get }
    /// The results object in canonical form.
    var results: [UInt8] { get }
    /// The report's HTML.
    func report(_ header: ReportHeader) -> [UInt8]
}

/// What came out of a run.
public struct ToolOutcome: Sendable {
    /// Canonical JSON.
    public let results: [UInt8]
    /// HTML.
    public let report: [UInt8]
    /// Whether a person should look at something.
    public let hasIssues: Bool
    /// The files that were listed, of whatever kind.
    public let files: Int
    /// Whether none of them is an image or a sidecar.
    public let isAboutNothing: Bool
    /// The key figures and findings for a terminal.
    public let summary: ToolSummary
}
