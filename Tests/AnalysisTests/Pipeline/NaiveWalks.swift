@testable import Analysis

/// The walks once more, told as plainly as in analysis.md: by recursion over values, with names as text.
struct NaiveWalks {
    struct State: Hashable {
        var nodes: [String] = []
        var methods: [String] = []
        /// Name → whether it is optional.
        var files: [String: Bool] = [:]
        var edges: Set<String> = []
    }

    enum End: Hashable {
        case termination(String)
        case pairing(String, from: String)
        case truncated
    }

    let nodes: [PipelineNode]

    private func node(_ id: String) -> PipelineNode? { nodes.first { $0.id == id } }

    private func hangs(_ node: PipelineNode) -> Bool {
        if case .file = node.kind { return node.outputs.isEmpty }
        return false
    }

    /// Every finished walk with its end.
    func walks() -> [(State, End)] {
        sources().flatMap { ways(from: $0.node, $0.state) }.filter {
            if case .pairing = $0.1 { false } else { true }
        }
    }

    private func sources(without excluded: Set<String> = []) -> [(node: PipelineNode, state: State)] {
        nodes.flatMap { node -> [(node: PipelineNode, state: State)] in
            switch node.kind {
            case .capture: return [(node, State())]
            case .pairing where !excluded.contains(node.id): return pairs(into: node, excluded).map { (node, $0) }
            default: return []
            }
        }
    }

    private func pairs(into pairing: PipelineNode, _ excluded: Set<String>) -> [State] {
        let inputs = nodes.filter { $0.outputs.contains(pairing.id) }.map(\.id)
        let arriving = sources(without: excluded.union([pairing.id])).flatMap { ways(from: $0.node, $0.state) }
        func states(_ input: String) -> [State] {
            arriving.filter { $0.1 == .pairing(pairing.id, from: input) }.map(\.0)
        }
        return states(inputs[0]).flatMap { left in
            states(inputs[1]).map { right in
                var both = left
                both.nodes += right.nodes.filter { !left.nodes.contains($0) }
                both.files.merge(right.files) { $0 && $1 }
                both.edges.formUnion(right.edges)
                both.methods = []
                for (mine, other) in zip(left.methods, right.methods) where both.methods.count >= 0 {
                    if mine.lowercased() != other.lowercased() { break }
                    both.methods.append(mine)
                }
                return both
            }
        }
    }

    private func ways(from node: PipelineNode, _ before: State) -> [(State, End)] {
        var methods = [""]
        if case .process(let ids) = node.kind, !ids.isEmpty {
            methods = []
            for id in ids where !methods.contains(where: { $0.lowercased() == id.lowercased() }) { methods.append(id) }
        }
        return methods.flatMap { method in
            var here = before
            here.nodes.append(node.id)
            if !method.isEmpty { here.methods.append(method) }
            if case .file = node.kind { expect(node, in: &here) }
            for output in node.outputs.compactMap(self.node) where hangs(output) {
                here.edges.insert("\(node.id)>\(output.id)")
                expect(output, in: &here)
            }
            return node.outputs.compactMap(self.node).filter { !hangs($0) }.flatMap { next in
                onwards(from: node, to: next, here)
            }
        }
    }

    private func onwards(from node: PipelineNode, to next: PipelineNode, _ here: State) -> [(State, End)] {
        var there = here
        there.edges.insert("\(node.id)>\(next.id)")
        switch next.kind {
        case .pairing: return [(there, .pairing(next.id, from: node.id))]
        case .termination(let type):
            there.nodes.append(next.id)
            return [(there, .termination(type))]
        default:
            if here.nodes.filter({ $0 == next.id }).count == 5 { return [(here, .truncated)] }
            return ways(from: next, there)
        }
    }

    private func expect(_ node: PipelineNode, in state: inout State) {
        guard case .file(let ending, let isOptional) = node.kind else { return }
        let name = (state.methods.map { "-" + $0.lowercased() } + [ending]).joined()
        state.files[name] = (state.files[name] ?? true) && isOptional
    }
}
