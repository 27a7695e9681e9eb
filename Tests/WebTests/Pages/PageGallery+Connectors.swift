import Domain
import HTML
import Wire

@testable import Web

extension PageFixtures {
    static let connectors = [
        connector(
            1, "Archive in S3", .s3, .server, ["bucket": "archive", "region": "eu-central-1", "addressing": "auto"]),
        connector(
            2, "Studio share", .smb, .agent,
            ["server": "nas.local", "share": "photos", "port": "445", "encryption": "offered"],
            [("studio-nas", true, "Reached, with 10 entries."), ("ines-laptop", false, "The password was refused.")]),
        connector(3, hostile, .gcs, .pending, ["bucket": hostile]),
    ]

    private static func connector(
        _ number: Int, _ name: String, _ type: ConnectorType, _ location: CredentialLocation,
        _ configuration: [String: String], _ agents: [(name: String, works: Bool, message: String)] = []
    ) -> ConnectorDTO {
        ConnectorDTO(
            guid: id("con_", number), name: name, type: type, credentialLocation: location,
            configuration: configuration,
            agents: agents.enumerated().map { index, agent in
                ConnectorAgentDTO(
                    guid: id("agt_", index + 1), name: agent.name, isWorking: agent.works, message: agent.message,
                    reportedAt: ago(7200))
            }, createdAt: ago(864_000))
    }

    /// A collection on a connector.
    static let remote = CollectionDTO(
        guid: id("col_", 40), name: "Weddings in the share", type: .smb, location: "weddings/2026",
        connectorGuid: id("con_", 2), connectorName: "Studio share", statistics: [:], createdAt: ago(864_000))
}

/// The connectors' pages.
extension PageGallery {
    private typealias Data = PageFixtures

    static let connectors: [Entry] = [
        Entry(
            name: "connectors",
            page: ConnectorsPage.render(PageDTO(items: Data.connectors), cursor: nil, frame: Data.frame())),
        Entry(name: "connectors-none", page: ConnectorsPage.render(.none, cursor: nil, frame: Data.frame())),
        Entry(
            name: "connectors-member",
            page: ConnectorsPage.render(.none, cursor: nil, frame: Data.frame(role: .member))),
        new(.s3), new(.gcs), new(.smb),
        Entry(
            name: "connector-new-errors",
            page: NewConnectorPage.render(
                ConnectorForm(
                    type: .s3,
                    form: FormState(
                        values: ["name": Data.hostile, "credential_location": "server", "configuration.bucket": "a/b"],
                        errors: [
                            "configuration.bucket": "Must be a name alone, without “/”.",
                            "credentials.secret_access_key": "Is missing.",
                        ])), frame: Data.frame())),
        connector("connector-server", 0), connector("connector", 1, collections: [Data.remote]),
        connector("connector-pending", 2), connector("connector-edit", 0, .edit),
        connector("connector-delete", 1, .delete),
        connector("connector-delete-used", 1, .delete, collections: [Data.remote]),
        Entry(
            name: "collection-remote",
            page: CollectionPage.render(
                CollectionModel(collection: Data.remote, agents: [], jobs: [], results: []), frame: Data.frame())),
    ]

    private static func new(_ type: ConnectorType) -> Entry {
        Entry(
            name: "connector-new-\(type.rawValue.lowercased())",
            page: NewConnectorPage.render(ConnectorForm(type: type), frame: Data.frame()))
    }

    private static func connector(
        _ name: String, _ index: Int, _ question: ConnectorPage.Question? = nil, collections: [CollectionDTO] = []
    ) -> Entry {
        Entry(
            name: name,
            page: ConnectorPage.render(
                .init(connector: Data.connectors[index], collections: collections, question: question),
                frame: Data.frame()))
    }
}
