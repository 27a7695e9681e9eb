/// A station on an image's way from capture to archive (analysis.md, *Pipeline Validation*).
public struct PipelineNode: Hashable, Sendable {
    /// What a node does.
    public enum Kind: Hashable, Sendable {
        /// Where every walk begins.
        case capture
        /// A file that is expected here; the extension in lower case with its dot, empty where the source names none.
        case file(extension: String, isOptional: Bool)
        /// A step that adds to file names; several methods are alternatives, an empty one adds nothing.
        case process(methods: [String])
        /// A choice among the outputs.
        case branching
        /// Two ways that come together.
        case pairing(type: String)
        /// Where a walk ends, and as what.
        case termination(type: String)
    }

    /// What outputs call it.
    public let id: String
    /// What people call it; the id where the source gives no name.
    public let name: String
    /// What it does.
    public let kind: Kind
    /// The ids of the nodes that come next, in their order, each once.
    public let outputs: [String]
    /// Where it stands in the text that it came from; nil for JSON.
    public let place: TextPlace?

    /// A node of its parts.
    public init(id: String, name: String? = nil, kind: Kind, outputs: [String] = [], place: TextPlace? = nil) {
        self.id = id
        self.name = name ?? id
        self.kind = kind
        self.outputs = outputs
        self.place = place
    }
}

extension PipelineNode {
    /// The word for its kind in JSON and YAML.
    public var typeWord: String {
        switch kind {
        case .capture: "capture"
        case .file: "file"
        case .process: "process"
        case .branching: "branching"
        case .pairing: "pairing"
        case .termination: "termination"
        }
    }

    /// Whether walks pass it at most five times; the other kinds cannot stand in a cycle.
    var isCounted: Bool {
        switch kind {
        case .file, .process, .branching: true
        case .capture, .pairing, .termination: false
        }
    }
}

/// A place in a text: line and column from 1.
public struct TextPlace: Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int

    /// A place by its line and column.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
