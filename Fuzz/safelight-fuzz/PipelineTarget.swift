import Analysis
import Domain

/// Pipelines: no crash and no hang, findings name nodes that exist, walks keep the rules, and whatever can be run can be drawn.
struct PipelineTarget: FuzzTarget {
    static let name = "pipeline"
    static let words = pieces(
        "\nC", "\nFa", "\nPa", "\nB", "\nX", "\nT", "abc", "0", "1", "2", "3", "4", "5", "6", "7", "|", "||", "o")

    init() {}

    mutating func generate(_ random: inout FuzzRandom) -> [UInt8] {
        var text = "C1"
        for node in 1...(2 + random.below(7)) {
            text += "\n\(random.pick(["F", "F", "P", "P", "B", "X", "T"]))\(node + 1)"
            if random.once(in: 3) { text += String(random.below(9)) }
        }
        return Array((text + "\nT").utf8)
    }

    /// A line a node: its type by its first letter, its outputs by its digits; other bytes decide on the rest.
    private func pipeline(_ input: [UInt8]) -> JSONValue {
        var nodes: [JSONValue] = []
        for (index, line) in input.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(16).enumerated() {
            let outputs = line.filter { 0x30...0x39 ~= $0 }.map { JSONValue.string("n\($0 - 0x30)") }
            let letters = line.dropFirst().filter { 0x61...0x66 ~= $0 }.map { JSONValue.string("M\($0)") }
            var node: [String: JSONValue] = ["id": .string("n\(index)"), "name": "node", "output": .array(outputs)]
            switch line.first {
            case UInt8(ascii: "C"): node["type"] = "Capture"
            case UInt8(ascii: "F"):
                (node["type"], node["extension"]) = ("File", .string("." + (line.contains(0x61) ? "tif" : "dng")))
                node["optional"] = .bool(line.contains(UInt8(ascii: "o")))
            case UInt8(ascii: "P"): (node["type"], node["method_ids"]) = ("Process", .array(letters))
            case UInt8(ascii: "B"): node["type"] = "Branching"
            case UInt8(ascii: "X"): (node["type"], node["pairing_type"]) = ("Pairing", "HDR")
            case UInt8(ascii: "T"):
                (node["type"], node["termination_type"]) = ("Termination", .string("t\(line.count % 3)"))
            default: node["type"] = .string(String(decoding: line, as: UTF8.self))
            }
            nodes.append(.object(node))
        }
        return ["nodes": .array(nodes)]
    }

    mutating func fault(_ input: [UInt8]) -> String? {
        let graph: PipelineGraph
        do {
            graph = try PipelineGraph.parse(pipeline(input))
        } catch {
            return error.message.isEmpty ? "no words" : nil
        }
        let ids = Set(graph.nodes.map(\.id))
        let findings = graph.findings(for: .builtIn)
        for finding in findings where !finding.nodes.allSatisfy(ids.contains) {
            return "unknown nodes: \(finding.message)"
        }
        let hasErrors = findings.contains { $0.severity == .error }
        do {
            let walks = try graph.walks()
            if hasErrors { return nil }
            if walks.isEmpty { return "no error and no walk" }
            return walks.lazy.compactMap { Self.fault(of: $0, in: graph) }.first
                ?? Self.fault(of: graph.layout(), in: graph)
        } catch {
            return error.message.isEmpty ? "no words" : nil
        }
    }

    private static func fault(of walk: PipelineWalk, in graph: PipelineGraph) -> String? {
        guard walk.nodes.allSatisfy(graph.nodes.indices.contains) else { return "a walk leaves the graph" }
        guard let first = walk.nodes.first, case .capture = graph.nodes[first].kind else {
            return "a walk begins elsewhere"
        }
        if walk.isTruncated { return walk.expected.isEmpty ? nil : "a truncated walk expects files" }
        guard let last = walk.nodes.last, graph.nodes[last].kind == .termination(type: walk.terminationType) else {
            return "a walk ends elsewhere"
        }
        let most = Dictionary(walk.nodes.map { ($0, 1) }, uniquingKeysWith: +).values.max() ?? 0
        return most > PipelineGraph.visitLimit ? "a node comes \(most) times" : nil
    }

    private static func fault(of layout: PipelineLayout, in graph: PipelineGraph) -> String? {
        if layout.boxes.count != graph.nodes.count { return "\(layout.boxes.count) boxes" }
        if layout.routes.count != graph.edges.count { return "\(layout.routes.count) routes" }
        let areInside = layout.boxes.allSatisfy { box in
            box.x >= 0 && box.y >= 0 && box.x + box.width <= layout.width && box.y + box.height <= layout.height
        }
        return areInside ? nil : "a box stands outside the drawing"
    }
}
