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

    /// Types are alternatives where a chain of shared Branchings joins them.
    @Test func groupsAreWhatBranchingsJoin() {
        let source = RandomPipeline(seed: 9)
        for _ in 0..<500 {
            let graph = PipelineGraph(nodes: source.nodes())
            let groups = graph.terminationGroups
            var types: [String] = []
            for case .termination(let type) in graph.nodes.map(\.kind) where !types.contains(type) {
                types.append(type)
            }
            #expect(counts(groups.flatMap(\.self)) == counts(types))
            for node in graph.nodes.indices where graph.nodes[node].kind == .branching && graph.steps[node].count > 1 {
                let below = graph.steps[node].map { edge in
                    graph.reachable(from: [graph.edges[edge].to], includesHanging: false)
                }
                for (one, left) in below.enumerated() {
                    for right in below[(one + 1)...] {
                        for first in ends(left, graph) {
                            for second in ends(right, graph) {
                                #expect(groups.contains { $0.contains(first) && $0.contains(second) })
                            }
                        }
                    }
                }
            }
        }
    }

    private func ends(_ nodes: Set<Int>, _ graph: PipelineGraph) -> [String] {
        nodes.compactMap { if case .termination(let type) = graph.nodes[$0].kind { type } else { nil } }
    }
}
