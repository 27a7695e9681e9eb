import Analysis
import Domain
import Store
import Wire

/// A pipeline with what its page shows beside it.
public struct PipelineInUse: Sendable {
    /// The pipeline.
    public var pipeline: PipelineDTO
    /// Its graph; nil where the nodes cannot be read, or are too many to draw.
    public var graph: PipelineGraph?
    /// The last result that followed it.
    public var lastRun: ResultDTO?
    /// The collections whose own pipeline it is, by name.
    public var collections: [CollectionDTO]

    /// From its parts.
    public init(
        pipeline: PipelineDTO, graph: PipelineGraph? = nil, lastRun: ResultDTO? = nil, collections: [CollectionDTO] = []
    ) {
        self.pipeline = pipeline
        self.graph = graph
        self.lastRun = lastRun
        self.collections = collections
    }

    /// The images that took each edge of the graph in the last run; nil for an edge that the run did not know, all nil
    /// where it counted none.
    public var edgeCounts: [Int?] {
        guard let graph else { return [] }
        let counted = (lastRun?.figures?["edges"]?.arrayValue ?? []).map { edge in
            (
                Ends(edge["from"]?.stringValue, edge["to"]?.stringValue),
                edge["image_count"]?.integerValue.map { Int($0) }
            )
        }
        let counts = Dictionary(counted, uniquingKeysWith: { first, _ in first })
        return graph.edges.map { counts[Ends(graph.nodes[$0.from].id, graph.nodes[$0.to].id)] ?? nil }
    }

    private struct Ends: Hashable {
        let from: String?, to: String?

        init(_ from: String?, _ to: String?) {
            self.from = from
            self.to = to
        }
    }
}

extension PipelineService {
    /// Whether a pipeline that is added now becomes the default.
    public func hasNoStandard(for caller: UserCaller) async throws -> Bool {
        try await context.database.read { tx in try PipelineStore(tx).standard(team: caller.team.rowID) == nil }
    }

    /// One pipeline with its graph, its last run and the collections that use it.
    public func inUse(_ guid: String, for caller: UserCaller) async throws -> PipelineInUse {
        let team = caller.team.rowID
        return try await context.database.read { tx in
            let pipeline = try Self.find(tx, guid, team)
            return PipelineInUse(
                pipeline: PipelineDTO(pipeline, try DatabaseConfigLoader.settings(tx, team: team)),
                graph: Self.graph(pipeline.source.nodes),
                lastRun: try ResultStore(tx).latest(pipeline: pipeline.rowID).map { ResultDTO($0) },
                collections: try CollectionStore(tx).using(pipeline: pipeline.rowID).map { CollectionDTO($0) })
        }
    }

    /// The pipeline as a configuration file holds it, for `analyze --config` and for another team.
    /// - Throws: 409 `unreadable_pipeline` where its nodes cannot be read.
    public func yaml(_ guid: String, for caller: UserCaller) async throws -> String {
        let pipeline = try await context.database.read { tx in try Self.find(tx, guid, caller.team.rowID) }
        do {
            return try PipelineGraph.parse(pipeline.source).yaml(name: pipeline.name)
        } catch {
            throw CoordinatorError(
                .conflict, "unreadable_pipeline", "The pipeline \(pipeline.name) cannot be read: \(error.message).")
        }
    }

    /// The graph of nodes, to be drawn; nil where they cannot be read, or are too many.
    public static func graph(_ nodes: [JSONValue]) -> PipelineGraph? {
        guard nodes.count <= PipelineLayout.nodeLimit else { return nil }
        // `try?`: what is wrong stands in the findings.
        return try? PipelineGraph.parse(["nodes": .array(nodes)])
    }
}
