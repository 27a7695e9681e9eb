/// What a set of files is worth against all walks of a pipeline.
struct Verdict {
    /// For each termination type of the table.
    var statuses: [ValidationStatus]
    var overall: ValidationStatus

    var isArchivalReady: Bool { statuses.contains { $0.isArchivalReady } }
}

/// Judges sets of files (analysis.md, *Status against one walk*, *Per termination type*, *Overall*).
struct Judge {
    private(set) var matcher: WalkMatcher
    /// The indices of termination types that are alternatives of each other; each type is in one group.
    private let groups: [[Int]]

    var table: WalkTable { matcher.table }

    init(_ table: WalkTable, alternatives: [[String]]) {
        matcher = WalkMatcher(table)
        let index = Dictionary(
            uniqueKeysWithValues: table.terminations.enumerated().map { ($1.type, $0) })
        var rest = Set(table.terminations.indices)
        var groups: [[Int]] = []
        for types in alternatives {
            let group = types.compactMap { index[$0] }.filter { rest.remove($0) != nil }
            if !group.isEmpty { groups.append(group) }
        }
        self.groups = groups + rest.sorted().map { [$0] }
    }

    /// Judges a set of names, ascending; `ValidationIndex.unexpected` stands for those that no walk expects. What the walks are
    /// is then in `matcher`.
    mutating func judge(_ set: ArraySlice<Int32>) -> Verdict {
        let hasUnexpected = set.first == ValidationIndex.unexpected
        let known = hasUnexpected ? set.dropFirst() : set
        matcher.match(known)
        let statuses = matcher.matches.enumerated().map { status(of: $1, $0, known, hasUnexpected) }
        let ofGroups = groups.map { group in group.lazy.map { statuses[$0] }.min() ?? .inconsistent }
        return Verdict(statuses: statuses, overall: ofGroups.max() ?? .inconsistent)
    }

    private func status(
        of match: WalkMatcher.Match, _ termination: Int, _ known: ArraySlice<Int32>, _ hasUnexpected: Bool
    ) -> ValidationStatus {
        guard let walk = match.walk, match.matched > 0 else { return .inconsistent }
        if !match.isComplete { return .partial }
        if hasUnexpected { return .consistentWithWarning }
        let optional = table.terminations[termination].walks[walk].optional
        let others = known.count - match.matched
        if others == 0 { return .consistent }
        let allowed = optional.isEmpty ? 0 : known.lazy.filter { optional.containsSorted($0) }.count
        return others == allowed ? .consistent : .consistentWithWarning
    }
}
