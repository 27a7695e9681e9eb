import Analysis
import Coordinator
import Domain
import Wire

/// What the editor of a pipeline holds, as it was typed.
struct PipelineForm: Sendable {
    /// The two ways to see the same pipeline.
    enum View: String, Sendable {
        case nodes, yaml
    }

    /// What a button of the editor does.
    enum Deed: Hashable, Sendable {
        case check, save, add, showNodes, showYAML
        case remove(Int)
        case up(Int)
        case down(Int)

        /// What a button says; anything else only checks.
        init(_ word: String) {
            let parts = word.split(separator: ".")
            let number = parts.count == 2 ? Int(parts[1]) : nil
            switch (parts.first, number) {
            case ("save", nil): self = .save
            case ("add", nil): self = .add
            case ("form", nil): self = .showNodes
            case ("yaml", nil): self = .showYAML
            case ("remove", let number?): self = .remove(number)
            case ("up", let number?): self = .up(number)
            case ("down", let number?): self = .down(number)
            default: self = .check
            }
        }
    }

    var view = View.nodes
    /// Name, description and, in its view, the YAML text; what is wrong with them, with nodes (`n3`) and their fields (`n3.id`).
    var fields: FormState
    /// The nodes in their order; none in the YAML view.
    var nodes: [NodeForm] = []
    /// The version that the changes are made on; nil for a new pipeline.
    var version: String?
    /// The name of the control in which the cursor starts.
    var focus: String?

    /// What a form sent. Text areas send line breaks as two characters.
    init(_ form: FormState) {
        fields = FormState(
            values: [
                "name": form.values["name"] ?? "", "add": form.values["add"] ?? "",
                "description": Self.lines(form.values["description"]),
            ])
        view = View(rawValue: form["view"]) ?? .nodes
        version = form.values["version"]
        switch view {
        case .nodes: nodes = Self.nodes(form.values)
        case .yaml: yaml = Self.lines(form.values["yaml"])
        }
    }

    /// A pipeline to be changed. What the fields cannot hold, or cannot be read at all, is shown as text.
    init(name: String, description: String, nodes: [JSONValue], version: String? = nil) {
        fields = FormState(values: ["name": name, "description": description])
        self.version = version
        do {
            show(try PipelineGraph.parse(["nodes": .array(nodes)]))
        } catch {
            // JSON is YAML too, and the check says what is wrong with it.
            view = .yaml
            yaml = String(decoding: CanonicalJSON.encode(["nodes": .array(nodes)]), as: UTF8.self)
        }
    }

    /// The text of the YAML view.
    var yaml: String {
        get { fields.values["yaml"] ?? "" }
        set { fields.values["yaml"] = newValue }
    }

    /// The pipeline as it stands in the form.
    var request: PipelineRequest {
        var request = PipelineRequest(name: fields["name"], description: fields["description"])
        switch view {
        case .nodes: request.nodes = nodes.map(\.node.json)
        case .yaml: request.yaml = yaml
        }
        return request
    }

    /// Whether there is nothing yet that could be checked.
    var isBlank: Bool { view == .nodes ? nodes.isEmpty : yaml.trimmed.isEmpty }

    private static func lines(_ text: String?) -> String { (text ?? "").replacing("\r\n", with: "\n") }

    /// The nodes out of fields such as `n12.extension`, in the order of their numbers.
    private static func nodes(_ values: [String: String]) -> [NodeForm] {
        var found: [Int: [String: String]] = [:]
        for (name, value) in values where name.hasPrefix("n") {
            let parts = name.dropFirst().split(separator: ".", maxSplits: 1)
            if parts.count == 2, let number = Int(parts[0]) { found[number, default: [:]][String(parts[1])] = value }
        }
        // One more than may be, so that the check says that they are too many.
        return found.sorted { $0.key < $1.key }.compactMap { NodeForm($0.value) }.prefix(PipelineGraph.nodeLimit + 1)
            .map(\.self)
    }
}

extension PipelineForm {
    /// Does what a button says; what cannot be done is said beside what is in its way.
    mutating func perform(_ deed: Deed) {
        switch deed {
        case .check, .save: break
        case .add:
            guard view == .nodes, let kind = NodeForm.Kind(rawValue: fields["add"]) else { return }
            nodes.append(NodeForm(kind, beside: nodes))
            focus = "n\(nodes.count - 1).id"
        case .remove(let number):
            guard nodes.indices.contains(number) else { return }
            nodes.remove(at: number)
            focus = nodes.isEmpty ? "add" : "remove.\(min(number, nodes.count - 1))"
        case .up(let number):
            guard nodes.indices.contains(number), number > 0 else { return }
            nodes.swapAt(number, number - 1)
            focus = number > 1 ? "up.\(number - 1)" : "down.0"
        case .down(let number):
            guard nodes.indices.contains(number), number + 1 < nodes.count else { return }
            nodes.swapAt(number, number + 1)
            focus = number + 2 < nodes.count ? "down.\(number + 1)" : "up.\(number + 1)"
        case .showYAML:
            guard view == .nodes else { return }
            view = .yaml
            yaml = PipelineGraph(nodes: nodes.map(\.node)).yaml
            nodes = []
        case .showNodes: showNodes()
        }
    }

    private mutating func showNodes() {
        guard view == .yaml else { return }
        guard !isBlank else {
            view = .nodes
            return
        }
        do {
            show(try PipelineGraph.parse(try PipelineSource(yaml: Array(yaml.utf8))))
        } catch {
            // Where and why it cannot be read stands in the findings.
            fields.message = "The text cannot be shown as nodes before it can be read."
        }
    }

    private mutating func show(_ graph: PipelineGraph) {
        if let node = graph.nodes.first(where: { !NodeForm.holds($0) }) {
            if view == .nodes { yaml = graph.yaml }
            view = .yaml
            fields.message = """
                The node “\(node.name)” has words with spaces around them, or with quotes and commas. Only the YAML view can \
                hold them.
                """
        } else {
            view = .nodes
            nodes = graph.nodes.map(NodeForm.init)
        }
    }
}

extension PipelineForm {
    /// The fields that the kinds of findings are about; the others are about the node as a whole.
    private static let fieldsOfCodes = [
        "duplicate_id": "id", "unknown_output": "output", "dead_end": "output", "termination_outputs": "output",
        "termination_type": "termination_type", "file_extension": "extension", "method_invalid": "method_ids",
    ]

    /// Puts each error of the structure check beside the field or the node that it is about.
    mutating func place(_ findings: [PipelineFindingDTO]) {
        for finding in findings where finding.severity == .error {
            let text = finding.sentence
            for name in names(finding) {
                fields.errors[name] = [fields.errors[name], text].compactMap(\.self).joined(separator: " ")
            }
        }
    }

    private func names(_ finding: PipelineFindingDTO) -> [String] {
        guard view == .nodes else { return ["yaml"] }
        if let index = finding.index, let field = finding.field, nodes.indices.contains(index) {
            return ["n\(index).\(field)"]
        }
        guard let first = finding.nodes.first else { return [] }
        let field = Self.fieldsOfCodes[finding.code].map { ".\($0)" } ?? ""
        let meant = nodes.indices.filter { nodes[$0].id == first }
        return (finding.code == "duplicate_id" ? meant : Array(meant.prefix(1))).map { "n\($0)\(field)" }
    }
}
