/// A place in a YAML text, as editors count: lines and columns from 1, columns in Unicode scalars.
public struct YAMLMark: Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int

    /// A place by its line and column.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Where a text begins.
    public static let start = YAMLMark(line: 1, column: 1)
}

/// What a YAML text says, with the place of every part in it. Anchors are expanded, mappings keep their order.
public struct YAMLNode: Hashable, Sendable {
    /// The three kinds of node.
    public enum Content: Hashable, Sendable {
        /// A single value; a plain one may mean a number, a truth value or nothing, a quoted one is always text.
        case scalar(String, isPlain: Bool)
        /// A list.
        case sequence([YAMLNode])
        /// Keys with values, in the order in which they stand.
        case mapping([Entry])
    }

    /// A key of a mapping with its value.
    public struct Entry: Hashable, Sendable {
        /// The key; only scalars are keys.
        public let key: String
        /// Where the key stands.
        public let keyMark: YAMLMark
        /// What it stands for.
        public let value: YAMLNode

        /// A key, its place and its value.
        public init(key: String, keyMark: YAMLMark = .start, value: YAMLNode) {
            self.key = key
            self.keyMark = keyMark
            self.value = value
        }
    }

    /// What the node is.
    public let content: Content
    /// Where it begins.
    public let mark: YAMLMark

    /// A node at a place.
    public init(_ content: Content, mark: YAMLMark = .start) {
        self.content = content
        self.mark = mark
    }
}

extension YAMLNode {
    /// Text, quoted when written wherever it could be taken for something else.
    public static func text(_ text: String) -> YAMLNode { YAMLNode(.scalar(text, isPlain: false)) }
    /// A whole number.
    public static func integer(_ value: Int64) -> YAMLNode { YAMLNode(.scalar(String(value), isPlain: true)) }
    /// A truth value.
    public static func bool(_ value: Bool) -> YAMLNode { YAMLNode(.scalar(value ? "true" : "false", isPlain: true)) }
    /// A list.
    public static func sequence(_ elements: [YAMLNode]) -> YAMLNode { YAMLNode(.sequence(elements)) }
    /// Keys with values, written in this order.
    public static func mapping(_ entries: [(String, YAMLNode)]) -> YAMLNode {
        YAMLNode(.mapping(entries.map { Entry(key: $0.0, value: $0.1) }))
    }
}

extension YAMLNode {
    /// Whether the node says nothing: empty, `~` or `null`.
    public var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The text of a scalar as it is written, a number's digits too; nil for null, lists and mappings.
    public var string: String? {
        guard case .scalar(let text, _) = content, !isNull else { return nil }
        return text
    }

    /// The truth value of a plain `true` or `false` (any of the three casings); nil for anything else.
    public var bool: Bool? {
        guard case .scalar(let text, isPlain: true) = content else { return nil }
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: return nil
        }
    }

    /// The value of a plain whole number, decimal, `0x…` or `0o…`; nil for anything else.
    public var integer: Int64? {
        guard case .scalar(let text, isPlain: true) = content else { return nil }
        if text.hasPrefix("0x") { return Int64(text.dropFirst(2), radix: 16) }
        if text.hasPrefix("0o") { return Int64(text.dropFirst(2), radix: 8) }
        return Int64(text)
    }

    /// The value of a plain number, whole or not; nil for anything else, infinities included.
    public var number: Double? {
        guard case .scalar(let text, isPlain: true) = content,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) })
        else { return nil }
        return Double(text)
    }

    /// The elements of a list; nil for anything else.
    public var elements: [YAMLNode]? {
        guard case .sequence(let elements) = content else { return nil }
        return elements
    }

    /// The entries of a mapping; nil for anything else.
    public var entries: [Entry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries
    }

    /// The value of a key; nil where this is no mapping or has no such key.
    public subscript(key: String) -> YAMLNode? {
        entries?.first { $0.key == key }?.value
    }

    /// What the node is, in a word for messages: `text`, `a number`, `true or false`, `nothing`, `a list`, `a mapping`.
    public var kind: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar where isNull: "nothing"
        case .scalar where bool != nil: "true or false"
        case .scalar where integer != nil || number != nil: "a number"
        case .scalar: "text"
        }
    }
}
