import Domain

/// How the figures of a tool on a collection went, result by result.
public struct TrendDTO: Codable, Hashable, Sendable {
    /// One result's figures.
    public struct Point: Codable, Hashable, Sendable {
        /// The result.
        public var resultGuid: String
        /// When it was stored.
        public var createdAt: Timestamp
        /// The counts of the results object by name, and `status_counts`.
        public var figures: JSONValue

        private enum CodingKeys: String, CodingKey {
            case figures
            case resultGuid = "result_guid"
            case createdAt = "created_at"
        }

        /// From its parts.
        public init(resultGuid: String, createdAt: Timestamp, figures: JSONValue) {
            self.resultGuid = resultGuid
            self.createdAt = createdAt
            self.figures = figures
        }
    }

    /// What was run.
    public var tool: Tool
    /// What was analysed.
    public var collectionGuid: String
    /// At most 100, the oldest first.
    public var points: [Point]

    private enum CodingKeys: String, CodingKey {
        case tool, points
        case collectionGuid = "collection_guid"
    }

    /// From its parts.
    public init(tool: Tool, collectionGuid: String, points: [Point]) {
        self.tool = tool
        self.collectionGuid = collectionGuid
        self.points = points
    }
}
