import AgentRuntime
import Domain

/// A run's key figures and findings as lines for people.
struct SummaryText {
    private let summary: ToolSummary
    private let isColoured: Bool

    /// A summary, in colour where a terminal shows it.
    init(_ summary: ToolSummary, isColoured: Bool) {
        self.summary = summary
        self.isColoured = isColoured
    }

    /// All of it, below a title; figures are nothing where there was nothing to analyse.
    func lines(_ title: String, emptiness: String? = nil) -> [String] {
        [styled(TerminalText.safe(title), .bold), TerminalText.safe(emptiness ?? summary.answer)]
            + (emptiness == nil ? [""] + figures : []) + summary.findings.flatMap { [""] + finding($0) }
    }

    private var figures: [String] {
        let labels = summary.figures.map { TerminalText.safe($0.label) }
        let label = labels.map(TerminalText.width).max() ?? 0
        let value = summary.figures.map { TerminalText.width($0.value) }.max() ?? 0
        let note = summary.figures.map { TerminalText.width($0.note) }.max() ?? 0
        return zip(labels, summary.figures).map { name, figure in
            let row = "  " + padded(name, to: label) + "  " + padded(figure.value, to: value, atEnd: false)
            return figure.note.isEmpty ? row : row + "  " + padded(figure.note, to: note, atEnd: false)
        }
    }

    private func finding(_ finding: ToolSummary.Finding) -> [String] {
        let style: Style =
            switch finding.weight {
            case .problem: .problem
            case .attention: .attention
            case .information: .bold
            }
        var lines = [styled("\(finding.title): \(NumberText.grouped(finding.total))", style)]
        lines += finding.examples.map { "  " + TerminalText.safe($0) }
        let rest = finding.total - finding.examples.count
        if rest > 0, !finding.examples.isEmpty { lines.append("  and \(NumberText.grouped(rest)) more") }
        if !finding.advice.isEmpty { lines.append("  " + styled(finding.advice, .soft)) }
        return lines
    }

    private enum Style: String {
        case bold = "1"
        case soft = "2"
        case problem = "1;31"
        case attention = "1;33"
    }

    private func styled(_ text: String, _ style: Style) -> String {
        isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    private func padded(_ text: String, to width: Int, atEnd: Bool = true) -> String {
        let padding = String(repeating: " ", count: max(0, width - TerminalText.width(text)))
        return atEnd ? text + padding : padding + text
    }
}
