import Database
import Domain
import Store
import Wire

/// Results and reports as people see them. FR-510.2.
public struct ResultService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) {
        self.context = context
    }

    /// The team's results, newest first; of one collection or tool where they are named.
    public func list(
        collection: String? = nil, tool: Tool? = nil, for caller: UserCaller, _ request: PageRequest
    ) async throws -> PageDTO<ResultDTO> {
        let team = caller.team.rowID
        return try await context.database.read { tx in
            let store = ResultStore(tx)
            let row = try collection.map { try CollectionService.find(tx, $0, team).rowID }
            let last = try request.last { guid in try store.find(guid, team: team) }
            let found = try store.page(
                team: team, collection: row, tool: tool, before: last?.rowID, limit: request.limit + 1)
            return request.page(found, guid: \.guid.description) { ResultDTO($0) }
        }
    }

    /// One result with its results object. A result without change shows those of the one that still held.
    public func get(_ guid: String, for caller: UserCaller) async throws -> ResultDTO {
        let found = try await find(guid, caller)
        var dto = ResultDTO(found)
        dto.results = try JSONParser.parse(try await bytes(found, caller))
        return dto
    }

    /// The results object alone, canonical.
    public func json(_ guid: String, for caller: UserCaller) async throws -> [UInt8] {
        try await bytes(try await find(guid, caller), caller)
    }

    /// The HTML report.
    /// - Throws: 404 where the result has none.
    public func report(_ guid: String, for caller: UserCaller) async throws -> [UInt8] {
        let holder = try await holder(of: try await find(guid, caller), caller)
        guard let blob = holder.reportBlob else { throw CoordinatorError.notFound("report") }
        return try await context.blobs.read(blob, range: nil)
    }

    private func find(_ guid: String, _ caller: UserCaller) async throws -> AnalysisResult {
        let found = try await context.database.read { tx in
            try ResultID(guid).flatMap { try ResultStore(tx).find($0, team: caller.team.rowID) }
        }
        guard let found else { throw CoordinatorError.notFound("result") }
        return found
    }

    /// The result that holds the bytes: itself, or the one that it confirms.
    private func holder(of result: AnalysisResult, _ caller: UserCaller) async throws -> AnalysisResult {
        guard let earlier = result.noChangeOf else { return result }
        return try await find(earlier.description, caller)
    }

    private func bytes(_ result: AnalysisResult, _ caller: UserCaller) async throws -> [UInt8] {
        let holder = try await holder(of: result, caller)
        if let blob = holder.resultsBlob { return try await context.blobs.read(blob, range: nil) }
        let inline = try await context.database.read { tx in try ResultStore(tx).inlineResults(of: holder.rowID) }
        guard let inline else { throw CoordinatorError.notFound("result") }
        return inline
    }
}

extension ResultDTO {
    init(_ result: AnalysisResult) {
        self.init(
            guid: result.guid.description, jobGuid: result.job.description,
            collectionGuid: result.collection.description,
            collectionName: result.collectionName, tool: result.tool, agentGuid: result.agent?.description,
            agentName: result.agentName, createdBy: result.createdBy?.description, createdAt: result.createdAt,
            durationSeconds: result.durationSeconds, filesProcessed: result.filesProcessed,
            reportSize: result.reportSize,
            noChangeOf: result.noChangeOf?.description)
    }
}
