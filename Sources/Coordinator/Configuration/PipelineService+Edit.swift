import Domain
import Store
import Wire

/// A pipeline as somebody opens it to change it.
public struct PipelineEdition: Sendable {
    /// The pipeline.
    public var pipeline: PipelineDTO
    /// What `PipelineService.change` compares, so that nobody writes over what they have not seen.
    public var version: String
    /// When it was last changed; nil where it never was.
    public var changedAt: Timestamp?
    /// The name of who did it.
    public var changedBy: String?

    /// From its parts.
    public init(pipeline: PipelineDTO, version: String, changedAt: Timestamp? = nil, changedBy: String? = nil) {
        self.pipeline = pipeline
        self.version = version
        self.changedAt = changedAt
        self.changedBy = changedBy
    }
}

extension PipelineService {
    /// A pipeline with its version.
    /// - Throws: 403 for members, who change nothing.
    public func edition(_ guid: String, for caller: UserCaller) async throws -> PipelineEdition {
        try caller.requireAdministrator()
        let team = caller.team.rowID
        return try await context.database.read { tx in
            let pipeline = try Self.find(tx, guid, team)
            return PipelineEdition(
                pipeline: PipelineDTO(pipeline, try DatabaseConfigLoader.settings(tx, team: team)),
                version: pipeline.version, changedAt: pipeline.updatedAt,
                changedBy: try pipeline.updatedByRowID.flatMap { try UserStore(tx).find(row: $0)?.name })
        }
    }
}

extension Pipeline {
    /// Differs whenever what people write of it does; whether it is the default does not count.
    var version: String {
        let content: JSONValue = ["name": .string(name), "summary": .string(summary), "nodes": nodes]
        return Checksum(of: CanonicalJSON.encode(content)).description
    }

    /// - Throws: 409 `pipeline_changed` where this is another version.
    func require(_ version: String) throws {
        guard version != self.version else { return }
        throw CoordinatorError(
            .conflict, "pipeline_changed",
            "The pipeline \(name) was changed after you opened it. Look at what it is now, then change it again.")
    }
}
