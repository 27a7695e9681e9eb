/// One thing that has to be said of a connector: of where it leads, or of its credentials. All values are text.
///
/// The one list for what is checked, for the forms of the pages, and for the questions of the agent's command line.
public struct ConnectorField: Hashable, Sendable {
    /// What a value looks like.
    public enum Form: Hashable, Sendable {
        /// A line of text.
        case line
        /// One of these.
        case choice([String])
        /// A number of a TCP port.
        case port
        /// `http://` or `https://`, a host, and a port if need be.
        case origin
        /// A JSON document, such as the key file of a service account.
        case document
    }

    /// Its name on the wire.
    public let name: String
    /// What people read.
    public let title: String
    /// What belongs here.
    public let hint: String
    /// What a value looks like.
    public let form: Form
    /// Whether it may not be left out.
    public let isRequired: Bool
    /// Whether it is never shown again.
    public let isSecret: Bool
    /// What holds where it is left out.
    public let standard: String?

    init(
        _ name: String, _ title: String, _ hint: String = "", form: Form = .line, isRequired: Bool = true,
        isSecret: Bool = false, standard: String? = nil
    ) {
        self.name = name
        self.title = title
        self.hint = hint
        self.form = form
        self.isRequired = isRequired && standard == nil
        self.isSecret = isSecret
        self.standard = standard
    }

    /// The JSON Schema of an object of fields (2020-12), which drives the prompts of the agent's command line.
    public static func schema(_ fields: [ConnectorField]) -> JSONValue {
        [
            "type": "object", "additionalProperties": .bool(false),
            "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
            // In the order in which they are asked for.
            "x-order": .array(fields.map { .string($0.name) }),
            "properties": .object(Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.property) })),
        ]
    }

    private var property: JSONValue {
        var property: [String: JSONValue] = ["type": "string", "title": .string(title), "minLength": .integer(1)]
        if !hint.isEmpty { property["description"] = .string(hint) }
        if isSecret { property["writeOnly"] = .bool(true) }
        if let standard { property["default"] = .string(standard) }
        switch form {
        case .line: break
        case .choice(let words): property["enum"] = .array(words.map { .string($0) })
        case .port: property["pattern"] = "^[0-9]{1,5}$"
        case .origin: property["format"] = "uri"
        case .document: property["contentMediaType"] = "application/json"
        }
        return .object(property)
    }
}

extension ConnectorType {
    /// Where the place is.
    public var configurationFields: [ConnectorField] {
        switch self {
        case .s3:
            [
                ConnectorField("bucket", "Bucket", "Its name alone."),
                ConnectorField("region", "Region", "As the provider calls it.", standard: "us-east-1"),
                ConnectorField(
                    "endpoint", "Endpoint", "For all but Amazon’s own service, for example https://minio.local:9000.",
                    form: .origin, isRequired: false),
                ConnectorField(
                    "addressing", "Addressing", "How the bucket stands in addresses: before the host or in the path.",
                    form: .choice(["auto", "host", "path"]), standard: "auto"),
            ]
        case .gcs:
            [
                ConnectorField("bucket", "Bucket", "Its name alone."),
                ConnectorField(
                    "endpoint", "Endpoint", "Only for something else than Google’s own service.", form: .origin,
                    isRequired: false),
            ]
        case .smb:
            [
                ConnectorField("server", "Server", "Its name or address, for example nas.local."),
                ConnectorField("share", "Share", "The name of the share alone; the folder belongs to the collection."),
                ConnectorField("port", "Port", form: .port, standard: "445"),
                ConnectorField(
                    "encryption", "Encryption", "Whether what is read has to be encrypted on its way.",
                    form: .choice(["required", "offered"]), standard: "offered"),
            ]
        }
    }

    /// What opens the place.
    public var credentialFields: [ConnectorField] {
        switch self {
        case .s3:
            [
                ConnectorField("access_key_id", "Access key", "Its id, for example AKIA…"),
                ConnectorField("secret_access_key", "Secret key", isSecret: true),
                ConnectorField(
                    "session_token", "Session token", "Only with temporary keys.", isRequired: false, isSecret: true),
            ]
        case .gcs:
            [
                ConnectorField(
                    "service_account", "Service account", "The key file of a service account, as JSON.",
                    form: .document, isSecret: true)
            ]
        case .smb:
            [
                ConnectorField("username", "User"), ConnectorField("password", "Password", isSecret: true),
                ConnectorField(
                    "domain", "Domain", "Only for users of a domain or workgroup.", isRequired: false),
            ]
        }
    }
}
