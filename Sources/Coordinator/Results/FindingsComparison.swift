/// What a result found that the one before did not, and the other way round.
public struct FindingsComparison: Hashable, Sendable {
    /// Findings of one side alone.
    public struct Side: Hashable, Sendable {
        /// How many there are.
        public var count = 0
        /// The first of them, in the order of the results.
        public var first: [Finding] = []

        /// A side without findings.
        public init() {}

        fileprivate mutating func add(_ finding: Finding) {
            count += 1
            if first.count < FindingsComparison.shownFindings { first.append(finding) }
        }
    }

    /// The most findings of a side that are kept.
    public static let shownFindings = 200

    /// What is wrong since then.
    public var new = Side()
    /// What was wrong and is not any more.
    public var gone = Side()
    /// Whether a list of either result was cut, so that there may be more of both.
    public var isCut = false

    /// Two results that found the same.
    public init() {}

    /// Compares canonical results by kind, file and detail. Findings of the other side are kept as hashes of 8 bytes: two
    /// results with a million findings each would have two that look alike in one of forty million comparisons.
    /// - Throws: `CanonicalJSONError`.
    init(from before: [UInt8], to after: [UInt8]) throws {
        let (known, remaining) = (try Self.hashes(before), try Self.hashes(after))
        try FindingWalk.of(after) { take($0, unlessIn: known, \.new) }
        try FindingWalk.of(before) { take($0, unlessIn: remaining, \.gone) }
    }

    private mutating func take(_ finding: Finding, unlessIn others: Set<Int>, _ side: WritableKeyPath<Self, Side>) {
        if finding.kind == FindingWalk.notAllListed {
            isCut = true
        } else if !others.contains(finding.hashValue) {
            self[keyPath: side].add(finding)
        }
    }

    private static func hashes(_ results: [UInt8]) throws -> Set<Int> {
        var hashes: Set<Int> = []
        try FindingWalk.of(results) { hashes.insert($0.hashValue) }
        return hashes
    }
}
