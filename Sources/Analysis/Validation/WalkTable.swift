/// The walks of a pipeline as they are matched with sets of files: by termination type, and within a type in the order in which
/// they are preferred among those that match as many files.
///
/// Walks that expect the same are one. Each has a slot, a bit in words of 64; the slots of a type begin with a word of their own.
struct WalkTable {
    /// What one walk asks for.
    struct Walk {
        /// The numbers of the expected names, ascending, none of them optional.
        let required: [Int32]
        /// The numbers of the optional names that are not required too, ascending.
        let optional: [Int32]
        /// The index of the first such walk in the pipeline's.
        let source: Int
    }

    /// The walks to one type of Termination.
    struct Termination {
        let type: String
        let firstWord: Int
        let walks: [Walk]
        /// The names that all of its walks require, ascending: they make no difference between walks, so they are not counted walk by
        /// walk.
        let common: [Int32]
        /// The first walk that requires nothing else; nil where there is none.
        let commonWalk: Int?

        init(type: String, firstWord: Int, walks: [Walk]) {
            (self.type, self.firstWord, self.walks) = (type, firstWord, walks)
            var common = Set(walks.first?.required ?? [])
            for walk in walks where !common.isEmpty { common.formIntersection(walk.required) }
            self.common = common.sorted()
            let count = common.count
            commonWalk = count == 0 ? nil : walks.firstIndex { $0.required.count == count }
        }
    }

    /// In the order of their names. A type whose every walk is truncated has no walks.
    let terminations: [Termination]
    let names: ExpectedNames
    /// For each word, the index of the termination that its slots belong to.
    let terminationOfWord: [Int32]
    /// How many bits a count of expected names needs.
    let planes: Int
    /// For each word, `planes` words with the bits of how many names its walks expect beyond the common ones.
    let expectedCounts: [UInt64]
    private let postingStarts: [Int32]
    private let postings: [Posting]

    /// Those of 64 walks that require a name.
    struct Posting {
        let word: Int32
        var walks: UInt64
    }

    /// For a name, the walks that require it, without those of a type whose walks all do.
    func postings(of name: Int32) -> ArraySlice<Posting> {
        postings[Int(postingStarts[Int(name)])..<Int(postingStarts[Int(name) + 1])]
    }

    init(types: Set<String>, walks: [PipelineWalk], extensions: ExtensionTable) {
        var names = ExpectedNames(extensions: extensions)
        var ofType = Dictionary(uniqueKeysWithValues: types.map { ($0, [Expectation: Candidate]()) })
        for (index, walk) in walks.enumerated() where !walk.isTruncated {
            let expectation = Expectation(walk.expected.map { (names.add($0), $0.isOptional) })
            let candidate = Candidate(nodeCount: walk.nodeCount, source: index)
            let known = ofType[walk.terminationType, default: [:]][expectation]
            if known.map({ candidate.precedes($0) }) ?? true {
                ofType[walk.terminationType, default: [:]][expectation] = candidate
            }
        }
        names.seal()
        var terminations: [Termination] = []
        var words: [Int32] = []
        for (type, candidates) in ofType.sorted(by: { $0.key < $1.key }) {
            let preferred = candidates.sorted { left, right in
                let (first, second) = (left.value, right.value)
                return (first.nodeCount, left.key.required.count, first.source)
                    < (second.nodeCount, right.key.required.count, second.source)
            }
            let own = preferred.map {
                Walk(required: $0.key.required, optional: $0.key.optional, source: $0.value.source)
            }
            words += repeatElement(Int32(terminations.count), count: (own.count + 63) / 64)
            terminations.append(
                Termination(type: type, firstWord: words.count - (own.count + 63) / 64, walks: own))
        }
        (self.terminations, self.names, terminationOfWord) = (terminations, names, words)
        let most = terminations.flatMap(\.walks).map(\.required.count).max() ?? 0
        planes = Int.bitWidth - most.leadingZeroBitCount
        expectedCounts = Self.counts(terminations, planes: planes, words: words.count)
        (postingStarts, postings) = Self.postings(terminations, names: names.names.count)
    }

    /// What walks have in common if they are one.
    private struct Expectation: Hashable {
        let required: [Int32]
        let optional: [Int32]

        init(_ names: [(number: Int32, isOptional: Bool)]) {
            let required = Set(names.lazy.filter { !$0.isOptional }.map(\.number))
            self.required = required.sorted()
            optional = Set(names.lazy.filter(\.isOptional).map(\.number)).subtracting(required).sorted()
        }
    }

    private struct Candidate {
        let nodeCount: Int
        let source: Int

        func precedes(_ other: Candidate) -> Bool { (nodeCount, source) < (other.nodeCount, other.source) }
    }

    private static func counts(_ terminations: [Termination], planes: Int, words: Int) -> [UInt64] {
        var counts = [UInt64](repeating: 0, count: planes * words)
        for termination in terminations {
            for (index, walk) in termination.walks.enumerated() {
                let word = termination.firstWord + index / 64
                let count = walk.required.count - termination.common.count
                for plane in 0..<planes where count >> plane & 1 == 1 {
                    counts[word * planes + plane] |= 1 << UInt64(index % 64)
                }
            }
        }
        return counts
    }

    private static func postings(_ terminations: [Termination], names: Int) -> ([Int32], [Posting]) {
        var ofName: [[Posting]] = Array(repeating: [], count: names)
        for termination in terminations {
            for (index, walk) in termination.walks.enumerated() {
                let word = Int32(termination.firstWord + index / 64)
                let bit: UInt64 = 1 << UInt64(index % 64)
                for name in walk.required where !termination.common.containsSorted(name) {
                    if let last = ofName[Int(name)].indices.last, ofName[Int(name)][last].word == word {
                        ofName[Int(name)][last].walks |= bit
                    } else {
                        ofName[Int(name)].append(Posting(word: word, walks: bit))
                    }
                }
            }
        }
        var starts: [Int32] = [0]
        for postings in ofName { starts.append(starts[starts.count - 1] + Int32(postings.count)) }
        return (starts, ofName.flatMap { $0 })
    }
}
