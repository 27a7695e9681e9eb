import Domain

/// The beginning of a walk: what it has passed, and the methods that file names have by now.
struct WalkPrefix {
    var nodes: [Int32] = []
    var edges: [Int32] = []
    /// Files in `WalkVocabulary`'s packing.
    var files: [UInt64] = []
    /// A list of methods in `WalkVocabulary`.
    var methods: Int32 = 0

    /// How long the parts of a prefix were at some time.
    struct Mark {
        let nodes: Int
        let edges: Int
        let files: Int
        let methods: Int32
    }

    var mark: Mark { Mark(nodes: nodes.count, edges: edges.count, files: files.count, methods: methods) }
    var size: Int { nodes.count + edges.count + files.count }

    /// Takes back what came after a mark.
    mutating func cut(to mark: Mark) {
        nodes.removeLast(nodes.count - mark.nodes)
        edges.removeLast(edges.count - mark.edges)
        files.removeLast(files.count - mark.files)
        methods = mark.methods
    }
}

/// What an enumeration may still build before it gives up.
struct WalkBudget {
    private let walks: Int
    private let size: Int
    private var left: Int

    init(walks: Int, size: Int) {
        (self.walks, self.size, left) = (walks, size, size)
    }

    mutating func spend(_ amount: Int) throws(PipelineError) {
        left -= amount
        guard left >= 0 else {
            throw PipelineError(
                "the walks through this pipeline are too long together (more than \(NumberText.grouped(size)) steps and files); "
                    + "take out loops, alternatives or pairings, or make several pipelines of it")
        }
    }

    var tooManyWalks: PipelineError {
        PipelineError(
            "there are more than \(NumberText.grouped(walks)) walks through this pipeline; take out loops, alternatives or pairings, "
                + "or make several pipelines of it")
    }
}

/// A set of small numbers that is emptied at once.
struct WalkStamps {
    private var stamps: [Int]
    private var current = 0

    init(count: Int) { stamps = Array(repeating: 0, count: count) }

    mutating func clear() { current += 1 }

    /// Whether the number was not in it yet.
    mutating func insert(_ number: Int) -> Bool {
        defer { stamps[number] = current }
        return stamps[number] != current
    }
}
