import Domain

/// A pipeline.
public struct PipelineDTO: Codable, Hashable, Sendable {
    /// The pipeline.
    public var guid: String
    /// Its name.
    public var name: String
    /// What it is for.
    public var description: String
    /// Its nodes (analysis.md).
    public var nodes: [JSONValue]
    /// Whether runs without a pipeline take it.
    public var isDefault: Bool
    /// What its structure check says.
    public var findings: [PipelineFindingDTO]
    /// When it was made.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case guid, name, description, nodes, findings
        case isDefault = "is_default"
        case createdAt = "created_at"
    }

    /// From its parts.
    public init(
        guid: String, name: String, description: String, nodes: [JSONValue], isDefault: Bool,
        findings: [PipelineFindingDTO], createdAt: Timestamp
    ) {
        self.guid = guid
        self.name = name
        self.description = description
        self.nodes = nodes
        self.isDefault = isDefault
        self.findings = findings
        self.createdAt = createdAt
    }
}

/// One thing that the structure check says of a pipeline.
public struct PipelineFindingDTO: Codable, Hashable, Sendable {
    /// How bad it is: a pipeline with an error is neither kept nor run.
    public enum Severity: String, CaseIterable, Codable, Sendable {
        case error, warning
    }

    /// How bad it is.
    public var severity: Severity
    /// A snake_case word for programs.
    public var code: String
    /// The ids of the nodes that it is about.
    public var nodes: [String]
    /// What is wrong and how to mend it.
    public var message: String
    /// Where it stands in a YAML text, from 1.
    public var line: Int?
    /// Where it stands in that line, from 1.
    public var column: Int?
    /// The number of the node, from 0, that has a field which cannot be read.
    public var index: Int?
    /// The name of that field.
    public var field: String?

    /// From its parts.
    public init(
        severity: Severity, code: String, nodes: [String], message: String, line: Int? = nil, column: Int? = nil,
        index: Int? = nil, field: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.nodes = nodes
        self.message = message
        self.line = line
        self.column = column
        self.index = index
        self.field = field
    }

    /// What is wrong as a sentence, with its place in a text.
    public var sentence: String {
        let place = line.map { "line \($0), column \(column ?? 1): " } ?? ""
        let text = place + message
        return text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }

    /// As a member of an error's details.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "severity": .string(severity.rawValue), "code": .string(code), "message": .string(message),
            "nodes": .array(nodes.map(JSONValue.string)),
        ]
        if let line { members["line"] = .integer(Int64(line)) }
        if let column { members["column"] = .integer(Int64(column)) }
        if let index { members["index"] = .integer(Int64(index)) }
        if let field { members["field"] = .string(field) }
        return .object(members)
    }
}
