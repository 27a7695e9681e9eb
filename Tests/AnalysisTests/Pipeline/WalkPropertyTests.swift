import TestSupport
import Testing

@testable import Analysis

/// Walks, groups and structure of pipelines by chance, against plain models.
@Suite struct WalkPropertyTests {
    private struct Told: Hashable {
        let nodes: [String]
        let end: NaiveWalks.End
        let files: [String: Bool]
        let edges: Set<String>
    }

    private func told(_ walk: PipelineWalk, _ graph: PipelineGraph) -> Told {
        let files = walk.expected.map { file in
            (file.methods.map { "-" + $0.lowercased() }.joined() + file.extension, file.isOptional)
        }
        let edges = walk.edges.map { "\(graph.nodes[graph.edges[$0].from].id)>\(graph.nodes[graph.edges[$0].to].id)" }
        return Told(
            nodes: walk.nodes.map { graph.nodes[$0].id },
            end: walk.isTruncated ? .truncated : .termination(walk.terminationType),
            files: Dictionary(files, uniquingKeysWith: { first, _ in first }), edges: Set(edges))
    }

    private func counts<Element: Hashable>(_ elements: [Element]) -> [Element: Int] {
        elements.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func walksAreThoseOfThePlainModel(seed: UInt64) throws {
        let source = RandomPipeline(seed: seed)
        var compared = (all: 0, paired: 0, truncated: 0)
        for _ in 0..<1_500 {
            let graph = PipelineGraph(nodes: source.nodes())
            guard graph.firstError == nil else { continue }
            // Those with more are left out: the plain model is slow.
            guard let walks = try? graph.walks(limit: 300, sizeLimit: 100_000) else { continue }
            let naive = NaiveWalks(nodes: graph.nodes).walks().map { state, end in
                Told(nodes: state.nodes, end: end, files: end == .truncated ? [:] : state.files, edges: state.edges)
            }
            #expect(counts(walks.map { told($0, graph) }) == counts(naive), "\(graph.nodes)")
            #expect(walks.allSatisfy { Set($0.names.map { $0.lowercased() }).count == $0.expected.count })
            compared.all += 1
            compared.paired += graph.pairings.isEmpty ? 0 : 1
            compared.truncated += walks.contains(where: \.isTruncated) ? 1 : 0
        }
        #expect(compared.all > 40 && compared.paired > 8 && compared.truncated > 3, "\(compared)")
    }

    @Test func theSameGraphGivesTheSameWalksInTheSameOrder() throws {
        let source = RandomPipeline(seed: 7)
        for _ in 0..<200 {
            let nodes = source.nodes()
            let graph = PipelineGraph(nodes: nodes)
            guard graph.firstError == nil else { continue }
            #expect(try graph.walks() == PipelineGraph(nodes: nodes).walks())
        }
    }

    /// Types are alternatives where a chain of shared Branchings joins them, and nowhere else.
    @Test func groupsAreWhatBranchingsJoin() {
        let source = RandomPipeline(seed: 9)
        var sizes: Set<Int> = []
        for _ in 0..<500 {
            let graph = PipelineGraph(nodes: source.nodes(mostEnds: 5))
            var joined: [Set<String>] = []
            for case .termination(let type) in graph.nodes.map(\.kind) where !joined.contains([type]) {
                joined.append([type])
            }
            for node in graph.nodes where node.kind == .branching && ways(from: node, graph).count > 1 {
                let types = ends(below: node, graph)
                let touched = joined.filter { !$0.isDisjoint(with: types) }
                joined.removeAll { touched.contains($0) }
                if !touched.isEmpty { joined.append(Set(touched.joined())) }
            }
            let groups = graph.terminationGroups
            #expect(Set(groups.map(Set.init)) == Set(joined) && groups.count == joined.count, "\(graph.nodes)")
            sizes.formUnion(groups.count > 1 ? groups.map(\.count) : [])
        }
        #expect(sizes.isSuperset(of: [1, 2]), "some were joined, and others beside them were not")
    }

    /// The nodes that a node leads to, hanging Files left out.
    private func ways(from node: PipelineNode, _ graph: PipelineGraph) -> [PipelineNode] {
        Set(node.outputs).compactMap { output in graph.nodes.first { $0.id == output } }.filter { next in
            if case .file = next.kind { !next.outputs.isEmpty } else { true }
        }
    }

    /// The types of the Terminations behind a node.
    private func ends(below node: PipelineNode, _ graph: PipelineGraph) -> Set<String> {
        var (found, waiting, types) = (Set<String>(), [node], Set<String>())
        while let next = waiting.popLast() {
            if case .termination(let type) = next.kind { types.insert(type) }
            waiting += ways(from: next, graph).filter { found.insert($0.id).inserted }
        }
        return types
    }
}
