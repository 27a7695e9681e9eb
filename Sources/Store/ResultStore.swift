import Database
import Domain

/// Results.
public struct ResultStore {
    private let tx: any SQLConnection
    /// Without the results themselves, which may be a megabyte in each row of a list.
    private static let select = """
        SELECT r.id, r.guid, r.team_id, r.collection_id, r.tool, r.results_blob, r.report_blob, r.report_size,
          r.no_change_of, r.fingerprint, r.figures, r.duration_seconds, r.files_processed, r.created_at,
          j.guid AS job_guid, c.guid AS collection_guid, c.name AS collection_name, a.guid AS agent_guid,
          a.name AS agent_name, u.guid AS creator_guid, p.guid AS pipeline_guid, p.name AS pipeline_name,
          j.parameters
        FROM results r JOIN jobs j ON j.id = r.job_id JOIN collections c ON c.id = r.collection_id
        LEFT JOIN agents a ON a.id = r.agent_id LEFT JOIN users u ON u.id = r.created_by
        LEFT JOIN pipelines p ON p.id = j.pipeline_id
        """

    /// A store within a transaction.
    public init(_ tx: any SQLConnection) {
        self.tx = tx
    }

    /// What a new result is made from.
    public struct NewResult: Sendable {
        /// Its public id.
        public var guid: ResultID
        /// The job that gave it, and the SYSTEM user of the agent. FR-110.6.
        public var job: Job, createdBy: Int64
        /// The results: inline, or the name of a blob.
        public var inlineResults: [UInt8]?, resultsBlob: String?
        /// The report's blob and its size in bytes.
        public var reportBlob: String?, reportSize: Int64?
        /// For an unchanged collection, the result that still holds.
        public var noChangeOf: ResultID?
        /// Its key figures.
        public var figures: JSONValue?
        /// Facts of the run.
        public var fingerprint: String?, totalFiles: Int64?, durationSeconds: Double?, filesProcessed: Int64?

        /// A result of a job; the rest is set on it.
        public init(guid: ResultID, job: Job, createdBy: Int64) {
            self.guid = guid
            self.job = job
            self.createdBy = createdBy
        }
    }

    /// Adds a result.
    public func insert(_ result: NewResult, at now: Timestamp) throws {
        try tx.execute(
            """
            INSERT INTO results (guid, team_id, job_id, collection_id, tool, agent_id, inline_results, results_blob,
              report_blob, report_size, no_change_of, fingerprint, total_files, duration_seconds, files_processed,
              created_at, created_by, figures)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
            """,
            [
                result.guid, result.job.teamRowID, result.job.rowID, result.job.collectionRowID,
                result.job.tool.rawValue,
                result.job.agentRowID, result.inlineResults, result.resultsBlob, result.reportBlob, result.reportSize,
                result.noChangeOf, result.fingerprint, result.totalFiles, result.durationSeconds, result.filesProcessed,
                now, result.createdBy, result.figures.map(JSONColumn.encode),
            ])
    }

    /// A team's result. The `+` keeps a kept plan from going through all of the team's rows (see `PostgresSession`).
    public func find(_ guid: ResultID, team: Int64) throws -> AnalysisResult? {
        try tx.query("\(Self.select) WHERE r.guid = ?1 AND +r.team_id = ?2", [guid, team]).first.map(Self.result)
    }

    /// A team's results, newest first, older than a row; of one collection or tool where they are named.
    public func page(
        team: Int64, collection: Int64? = nil, tool: Tool? = nil, before row: Int64? = nil, limit: Int
    ) throws -> [AnalysisResult] {
        // One collection's results are found by its own index, however many the team has.
        var conditions = [collection == nil ? "r.team_id = ?1" : "+r.team_id = ?1", "r.id < ?2"]
        var arguments: [any SQLValueConvertible] = [team, row ?? Int64.max, limit]
        if let collection {
            arguments.append(collection)
            conditions.append("r.collection_id = ?\(arguments.count)")
        }
        if let tool {
            arguments.append(tool.rawValue)
            conditions.append("r.tool = ?\(arguments.count)")
        }
        return try tx.query(
            "\(Self.select) WHERE \(conditions.joined(separator: " AND ")) ORDER BY r.id DESC LIMIT ?3", arguments
        ).map(Self.result)
    }

    /// What a result says in numbers.
    public struct Figures: Sendable {
        /// The result's row, and the collection's.
        public let rowID: Int64, collection: Int64
        /// What was run.
        public let tool: Tool
        /// The key figures.
        public let figures: JSONValue
        /// When it was stored.
        public let createdAt: Timestamp

        /// From its parts.
        public init(rowID: Int64, collection: Int64, tool: Tool, figures: JSONValue, createdAt: Timestamp) {
            self.rowID = rowID
            self.collection = collection
            self.tool = tool
            self.figures = figures
            self.createdAt = createdAt
        }
    }

    private static let figures = """
        SELECT r.id, r.collection_id, r.tool, r.figures, r.created_at FROM results r
          JOIN collections c ON c.id = r.collection_id
        """

    /// The figures of a team's latest results of some tools, on collections that are there, the oldest first.
    public func figures(team: Int64, tools: [Tool], since instant: Timestamp, limit: Int) throws -> [Figures] {
        let names = tools.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try tx.query(
            """
            \(Self.figures) WHERE r.team_id = ?1 AND r.tool IN (\(names)) AND r.created_at >= ?2
              AND r.figures IS NOT NULL AND c.deleted_at IS NULL ORDER BY r.id DESC LIMIT ?3
            """, [team, instant, limit]
        ).map(Self.figures).reversed()
    }

    /// The figures of the latest result of a tool on each of a team's collections, of those before a row.
    public func latestFigures(team: Int64, tool: Tool, before row: Int64) throws -> [Figures] {
        try tx.query(
            """
            \(Self.figures) WHERE c.team_id = ?1 AND c.deleted_at IS NULL AND r.id = (
              SELECT l.id FROM results l WHERE l.collection_id = c.id AND l.tool = ?2 AND l.id < ?3
                AND l.figures IS NOT NULL ORDER BY l.id DESC LIMIT 1)
            """, [team, tool.rawValue, row]
        ).map(Self.figures)
    }

    private static func figures(_ row: SQLRow) throws -> Figures {
        Figures(
            rowID: try row.integer("id"), collection: try row.integer("collection_id"), tool: try row.word("tool"),
            figures: try JSONColumn.decode(try row.text("figures"), "figures"),
            createdAt: try row.instant("created_at"))
    }

    /// The next result of the same tool on the same collection.
    public func next(after result: AnalysisResult) throws -> AnalysisResult? {
        try tx.query(
            "\(Self.select) WHERE r.collection_id = ?1 AND r.tool = ?2 AND r.id > ?3 ORDER BY r.id LIMIT 1",
            [result.collectionRowID, result.tool.rawValue, result.rowID]
        ).first.map(Self.result)
    }

    /// The latest result that followed a pipeline.
    public func latest(pipeline: Int64) throws -> AnalysisResult? {
        try tx.query("\(Self.select) WHERE j.pipeline_id = ?1 ORDER BY j.id DESC LIMIT 1", [pipeline])
            .first.map(Self.result)
    }

    /// Keeps the key figures of a result that has none.
    public func setFigures(row: Int64, _ figures: JSONValue) throws {
        try tx.execute("UPDATE results SET figures = ?2 WHERE id = ?1", [row, JSONColumn.encode(figures)])
    }

    /// Whether a result has a blob for its results or its report.
    public func names(_ blob: String, _ guid: ResultID) throws -> Bool {
        try !tx.query(
            "SELECT 1 AS one FROM results WHERE guid = ?1 AND (results_blob = ?2 OR report_blob = ?2)", [guid, blob]
        ).isEmpty
    }

    /// The canonical results, where they are in the row.
    public func inlineResults(of row: Int64) throws -> [UInt8]? {
        try tx.query("SELECT inline_results FROM results WHERE id = ?1", [row]).first.flatMap {
            try $0.optionalBlob("inline_results")
        }
    }

    /// The files that a result counted.
    public func totalFiles(of row: Int64) throws -> Int64? {
        try tx.query("SELECT total_files FROM results WHERE id = ?1", [row]).first?.optionalInteger("total_files")
    }

    private static func result(_ row: SQLRow) throws -> AnalysisResult {
        AnalysisResult(
            rowID: try row.integer("id"), guid: try row.guid("guid"), teamRowID: try row.integer("team_id"),
            job: try row.guid("job_guid"), collectionRowID: try row.integer("collection_id"),
            collection: try row.guid("collection_guid"), collectionName: try row.text("collection_name"),
            tool: try row.word("tool"), agent: try row.optionalGuid("agent_guid"),
            agentName: try row.optionalText("agent_name"), createdBy: try row.optionalGuid("creator_guid"),
            createdAt: try row.instant("created_at"), durationSeconds: try row.optionalReal("duration_seconds"),
            filesProcessed: try row.optionalInteger("files_processed"),
            resultsBlob: try row.optionalText("results_blob"),
            reportBlob: try row.optionalText("report_blob"), reportSize: try row.optionalInteger("report_size"),
            noChangeOf: try row.optionalGuid("no_change_of"), fingerprint: try row.optionalText("fingerprint"),
            figures: try row.optionalText("figures").map { try JSONColumn.decode($0, "figures") },
            pipeline: try row.optionalGuid("pipeline_guid"), pipelineName: try row.optionalText("pipeline_name"),
            parameters: try row.json("parameters"))
    }
}
