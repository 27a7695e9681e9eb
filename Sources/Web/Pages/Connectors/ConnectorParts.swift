import Domain
import HTML
import Wire

/// What the list, the page and the forms of connectors all say.
enum ConnectorParts {
    /// Where the credentials live, in a word. FR-300.9.
    static func location(_ location: CredentialLocation) -> String {
        switch location {
        case .server: "Server"
        case .agent: "Agent-only"
        case .pending: "Pending"
        }
    }

    /// The word with its icon; what keeps jobs away is a trouble.
    static func badge(_ connector: ConnectorDTO) -> HTML {
        let icon: Icon =
            !connector.isActive ? .warning : connector.credentialLocation == .server ? .key : .agents
        let trouble: HTML = connector.isActive ? "" : " trouble"
        return "<span class=\"health\(trouble)\">\(icon.html)\(location(connector.credentialLocation))</span>"
    }

    /// Where it leads, in a line.
    static func place(_ connector: ConnectorDTO) -> String {
        let configuration = connector.configuration
        switch connector.type {
        case .s3:
            let host = configuration["endpoint"] ?? configuration["region"] ?? ""
            return "\(configuration["bucket"] ?? "") at \(host)"
        case .gcs:
            return configuration["bucket"].map { bucket in
                configuration["endpoint"].map { "\(bucket) at \($0)" } ?? bucket
            } ?? ""
        case .smb: return "//\(configuration["server"] ?? "")/\(configuration["share"] ?? "")"
        }
    }

    /// What people call a type.
    static func title(_ type: ConnectorType) -> String {
        switch type {
        case .s3: "S3"
        case .gcs: "Google Cloud Storage"
        case .smb: "SMB share"
        }
    }

    /// The line with which an agent gets credentials.
    static func command(_ connector: ConnectorDTO) -> String {
        "safelight-agent connectors configure \(connector.guid)"
    }
}
