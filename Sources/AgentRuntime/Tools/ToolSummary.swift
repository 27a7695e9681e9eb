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
