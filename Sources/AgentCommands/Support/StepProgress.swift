import AgentRuntime
import Domain
import Synchronization

/// Shows how far a run is: one line that is written over on a terminal, plain lines now and then elsewhere.
final class StepProgress: Sendable {
    private struct State {
        var step: ToolStep?
        var begun: Timestamp
        var shown: Timestamp
        var hasEnded = false
    }

    private static let redrawEvery: Duration = .milliseconds(100)
    private static let plainEvery: Duration = .seconds(10)
    private static let barWidth = 24
    private let context: CommandContext
    private let state: Mutex<State>

    init(_ context: CommandContext) {
        self.context = context
        let now = context.time.now()
        state = Mutex(State(begun: now, shown: now))
    }

    /// Takes a step, at any rate, from any thread.
    func show(_ step: ToolStep) {
        let now = context.time.now()
        state.withLock { state in
            guard !state.hasEnded else { return }
            let isNew = state.step?.kind != step.kind
            if isNew { state.begun = now }
            let pause = context.isTerminal ? Self.redrawEvery : Self.plainEvery
            guard isNew || now >= state.shown + pause else { return }
            state.step = step
            state.shown = now
            if context.isTerminal {
                // Inside the lock, like all that is written here: two threads must not share a line.
                context.note("\r\u{1B}[K" + line(step, after: now - state.begun))
            } else {
                context.say(isNew ? step.beginning : step.middle)
            }
        }
    }

    /// Leaves an empty line behind; whatever comes after is not shown.
    func end() {
        state.withLock { state in
            guard !state.hasEnded else { return }
            state.hasEnded = true
            if context.isTerminal, state.step != nil { context.note("\r\u{1B}[K") }
        }
    }

    private func line(_ step: ToolStep, after elapsed: Duration) -> String {
        let columns = context.columns() - 1
        switch step {
        case .listing(let files, let folder):
            var text = "Listing: \(NumberText.count(files, "file"))"
            if elapsed >= .milliseconds(500) {
                text += ", \(NumberText.grouped(Int(Double(files) / elapsed.inSeconds)))/s"
            }
            let rest = columns - TerminalText.width(text) - 2
            return rest < 8 ? text : "\(text)  \(TerminalText.tail(TerminalText.safe(folder), fitting: rest))"
        case .readingSidecars(let done, let total):
            let figures = "\(NumberText.grouped(done)) of \(NumberText.grouped(total))"
            let text = "Reading sidecars: \(figures)"
            return columns < TerminalText.width(text) + Self.barWidth + 8
                ? text : "Reading sidecars \(Self.bar(done, of: total))  \(figures)"
        case .analysing, .reporting: return "\(step.beginning) …"
        }
    }

    private static func bar(_ done: Int, of total: Int) -> String {
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
        let filled = Int(share * Double(barWidth))
        let percentage = "\(Int(share * 100)) %"
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: barWidth - filled) + "] "
            + String(repeating: " ", count: max(0, 5 - percentage.count)) + percentage
    }
}

extension ToolStep {
    /// The same for all that shows one line.
    fileprivate var kind: Int {
        switch self {
        case .listing: 0
        case .readingSidecars: 1
        case .analysing: 2
        case .reporting: 3
        }
    }

    /// The words when it begins.
    fileprivate var beginning: String {
        switch self {
        case .listing: "Listing the folder"
        case .readingSidecars(_, let total): "Reading \(NumberText.count(total, "sidecar"))"
        case .analysing(let files): "Analysing \(NumberText.count(files, "file"))"
        case .reporting: "Writing results and report"
        }
    }

    /// The words while it lasts.
    fileprivate var middle: String {
        switch self {
        case .listing(let files, let folder):
            "\(NumberText.count(files, "file")) so far, now in "
                + (folder.isEmpty ? "the top folder" : TerminalText.safe(folder))
        case .readingSidecars(let done, let total):
            "\(NumberText.grouped(done)) of \(NumberText.count(total, "sidecar")) read"
        case .analysing, .reporting: beginning
        }
    }
}
