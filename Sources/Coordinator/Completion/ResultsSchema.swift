import Domain
import Wire

/// What a tool's results must look like (protocol.md, *Results schema*; FR-530.9). The check and the published document come from
/// the same table of fields. Members that the table does not know are kept as they are.
public struct ResultsSchema: Sendable {
    /// The tool whose results it describes.
    public let tool: Tool
    let fields: [ResultsSchemaField]

    private static let all = Dictionary(
        uniqueKeysWithValues: Tool.allCases.map { ($0, ResultsSchema(tool: $0, fields: fields(of: $0))) })

    /// The schema of a tool's results.
    public static func of(_ tool: Tool) -> ResultsSchema {
        all[tool] ?? ResultsSchema(tool: tool, fields: fields(of: tool))
    }

    /// Walks over the bytes of results, which must be canonical JSON.
    /// - Returns: the key figures: the counts of the results object that the schema names, and `status_counts`.
    /// - Throws: `CanonicalJSONError`, `SchemaViolation`: the first trouble in the order of the bytes; of members that are
    ///   missing, the first of the table.
    public func figures(of results: [UInt8]) throws -> JSONValue {
        .object(try ResultsSchemaCheck.figures(of: results, fields))
    }

    /// The JSON Schema (draft 2020-12) that is published for the tool.
    public var document: JSONValue {
        var document: [String: JSONValue] = ResultsSchemaShape.record(fields).document
        document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        document["title"] = .string("\(tool.title) results")
        document["description"] = "Members that are not named here are kept."
        return .object(document)
    }
}

/// The first thing that is off in a results object.
public struct SchemaViolation: Error, Hashable, Sendable {
    /// Where, for example `$.file_counts[".dng"]` or `$.images[3].status`.
    public let path: String
    /// What is wrong there and what would be right.
    public let problem: String

    /// Path and problem in one sentence.
    public var message: String { "\(path) \(problem)." }

    init(_ problem: String) {
        self.init(path: "$", problem: problem)
    }

    private init(path: String, problem: String) {
        self.path = path
        self.problem = problem
    }

    /// The same violation as seen from the object that holds the value as a member.
    func under(member name: String) -> SchemaViolation {
        let isWord =
            name.utf8.first?.isDigit == false && name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x5F }
        let step = isWord ? ".\(name)" : "[\(String(decoding: CanonicalJSON.encode(.string(name)), as: UTF8.self))]"
        return SchemaViolation(path: "$" + step + path.dropFirst(), problem: problem)
    }

    /// The same violation as seen from the list that holds the value at an index.
    func under(index: Int) -> SchemaViolation {
        SchemaViolation(path: "$[\(index)]" + path.dropFirst(), problem: problem)
    }
}
