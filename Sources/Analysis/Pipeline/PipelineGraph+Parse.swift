public import Domain

extension PipelineGraph {
    /// The most nodes that a pipeline may have.
    public static let nodeLimit = 1_000
    /// The most outputs that a node may have, and methods.
    public static let listLimit = 1_000
    /// The most outputs that all nodes may have together.
    public static let edgeLimit = 5_000
    /// The most bytes of an id, a type or a method.
    public static let idLimit = 100
    /// The most bytes of a name.
    public static let nameLimit = 400

    /// Reads `{"nodes": [{id, type, name, output, extension, optional, method_ids, pairing_type, termination_type}, …]}`.
    ///
    /// Type words are compared without case, extensions normalised. Fields that mean nothing are warnings. Throws `PipelineError`
    /// naming the node, the field and what to write instead; what can be read may still be wrong: see `findings`.
    public static func parse(_ source: PipelineSource) throws(PipelineError) -> PipelineGraph {
        var reader = PipelineReader(places: source.places)
        return try reader.read(source.json)
    }

    /// Reads a pipeline that is JSON only.
    public static func parse(_ json: JSONValue) throws(PipelineError) -> PipelineGraph {
        try parse(PipelineSource(json: json))
    }
}

private struct PipelineReader {
    let places: [PipelineSource.NodePlace]
    var warnings: [String] = []

    private static let kinds = "capture, file, process, branching, pairing or termination"
    private static let fields = [
        "extension", "id", "method_ids", "name", "optional", "output", "pairing_type", "termination_type", "type",
    ]
    /// What the server's answers say about a pipeline besides its nodes.
    private static let known: Set = ["nodes", "guid", "name", "description", "is_default", "findings", "created_at"]

    mutating func read(_ json: JSONValue) throws(PipelineError) -> PipelineGraph {
        guard let members = json.objectValue else {
            throw PipelineError("a pipeline must be an object with a list of nodes, not \(json.kind)")
        }
        for name in members.keys.sorted() where !Self.known.contains(name) {
            warnings.append("the pipeline's field \(name.shown) is unknown and was ignored; known: nodes")
        }
        guard let value = members["nodes"], let list = value.arrayValue else {
            let found = members["nodes"].map { "must be a list, not \($0.kind)" } ?? "are missing"
            throw PipelineError("a pipeline's nodes \(found); write nodes: [{id: …, type: …, output: […]}, …]")
        }
        guard list.count <= PipelineGraph.nodeLimit else {
            throw PipelineError("the pipeline has \(list.count) nodes; at most \(PipelineGraph.nodeLimit) are allowed")
        }
        var nodes: [PipelineNode] = []
        for (index, element) in list.enumerated() { nodes.append(try node(element, index)) }
        let outputs = nodes.reduce(0) { $0 + $1.outputs.count }
        guard outputs <= PipelineGraph.edgeLimit else {
            throw PipelineError(
                "the nodes have \(outputs) outputs together; at most \(PipelineGraph.edgeLimit) are allowed")
        }
        return PipelineGraph(nodes: nodes, warnings: warnings)
    }

    private mutating func node(_ json: JSONValue, _ index: Int) throws(PipelineError) -> PipelineNode {
        guard let members = json.objectValue else {
            throw PipelineError(
                "node \(index + 1) must be an object with id and type, not \(json.kind)",
                place: places.indices.contains(index) ? places[index].start : nil)
        }
        var fields = NodeFields(
            members: members, index: index, place: places.indices.contains(index) ? places[index] : nil)
        let id = try fields.text("id", limit: PipelineGraph.idLimit) ?? ""
        guard !id.isEmpty else { throw fields.wrong("id", "is missing; give the node a name of its own, such as raw") }
        fields.id = id
        let name = try fields.text("name", limit: PipelineGraph.nameLimit) ?? ""
        let node = PipelineNode(
            id: id, name: name.isEmpty ? id : name, kind: try kind(fields), outputs: try outputs(fields),
            place: fields.place?.start)
        for field in members.keys.sorted() where !Self.fields.contains(field) { warn(field, fields) }
        return node
    }

    private mutating func warn(_ field: String, _ fields: NodeFields) {
        let line = fields.place.map { "line \(($0.fields[field] ?? $0.start).line): " } ?? ""
        warnings.append(
            "\(line)\(fields.label): the field \(field.shown) is unknown and was ignored; known: "
                + Self.fields.joined(separator: ", "))
    }

    private func kind(_ fields: NodeFields) throws(PipelineError) -> PipelineNode.Kind {
        let word = try fields.text("type", limit: PipelineGraph.idLimit) ?? ""
        switch word.lowercased() {
        case "capture": return .capture
        case "file": return .file(extension: try fileExtension(fields), isOptional: try fields.bool("optional"))
        case "process": return .process(methods: try fields.texts("method_ids", what: "methods such as [HDR]"))
        case "branching": return .branching
        case "pairing":
            return .pairing(type: try fields.text("pairing_type", limit: PipelineGraph.idLimit) ?? "")
        case "termination":
            return .termination(type: try fields.text("termination_type", limit: PipelineGraph.idLimit) ?? "")
        case "": throw fields.wrong("type", "is missing; write \(Self.kinds)")
        default: throw fields.wrong("type", "\(word.shown) is no type of node; write \(Self.kinds)")
        }
    }

    private func fileExtension(_ fields: NodeFields) throws(PipelineError) -> String {
        guard let text = try fields.text("extension", limit: PipelineGraph.idLimit), !text.isEmpty else { return "" }
        guard let normalized = ToolConfiguration.normalizedExtension(text) else {
            throw fields.wrong("extension", "\(text.shown) is no file extension; write it like .dng")
        }
        return normalized
    }

    private func outputs(_ fields: NodeFields) throws(PipelineError) -> [String] {
        var seen: Set<String> = []
        let outputs = try fields.texts("output", what: "ids such as [raw, edit]")
        guard !outputs.contains("") else { throw fields.wrong("output", "names a node \"\"; take it out") }
        return outputs.filter { seen.insert($0).inserted }
    }
}

/// The members of one node, read by type.
private struct NodeFields {
    let members: [String: JSONValue]
    let index: Int
    let place: PipelineSource.NodePlace?
    var id: String?

    init(members: [String: JSONValue], index: Int, place: PipelineSource.NodePlace?) {
        (self.members, self.index, self.place) = (members, index, place)
    }

    var label: String { id.map { "node \($0.shown)" } ?? "node \(index + 1)" }

    func wrong(_ field: String, _ problem: String) -> PipelineError {
        PipelineError(
            "\(label): \(field) \(problem)", nodes: id.map { [$0] } ?? [], place: at(field),
            field: .init(node: index, name: field))
    }

    func text(_ field: String, limit: Int) throws(PipelineError) -> String? {
        guard let value = member(field) else { return nil }
        return try text(value, field, limit: limit)
    }

    func bool(_ field: String) throws(PipelineError) -> Bool {
        guard let value = member(field) else { return false }
        guard case .bool(let flag) = value else {
            throw wrong(field, "must be true or false, not \(value.kind)")
        }
        return flag
    }

    func texts(_ field: String, what: String) throws(PipelineError) -> [String] {
        guard let value = member(field) else { return [] }
        guard let elements = value.arrayValue else {
            throw wrong(field, "must be a list of \(what), not \(value.kind)")
        }
        guard elements.count <= PipelineGraph.listLimit else {
            throw wrong(field, "has \(elements.count) entries; at most \(PipelineGraph.listLimit) are allowed")
        }
        var texts: [String] = []
        for element in elements { texts.append(try text(element, field, limit: PipelineGraph.idLimit)) }
        return texts
    }

    private func member(_ field: String) -> JSONValue? {
        guard let value = members[field], value != .null else { return nil }
        return value
    }

    private func text(_ value: JSONValue, _ field: String, limit: Int) throws(PipelineError) -> String {
        guard let text = value.stringValue else {
            let mend: String
            switch value {
            case .integer(let number): mend = "; write \"\(number)\" in quotes"
            case .bool, .number: mend = "; write it in quotes"
            case .null: mend = "; write \"\" for an empty one"
            default: mend = ""
            }
            throw wrong(field, "must be text, not \(value.kind)\(mend)")
        }
        guard text.utf8.count <= limit else {
            throw wrong(field, "has \(text.utf8.count) bytes; at most \(limit) are allowed")
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }) else {
            throw wrong(field, "holds a control character; take it out")
        }
        return text
    }

    private func at(_ field: String) -> TextPlace? { place.map { $0.fields[field] ?? $0.start } }
}

extension JSONValue {
    /// What the value is, in a word for messages.
    var kind: String {
        switch self {
        case .null: "nothing"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension String {
    /// The text in quotes for a message, cut where it is long.
    var shown: String { "\"\(shortened)\"" }

    /// The text for a message, cut where it is long. By code points: one letter may carry any number of accents.
    var shortened: String {
        unicodeScalars.dropFirst(60).isEmpty ? self : String(unicodeScalars.prefix(60)) + "…"
    }
}
