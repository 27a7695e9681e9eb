import Domain

/// A connector, as agents see it: where it leads and what opens it, never a credential.
public struct ConnectorMetadata: Codable, Hashable, Sendable {
    /// The connector.
    public var guid: String
    /// Its name.
    public var name: String
    /// What it leads to.
    public var type: ConnectorType
    /// Where its credentials live.
    public var credentialLocation: CredentialLocation
    /// Where the place is.
    public var configuration: [String: String]
    /// A JSON Schema of the credentials, which drives the prompts.
    public var credentialSchema: JSONValue

    private enum CodingKeys: String, CodingKey {
        case guid, name, type, configuration
        case credentialLocation = "credential_location"
        case credentialSchema = "credential_schema"
    }

    /// From its parts.
    public init(
        guid: String, name: String, type: ConnectorType, credentialLocation: CredentialLocation,
        configuration: [String: String], credentialSchema: JSONValue
    ) {
        self.guid = guid
        self.name = name
        self.type = type
        self.credentialLocation = credentialLocation
        self.configuration = configuration
        self.credentialSchema = credentialSchema
    }
}

/// `GET /connectors`: those whose credentials agents may hold. FR-300.5.
public struct ConnectorList: Codable, Hashable, Sendable {
    /// By name.
    public var connectors: [ConnectorMetadata]

    /// A list.
    public init(connectors: [ConnectorMetadata]) {
        self.connectors = connectors
    }
}

/// `POST /connectors/{guid}/report-capability`. FR-300.7.
public struct ReportCapabilityRequest: Codable, Hashable, Sendable {
    /// Whether the agent reached the place with the credentials that it holds.
    public var testSuccessful: Bool
    /// What the test found, for people.
    public var testMessage: String?

    private enum CodingKeys: String, CodingKey {
        case testSuccessful = "test_successful"
        case testMessage = "test_message"
    }

    /// From its parts.
    public init(testSuccessful: Bool, testMessage: String? = nil) {
        self.testSuccessful = testSuccessful
        self.testMessage = testMessage
    }
}

/// The connector of an assignment.
public struct AssignedConnector: Codable, Hashable, Sendable {
    /// The connector.
    public var guid: String
    /// What it leads to.
    public var type: ConnectorType
    /// Where its credentials live.
    public var credentialLocation: CredentialLocation
    /// Where the place is.
    public var configuration: [String: String]
    /// For `server` alone.
    public var credentials: [String: String]?

    private enum CodingKeys: String, CodingKey {
        case guid, type, configuration, credentials
        case credentialLocation = "credential_location"
    }

    /// From its parts.
    public init(
        guid: String, type: ConnectorType, credentialLocation: CredentialLocation, configuration: [String: String],
        credentials: [String: String]? = nil
    ) {
        self.guid = guid
        self.type = type
        self.credentialLocation = credentialLocation
        self.configuration = configuration
        self.credentials = credentials
    }
}
