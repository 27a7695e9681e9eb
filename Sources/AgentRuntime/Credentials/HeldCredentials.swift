import Domain

/// The credentials that an agent holds, by connector.
public struct HeldCredentials: Sendable {
    /// Those of one connector.
    public struct Entry: Sendable {
        /// What the connector is called, as the server said when they were typed in.
        public var name: String
        /// What it leads to.
        public var type: ConnectorType
        /// By the fields of `ConnectorType.credentialFields`.
        public var credentials: [String: Secret]
        /// When they last passed a test.
        public var testedAt: Timestamp

        /// From its parts.
        public init(name: String, type: ConnectorType, credentials: [String: Secret], testedAt: Timestamp) {
            self.name = name
            self.type = type
            self.credentials = credentials
            self.testedAt = testedAt
        }
    }

    /// By the connector's guid.
    public var entries: [String: Entry]

    /// Those of some connectors.
    public init(_ entries: [String: Entry] = [:]) {
        self.entries = entries
    }

    /// The connectors, in one order.
    public var connectors: [String] { entries.keys.sorted() }

    /// The fields of a connector's credentials, to be used at once; nil where none are held.
    func credentials(of connector: String) -> [String: String]? {
        entries[connector]?.credentials.mapValues(\.text)
    }
}

extension HeldCredentials {
    /// What is encrypted.
    var bytes: [UInt8] {
        CanonicalJSON.encode(
            .object(
                entries.mapValues { entry in
                    [
                        "name": .string(entry.name), "type": .string(entry.type.rawValue),
                        "tested_at": .integer(entry.testedAt.milliseconds),
                        "credentials": .object(entry.credentials.mapValues { .string($0.text) }),
                    ]
                }))
    }

    /// What was decrypted; nil where it is anything else.
    init?(bytes: [UInt8]) {
        // Nothing but our own text was ever encrypted; what cannot be read was made by a later version.
        guard let members = try? JSONParser.parse(bytes).objectValue else { return nil }
        var entries: [String: Entry] = [:]
        for (guid, value) in members {
            guard let name = value["name"]?.stringValue,
                let type = value["type"]?.stringValue.flatMap(ConnectorType.init),
                let tested = value["tested_at"]?.integerValue, let fields = value["credentials"]?.objectValue
            else { return nil }
            entries[guid] = Entry(
                name: name, type: type, credentials: fields.compactMapValues { $0.stringValue.map(Secret.init) },
                testedAt: Timestamp(milliseconds: tested))
        }
        self.entries = entries
    }
}
