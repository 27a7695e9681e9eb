/// Why a YAML text was refused, and where.
public struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in words.
    public let message: String
    /// The place that it was found at.
    public let mark: YAMLMark

    /// A message for a place.
    public init(_ message: String, at mark: YAMLMark) {
        self.message = message
        self.mark = mark
    }

    /// The line, from 1.
    public var line: Int { mark.line }
    /// The column, from 1.
    public var column: Int { mark.column }

    /// For example `line 3, column 7: the key "roots" stands here a second time`.
    public var description: String { "line \(line), column \(column): \(message)" }
}

/// How much YAML is read before it is refused: a small text can be made to grow without bounds by its aliases.
public struct YAMLLimits: Hashable, Sendable {
    /// The longest text, in bytes.
    public var bytes: Int
    /// The deepest nesting of lists and mappings.
    public var depth: Int
    /// The most nodes once every alias is expanded.
    public var nodes: Int

    /// Limits; by default 1 MiB, 64 levels and 100,000 nodes.
    public init(bytes: Int = 1_048_576, depth: Int = 64, nodes: Int = 100_000) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
    }
}
