/// A way from a Capture to a Termination, and the files that it leads one to expect.
public struct PipelineWalk: Hashable, Sendable {
    /// The indices of its nodes in `PipelineGraph.nodes`, in merged order, repeated where they repeat; hanging Files are left out.
    public let nodes: [Int]
    /// The indices in `PipelineGraph.edges` of the edges that it takes, ascending, each once; those to hanging Files too.
    public let edges: [Int]
    /// The type of the Termination at its end; empty for a truncated walk.
    public let terminationType: String
    /// Whether it was cut because a node would come a sixth time; such a walk matches nothing.
    public let isTruncated: Bool
    /// The files to expect in the order of the walk, each name once; empty for a truncated walk.
    public let expected: [ExpectedFile]

    /// How many nodes it has; hanging Files do not count.
    public var nodeCount: Int { nodes.count }
}

/// A file that a walk leads one to expect, named `CAMERA COUNTER` + `-METHOD`… [+ `-` separate image] + extension.
public struct ExpectedFile: Hashable, Sendable {
    /// The processing methods behind the counter, none of them empty.
    public let methods: [String]
    /// The extension in lower case, with its dot.
    public let `extension`: String
    /// Whether the file is neither missing nor extra.
    public let isOptional: Bool

    /// A file of its parts.
    public init(methods: [String], extension: String, isOptional: Bool = false) {
        self.methods = methods
        self.extension = `extension`
        self.isOptional = isOptional
    }
}
