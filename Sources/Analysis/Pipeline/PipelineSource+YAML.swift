import Domain
import YAML

extension PipelineSource {
    /// Reads a pipeline from YAML: `nodes: […]`, or a configuration whose `processing_pipelines` holds a single one.
    /// Throws `PipelineError` with line and column.
    public init(yaml bytes: [UInt8]) throws(PipelineError) {
        let root: YAMLNode
        do {
            root = try parseYAML(bytes)
        } catch {
            throw PipelineError(error.message, place: TextPlace(line: error.line, column: error.column))
        }
        let place = TextPlace(root.mark)
        guard let entries = root.entries else {
            throw PipelineError("a pipeline must be a mapping with nodes, not \(root.kind)", place: place)
        }
        guard root["nodes"] == nil, let all = root["processing_pipelines"]?.entries else {
            self.init(root)
            return
        }
        guard all.count == 1, let only = all.first, only.value.entries != nil else {
            throw PipelineError(
                "processing_pipelines holds \(all.count) entries; leave the one pipeline that is meant",
                place: entries.first { $0.key == "processing_pipelines" }.map { TextPlace($0.keyMark) })
        }
        self.init(only.value)
    }

    /// A pipeline out of a larger text.
    init(_ node: YAMLNode) {
        let nodes = node["nodes"]?.elements ?? []
        self.init(json: JSONValue(node), places: nodes.map(NodePlace.init))
    }
}

extension PipelineSource.NodePlace {
    fileprivate init(_ node: YAMLNode) {
        let fields = (node.entries ?? []).map { ($0.key, TextPlace($0.keyMark)) }
        self.init(start: TextPlace(node.mark), fields: Dictionary(fields, uniquingKeysWith: { $1 }))
    }
}

extension TextPlace {
    /// A place of the YAML reader.
    init(_ mark: YAMLMark) { self.init(line: mark.line, column: mark.column) }
}

extension PipelineGraph {
    /// The pipeline as a configuration file holds it: `processing_pipelines: {NAME: {nodes: […]}}` in block style.
    public func yaml(name: String) -> String {
        emitYAML(.mapping([("processing_pipelines", .mapping([(name, yamlNode)]))]))
    }

    /// The nodes alone, `nodes: […]` in block style, for a place that has a name already.
    public var yaml: String { emitYAML(yamlNode) }

    private var yamlNode: YAMLNode { .mapping([("nodes", .sequence(nodes.map { .mapping($0.yamlEntries) }))]) }
}

extension PipelineNode {
    /// The members that say something: no name that is the id, no `optional: false`, no empty lists and types.
    fileprivate var yamlEntries: [(String, YAMLNode)] {
        members.compactMap { field, value in
            switch value {
            case .string(let text): text.isEmpty || (field == "name" && text == id) ? nil : (field, .text(text))
            case .bool(let flag): flag ? (field, .bool(flag)) : nil
            case .array(let elements):
                elements.isEmpty ? nil : (field, .sequence(elements.compactMap { $0.stringValue.map(YAMLNode.text) }))
            default: nil
            }
        }
    }
}
