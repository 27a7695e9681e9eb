import Domain

/// `POST /pipelines`, `POST /pipelines/validate`, and `PATCH /pipelines/{guid}`, where an absent field is unchanged. What the
/// pipeline is made of comes in one of three forms: `nodes`, `yaml` or `template`.
public struct PipelineRequest: Codable, Hashable, Sendable {
    /// 1–200 characters; a new pipeline has to have one, unless it comes from a template, whose title it takes.
    public var name: String?
    /// What it is for, up to 2,000 characters.
    public var description: String?
    /// The nodes as JSON.
    public var nodes: [JSONValue]?
    /// The same as YAML text: a mapping with `nodes`.
    public var yaml: String?
    /// The name of a template.
    public var template: String?
    /// Whether runs without a pipeline take it; the one that did gives way.
    public var isDefault: Bool?

    private enum CodingKeys: String, CodingKey {
        case name, description, nodes, yaml, template
        case isDefault = "is_default"
    }

    /// From its parts.
    public init(
        name: String? = nil, description: String? = nil, nodes: [JSONValue]? = nil, yaml: String? = nil,
        template: String? = nil, isDefault: Bool? = nil
    ) {
        self.name = name
        self.description = description
        self.nodes = nodes
        self.yaml = yaml
        self.template = template
        self.isDefault = isDefault
    }
}

/// The answer of `POST /pipelines/validate`.
public struct PipelineCheckResponse: Codable, Hashable, Sendable {
    /// Whether it could be saved: nothing but warnings was found.
    public var valid: Bool
    /// What the structure check says, errors first.
    public var findings: [PipelineFindingDTO]
    /// The nodes as they would be kept; empty where they cannot be read.
    public var nodes: [JSONValue]

    /// From its parts.
    public init(valid: Bool, findings: [PipelineFindingDTO], nodes: [JSONValue]) {
        self.valid = valid
        self.findings = findings
        self.nodes = nodes
    }
}

/// A pipeline to begin with.
public struct PipelineTemplateDTO: Codable, Hashable, Sendable {
    /// What `template` takes, for example `raw-only`.
    public var name: String
    /// For people.
    public var title: String
    /// What it is for.
    public var description: String
    /// Its nodes.
    public var nodes: [JSONValue]
    /// The methods that it names, and what they mean; for the team's processing methods.
    public var processingMethods: [String: String]

    private enum CodingKeys: String, CodingKey {
        case name, title, description, nodes
        case processingMethods = "processing_methods"
    }

    /// From its parts.
    public init(
        name: String, title: String, description: String, nodes: [JSONValue], processingMethods: [String: String] = [:]
    ) {
        self.processingMethods = processingMethods
        self.name = name
        self.title = title
        self.description = description
        self.nodes = nodes
    }
}
