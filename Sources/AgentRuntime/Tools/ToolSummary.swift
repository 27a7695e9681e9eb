import Analysis
import Domain

/// What a tool found, as a terminal shows it.
public struct ToolSummary: Hashable, Sendable {
    /// A number with its words.
    public struct Figure: Hashable, Sendable {
        /// What is counted.
        public let label: String
        /// How many, with digits grouped, or a size.
        public let value: String
        /// A second number, such as a size; empty where there is none.
        public let note: String

        init(_ label: String, _ value: String, _ note: String = "") {
            (self.label, self.value, self.note) = (label, value, note)
        }
    }

    /// One sort of finding.
    public struct Finding: Hashable, Sendable {
        /// How much it matters.
        public enum Weight: Hashable, Sendable {
            /// Something is missing or broken; worth a look; good to know.
            case problem, attention, information
        }

        /// The most examples that are named.
        public static let namedExamples = 3

        /// How much these matter.
        public let weight: Weight
        /// What was found.
        public let title: String
        /// How many there are in all.
        public let total: Int
        /// The first of them, as shown text: file names are data.
        public let examples: [String]
        /// What to do.
        public let advice: String

        /// Nil where there is nothing to say.
        init?(
            _ weight: Weight, _ title: String, total: Int, examples: some Sequence<String>, advice: String
        ) {
            guard total > 0 else { return nil }
            (self.weight, self.title, self.total, self.advice) = (weight, title, total, advice)
            self.examples = Array(examples.prefix(Self.namedExamples))
        }
    }

    /// The answer in one line.
    public let answer: String
    /// The key figures.
    public let figures: [Figure]
    /// What was found, worst first.
    public let findings: [Finding]

    init(answer: String, figures: [Figure], findings: [Finding?]) {
        self.answer = answer
        self.figures = figures
        self.findings = findings.compactMap { $0 }
    }
}

extension ToolSummary.Finding {
    /// What could not be looked at, the same for every tool.
    static func warnings(_ warnings: CutList<String>) -> Self? {
        .init(
            .problem, "Warnings", total: warnings.total, examples: warnings.entries,
            advice: "Follow what each says, then run again: the figures may lack files.")
    }
}

extension ToolSummary.Figure {
    /// The most that are shown of one sort.
    private static let most = 8

    /// The largest of many counts, and how many more there are.
    static func largest(_ counts: [(label: String, count: Int)], of total: Int, _ word: String) -> [Self] {
        let sorted = counts.sorted { ($1.count, $0.label) < ($0.count, $1.label) }
        let shown = sorted.prefix(most).map { Self($0.label, NumberText.grouped($0.count)) }
        return total > shown.count
            ? shown + [Self("\(word): more of them", NumberText.grouped(total - shown.count))] : shown
    }
}
