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

    /// A result with those around it.
    public struct Neighbourhood: Sendable {
        /// The result, and those of the same tool on the same collection right before and after it.
        public var result: ResultDTO, before: ResultDTO?, after: ResultDTO?
        /// Whether its numbers can be held against those of the one before.
        public var isComparable: Bool

        /// A result of its parts.
        public init(result: ResultDTO, before: ResultDTO? = nil, after: ResultDTO? = nil, isComparable: Bool = true) {
            self.result = result
            self.before = before
            self.after = after
            self.isComparable = isComparable
        }
    }

    /// One result with its figures, and those of the same tool on the same collection right before and after it; without their
    /// results objects, which may have 50 MB.
    public func withNeighbours(_ guid: String, for caller: UserCaller) async throws -> Neighbourhood {
        let result = try await withFigures(try await find(guid, caller), caller)
        let (before, after) = try await context.database.read { tx in
            let store = ResultStore(tx)
            let before = try store.page(
                team: result.teamRowID, collection: result.collectionRowID, tool: result.tool, before: result.rowID,
                limit: 1)
            return (before.first, try store.next(after: result))
        }
        var around = Neighbourhood(result: ResultDTO(result), after: after.map { ResultDTO($0) })
        guard let before else { return around }
        around.before = ResultDTO(try await withFigures(before, caller))
        around.isComparable = result.isComparable(with: before)
        return around
    }

    /// The most points of a trend.
    public static let longestTrend = 100

    /// The figures of a result and of those before it, of the same tool on the same collection, as far as they can be held
    /// against it.
    public func trend(_ guid: String, for caller: UserCaller) async throws -> TrendDTO {
        let last = try await find(guid, caller)
        let earlier = try await context.database.read { tx in
            try ResultStore(tx).page(
                team: last.teamRowID, collection: last.collectionRowID, tool: last.tool, before: last.rowID,
                limit: Self.longestTrend - 1)
        }
        return TrendDTO(
            tool: last.tool, collectionGuid: last.collection.description,
            points: try await points(earlier.filter(last.isComparable).reversed() + [last], caller))
    }

    /// How far back the course of the archive goes.
    static let courseLength: Duration = .seconds(90 * 24 * 3600)
    /// Results that it is made from at most: with more of them it is shorter, and no less true.
    public static let courseResults = 1500

    /// How the archive went over the last 90 days, a point for each day with a result, after one for where it stood before;
    /// none where nothing is known. Collections that have not been analysed for longer count with their latest results.
    public func health(for caller: UserCaller, atMost limit: Int = courseResults) async throws -> [ArchiveHealth] {
        let since = context.time.now() - Self.courseLength
        let (before, results) = try await context.database.read { tx in
            let store = ResultStore(tx)
            let results = try store.figures(
                team: caller.team.rowID, tools: ArchiveHealth.tools, since: since, limit: limit)
            let before = try ArchiveHealth.tools.flatMap { tool in
                try store.latestFigures(team: caller.team.rowID, tool: tool, before: results.first?.rowID ?? .max)
            }
            return (before, results)
        }
        return ArchiveHealth.course(from: before, of: results)
    }

    /// How the figures of each tool on a collection went, those of its last 30 results that can be held against the last.
    public func trends(collection guid: String, for caller: UserCaller) async throws -> [TrendDTO] {
        let found = try await context.database.read { tx in
            let row = try CollectionService.find(tx, guid, caller.team.rowID).rowID
            return try Tool.allCases.map { tool in
                (tool, try ResultStore(tx).page(team: caller.team.rowID, collection: row, tool: tool, limit: 30))
            }
        }
        var trends: [TrendDTO] = []
        for (tool, results) in found where !results.isEmpty {
            trends.append(
                TrendDTO(
                    tool: tool, collectionGuid: guid,
                    points: try await points(results.filter(results[0].isComparable).reversed(), caller)))
        }
        return trends
    }

    /// The oldest first; what has no figures that can be known is left out.
    private func points(_ results: [AnalysisResult], _ caller: UserCaller) async throws -> [TrendDTO.Point] {
        var points: [TrendDTO.Point] = []
        for result in results {
            guard let figures = try await withFigures(result, caller).figures else { continue }
            points.append(
                TrendDTO.Point(
                    resultGuid: result.guid.description, createdAt: result.createdAt, figures: figures))
        }
        return points
    }

    /// A result with its figures: those of one that was stored before figures were kept are counted now, once.
    private func withFigures(_ result: AnalysisResult, _ caller: UserCaller) async throws -> AnalysisResult {
        guard result.figures == nil else { return result }
        var result = result
        do {
            let figures = try ResultsSchema.of(result.tool).figures(of: try await bytes(result, caller))
            result.figures = figures
            try await context.database.write { [row = result.rowID] tx in
                try ResultStore(tx).setFigures(row: row, figures)
            }
        } catch {
            // The result itself still shows; its bytes may be gone, or of a tool's older version.
            context.logger.warning("figures not counted", metadata: ["result": "\(result.guid)", "error": "\(error)"])
        }
        return result
    }

    /// The results object alone, canonical.
    public func json(_ guid: String, for caller: UserCaller) async throws -> [UInt8] {
        try await bytes(try await find(guid, caller), caller)
    }

    /// What it found, one finding in a line, as CSV.
    public func findings(_ guid: String, for caller: UserCaller) async throws -> [UInt8] {
        try await readable(guid) {
            try await context.heavyWork.run { try FindingsCSV.of(try await json(guid, for: caller)) }
        }
    }

    /// What it found that the result before, of the same tool on the same collection, did not, and what is gone since.
    /// - Returns: nil where there is none before.
    public func changes(_ guid: String, for caller: UserCaller) async throws
        -> (around: Neighbourhood, before: ResultDTO, changes: FindingsComparison)?
    {
        let around = try await withNeighbours(guid, for: caller)
        guard let before = around.before else { return nil }
        let changes = try await readable(guid) {
            try await context.heavyWork.run {
                try FindingsComparison(
                    from: try await json(before.guid, for: caller), to: try await json(guid, for: caller))
            }
        }
        return (around, before, changes)
    }

    private func readable<Value>(_ guid: String, _ read: () async throws -> Value) async throws -> Value {
        do {
            return try await read()
        } catch let error as CanonicalJSONError {
            throw CoordinatorError(
                .unavailable, "results_unreadable", "The stored results of \(guid) cannot be read: \(error).")
        }
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
            figures: result.figures, reportSize: result.reportSize,
            noChangeOf: result.noChangeOf?.description, pipelineGuid: result.pipeline?.description,
            pipelineName: result.pipelineName, parameters: result.parameters)
    }
}
