import CYAML

/// Puts a node together from the parser's events, without recursion.
struct YAMLBuilder {
    private struct Open {
        let mark: YAMLMark
        let anchor: String?
        let isMapping: Bool
        var elements: [YAMLNode] = []
        var entries: [YAMLNode.Entry] = []
        var keys: Set<String> = []
        var pendingKey: (text: String, mark: YAMLMark)?
        var weight = 1
    }

    private let limits: YAMLLimits
    private var stack: [Open] = []
    private var anchors: [String: (node: YAMLNode, weight: Int, depth: Int)] = [:]
    private var deepest: [Int] = []
    private var total = 0
    private(set) var root: YAMLNode?

    init(limits: YAMLLimits) {
        self.limits = limits
    }

    mutating func take(_ event: yaml_event_t) throws(YAMLError) {
        let mark = YAMLMark(event.start_mark)
        switch event.type {
        case YAML_SCALAR_EVENT: try takeScalar(event, mark)
        case YAML_ALIAS_EVENT: try takeAlias(text(event.data.alias.anchor) ?? "", mark)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            try open(text(start.tag), text(start.anchor), isMapping: false, mark)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            try open(text(start.tag), text(start.anchor), isMapping: true, mark)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: try close()
        default: break
        }
    }

    private mutating func takeScalar(_ event: yaml_event_t, _ mark: YAMLMark) throws(YAMLError) {
        let scalar = event.data.scalar
        let value = String(
            decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        let tag = try checked(text(scalar.tag), among: ["str", "int", "float", "bool", "null"], mark)
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && tag != "str"
        let node = YAMLNode(.scalar(value, isPlain: isPlain), mark: mark)
        if let anchor = text(scalar.anchor) { anchors[anchor] = (node, 1, 0) }
        try place(node, weight: 1, depth: 0)
    }

    private mutating func takeAlias(_ name: String, _ mark: YAMLMark) throws(YAMLError) {
        guard let (node, weight, depth) = anchors[name] else {
            throw YAMLError("no anchor &\(shown(name)) is complete before this alias", at: mark)
        }
        guard stack.count + depth <= limits.depth else { throw tooDeep(mark) }
        try place(YAMLNode(node.content, mark: mark), weight: weight, depth: depth)
    }

    private mutating func open(
        _ tag: String?, _ anchor: String?, isMapping: Bool, _ mark: YAMLMark
    ) throws(YAMLError) {
        _ = try checked(tag, among: [isMapping ? "map" : "seq"], mark)
        guard stack.count < limits.depth else { throw tooDeep(mark) }
        if stack.last?.isMapping == true, stack.last?.pendingKey == nil {
            throw YAMLError("a key must be text, not a list or a mapping", at: mark)
        }
        stack.append(Open(mark: mark, anchor: anchor, isMapping: isMapping))
        deepest.append(0)
    }

    private mutating func close() throws(YAMLError) {
        guard let done = stack.popLast(), let below = deepest.popLast() else { return }
        let content: YAMLNode.Content = done.isMapping ? .mapping(done.entries) : .sequence(done.elements)
        let node = YAMLNode(content, mark: done.mark)
        if let anchor = done.anchor { anchors[anchor] = (node, done.weight, below + 1) }
        try place(node, weight: done.weight, depth: below + 1, counted: true)
    }

    /// Hands a finished node to what it stands in. Containers were counted as their parts came; `counted` says so.
    private mutating func place(
        _ node: YAMLNode, weight: Int, depth: Int, counted: Bool = false
    ) throws(YAMLError) {
        total += counted ? 1 : weight
        guard total <= limits.nodes else {
            throw YAMLError(
                "with its aliases expanded, the text holds more than \(grouped(limits.nodes)) values", at: node.mark)
        }
        guard !stack.isEmpty else {
            root = node
            return
        }
        let top = stack.count - 1
        stack[top].weight += weight
        deepest[top] = max(deepest[top], depth)
        if !stack[top].isMapping {
            stack[top].elements.append(node)
        } else if let key = stack[top].pendingKey {
            stack[top].pendingKey = nil
            stack[top].entries.append(.init(key: key.text, keyMark: key.mark, value: node))
        } else {
            guard case .scalar(let key, _) = node.content else {
                throw YAMLError("a key must be text, not \(node.kind)", at: node.mark)
            }
            guard stack[top].keys.insert(key).inserted else {
                throw YAMLError(
                    "the key \"\(shown(key))\" stands here a second time; remove one of the two", at: node.mark)
            }
            stack[top].pendingKey = (key, node.mark)
        }
    }

    private func tooDeep(_ mark: YAMLMark) -> YAMLError {
        YAMLError("lists and mappings are nested more than \(limits.depth) deep", at: mark)
    }

    private func checked(_ tag: String?, among allowed: [String], _ mark: YAMLMark) throws(YAMLError) -> String? {
        guard let tag else { return nil }
        if tag == "!" { return "str" }
        let prefix = "tag:yaml.org,2002:"
        guard tag.hasPrefix(prefix), allowed.contains(String(tag.dropFirst(prefix.count))) else {
            throw YAMLError("the tag \(shown(tag)) is not understood here; remove it", at: mark)
        }
        return String(tag.dropFirst(prefix.count))
    }

    /// A text for a message, cut where it is long.
    private func shown(_ text: String) -> String {
        text.unicodeScalars.dropFirst(60).isEmpty ? text : String(text.unicodeScalars.prefix(60)) + "…"
    }

    /// Digits in groups of three.
    private func grouped(_ number: Int) -> String {
        var (text, rest) = ("", String(number)[...])
        while rest.count > 3 {
            text = ",\(rest.suffix(3))\(text)"
            rest.removeLast(3)
        }
        return rest + text
    }

    private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(decodingCString: $0, as: UTF8.self) }
    }
}
