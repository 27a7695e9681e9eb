import Analysis

/// A node as it was typed, which may be wrong in any way.
struct NodeForm: Hashable, Sendable {
    /// The words for the kinds of nodes, in the order in which they are offered.
    enum Kind: String, CaseIterable, Sendable {
        case capture, file, process, branching, pairing, termination
    }

    var kind: Kind
    /// What was typed, by the names that the fields have in JSON and YAML.
    var values: [String: String] = [:]
    /// The ids of the nodes that come next.
    var outputs: [String] = []

    /// A new node of a kind, with an id that none of the others has.
    init(_ kind: Kind, beside others: [NodeForm]) {
        let taken = Set(others.map(\.id))
        let word = kind.rawValue
        let number = (2...).first { !taken.contains("\(word)-\($0)") } ?? 2
        self.kind = kind
        values["id"] = taken.contains(word) ? "\(word)-\(number)" : word
    }

    /// A node from the fields that a form sent for it; nil where it has no kind.
    init?(_ fields: [String: String]) {
        guard let kind = fields["type"].flatMap(Kind.init) else { return nil }
        self.kind = kind
        values = fields.filter { $0.key != "type" && !$0.key.hasPrefix("output.") }
        let outputs = fields.compactMap { name, id -> (Int, String)? in
            guard name.hasPrefix("output."), let number = Int(name.dropFirst("output.".count)) else { return nil }
            return (number, id)
        }
        self.outputs = outputs.sorted { $0.0 < $1.0 }.map(\.1).filter { !$0.trimmed.isEmpty }
    }

    /// The id as it counts.
    var id: String { (values["id"] ?? "").trimmed }
}

extension NodeForm {
    /// The fields for a node that was read.
    init(_ node: PipelineNode) {
        values = ["id": node.id, "name": node.name == node.id ? "" : node.name]
        outputs = node.outputs
        switch node.kind {
        case .capture: kind = .capture
        case .branching: kind = .branching
        case .file(let ending, let isOptional):
            kind = .file
            values["extension"] = ending
            values["optional"] = isOptional ? "yes" : ""
        case .process(let methods):
            kind = .process
            values["method_ids"] = MethodList.text(methods)
        case .pairing(let type):
            kind = .pairing
            values["pairing_type"] = type
        case .termination(let type):
            kind = .termination
            values["termination_type"] = type
        }
    }

    /// The node as it was typed, without the spaces around each word.
    var node: PipelineNode {
        func text(_ field: String) -> String { (values[field] ?? "").trimmed }
        let kind: PipelineNode.Kind =
            switch self.kind {
            case .capture: .capture
            case .file: .file(extension: text("extension"), isOptional: values["optional"] == "yes")
            case .process: .process(methods: MethodList.methods(values["method_ids"] ?? ""))
            case .branching: .branching
            case .pairing: .pairing(type: text("pairing_type"))
            case .termination: .termination(type: text("termination_type"))
            }
        let name = text("name")
        return PipelineNode(
            id: id, name: name.isEmpty ? nil : name, kind: kind, outputs: outputs.map(\.trimmed))
    }

    /// Whether the fields can hold a node whole: words with spaces around them they cannot.
    static func holds(_ node: PipelineNode) -> Bool { NodeForm(node).node.json == node.json }
}

/// Processing methods in one line: separated by commas; in quotes where one is empty, or has commas or spaces at its ends.
enum MethodList {
    static func text(_ methods: [String]) -> String {
        methods.map { method in
            let isPlain =
                !method.isEmpty && !method.contains(",") && !method.hasPrefix("\"") && method == method.trimmed
            return isPlain ? method : "\"\(method)\""
        }.joined(separator: ", ")
    }

    static func methods(_ text: String) -> [String] {
        var methods: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            rest = rest.drop(while: \.isWhitespace)
            if rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") {
                methods.append(String(rest[..<end].dropFirst()))
                rest = rest[end...].drop { $0 != "," }.dropFirst()
            } else {
                let method = rest.prefix { $0 != "," }.trimmed
                if !method.isEmpty { methods.append(method) }
                rest = rest.drop { $0 != "," }.dropFirst()
            }
        }
        return methods
    }
}
