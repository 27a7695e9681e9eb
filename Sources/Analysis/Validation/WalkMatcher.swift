/// Finds for a set of files the best walk of each termination type: complete before incomplete, then most files matched, then the
/// order of the table (analysis.md, *Pipeline Validation*).
///
/// Matches are counted for 64 walks at once, in bit planes: a set of k names costs k operations on every 64 walks at most, and
/// nothing for walks that require none of them.
struct WalkMatcher {
    /// The best walk of a termination type.
    struct Match {
        /// The index of the walk within its type; nil where the type has none.
        var walk: Int?
        var matched = 0
        var isComplete = false
    }

    let table: WalkTable
    /// For each termination type of the table, what the last call of `match` found.
    private(set) var matches: [Match]
    private var counts: [UInt64]
    /// For each termination type, how many of its common names there are, and whether all.
    private var commonCounts: [Int]
    private var hasCommon: [Bool]
    private var touched: [Int32] = []
    private var isTouched: [Bool]

    init(_ table: WalkTable) {
        self.table = table
        matches = table.terminations.map { _ in Match() }
        counts = Array(repeating: 0, count: table.expectedCounts.count)
        commonCounts = table.terminations.map { _ in 0 }
        hasCommon = table.terminations.map { _ in false }
        isTouched = Array(repeating: false, count: table.terminationOfWord.count)
    }

    /// Matches a set of expected names, ascending.
    mutating func match(_ names: ArraySlice<Int32>) {
        for (index, termination) in table.terminations.enumerated() {
            let matched = termination.common.count { names.containsSorted($0) }
            hasCommon[index] = matched == termination.common.count
            commonCounts[index] = matched
            if hasCommon[index], let walk = termination.commonWalk {
                matches[index] = Match(walk: walk, matched: matched, isComplete: true)
            } else {
                matches[index] = Match(walk: termination.walks.isEmpty ? nil : 0, matched: matched)
            }
        }
        for name in names { count(name) }
        for word in touched { choose(Int(word)) }
        touched.removeAll(keepingCapacity: true)
    }

    private mutating func count(_ name: Int32) {
        let planes = table.planes
        for posting in table.postings(of: name) {
            let word = Int(posting.word)
            if !isTouched[word] {
                isTouched[word] = true
                touched.append(posting.word)
            }
            var carry = posting.walks
            var place = word * planes
            while carry != 0 {
                let sum = counts[place] ^ carry
                carry &= counts[place]
                counts[place] = sum
                place += 1
            }
        }
    }

    /// Takes the best of a word's walks if it is better than what is known, and forgets the word's counts.
    private mutating func choose(_ word: Int) {
        let planes = table.planes
        let first = word * planes
        var some: UInt64 = 0
        var incomplete: UInt64 = 0
        for plane in first..<(first + planes) {
            some |= counts[plane]
            incomplete |= counts[plane] ^ table.expectedCounts[plane]
        }
        let termination = Int(table.terminationOfWord[word])
        let complete = hasCommon[termination] ? some & ~incomplete : 0
        var best = complete != 0 ? complete : some
        var matched = 0
        for plane in (0..<planes).reversed() {
            let more = best & counts[first + plane]
            if more != 0 { (best, matched) = (more, matched | 1 << plane) }
            counts[first + plane] = 0
        }
        matched += commonCounts[termination]
        isTouched[word] = false
        let walk = (word - table.terminations[termination].firstWord) * 64 + best.trailingZeroBitCount
        let known = matches[termination]
        // Words come in any order; what is known at first has nothing but common names matched, which is less.
        let isBetter =
            if known.isComplete != (complete != 0) {
                complete != 0
            } else if known.matched != matched {
                matched > known.matched
            } else {
                walk < known.walk ?? .max
            }
        if isBetter { matches[termination] = Match(walk: walk, matched: matched, isComplete: complete != 0) }
    }
}
