extension PipelineNode {
    /// The word for what it does as drawings and tables show it, such as `File, optional` or `Process`.
    public var kindWords: String {
        switch kind {
        case .capture: "Capture"
        case .file(let ending, let isOptional): "File \(ending)\(isOptional ? ", optional" : "")"
        case .process(let methods):
            methods.contains { !$0.isEmpty } ? "Process " + Self.list(methods.filter { !$0.isEmpty }) : "Process"
        case .branching: "Branching"
        case .pairing: "Pairing"
        case .termination: "Termination"
        }
    }

    /// The node in full: kind, name, id, and all that its kind has.
    public var description: String {
        switch kind {
        case .capture, .branching, .file: "\(kindWords): \(name) (\(id))"
        case .process(let methods):
            "Process: \(name) (\(id)), methods \(methods.map { $0.isEmpty ? "none" : $0 }.joined(separator: ", "))"
        case .pairing(let type): "Pairing: \(name) (\(id))\(type.isEmpty ? "" : ", \(type)")"
        case .termination(let type): "Termination: \(name) (\(id)), \(type)"
        }
    }

    /// One method, or how many there are.
    private static func list(_ methods: [String]) -> String {
        let joined = methods.joined(separator: " / ")
        return joined.count <= 12 ? joined : "\(methods.count) methods"
    }
}

extension PipelineGraph {
    /// The graph in a sentence, such as `8 nodes; begins at Camera; ends as Raw Archive or HDR Archive`.
    public var summary: String {
        let starts = captures.map { nodes[$0].name }
        let ends = terminationGroups.flatMap(\.self)
        return "\(nodes.count) nodes"
            + (starts.isEmpty ? "" : "; begins at \(starts.prefix(10).joined(separator: ", "))")
            + (ends.isEmpty ? "" : "; ends as \(ends.prefix(10).joined(separator: " or "))")
    }
}
