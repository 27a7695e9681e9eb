import Analysis
import CollectionSources
import Domain
import Wire

/// What an agent's command line does with the credentials of connectors: they are typed in, tried, kept and told of here, and
/// never leave this machine. FR-300.5–7, US-6.
public struct ConnectorCredentials: Sendable {
    /// A connector as the server has it, and what is held here.
    public struct Listed: Sendable {
        /// The connector.
        public let connector: ConnectorMetadata
        /// When the credentials that are held last passed a test; nil where none are.
        public let testedAt: Timestamp?
    }

    private let client: AgentClient
    private let store: CredentialStore
    private let time: any TimeSource

    /// The credentials of a registered agent's home.
    /// - Throws: `AgentError` where it is registered nowhere.
    public init(home: AgentHome, settings: AgentSettings, time: any TimeSource = SystemTime()) throws {
        client = try AgentClient(settings: settings, key: try home.readKey())
        store = CredentialStore(home, passphrase: settings.passphrase)
        self.time = time
    }

    /// Lets go of the connections.
    public func close() async { await client.close() }

    /// The connectors whose credentials agents may hold.
    public func list(pendingOnly: Bool) async throws -> [Listed] {
        let held = try store.read()
        return try await told { try await client.connectors(pendingOnly: pendingOnly) }.connectors.map {
            Listed(connector: $0, testedAt: held.entries[$0.guid]?.testedAt)
        }
    }

    /// One connector, with what its credentials consist of.
    public func metadata(_ guid: String) async throws -> ConnectorMetadata {
        guard ConnectorID(guid) != nil else {
            throw AgentError(
                code: "no_such_connector",
                message: "\(guid) is no connector's id; `safelight-agent connectors list` shows them.", exit: .usage)
        }
        let found = try await told { try await client.connector(guid) }
        guard found.credentialLocation.isHeldByAgents else {
            throw AgentError(
                code: "credentials_on_server",
                message: "The credentials of \(found.name) live on the server; nothing is to be entered here.",
                exit: .configuration)
        }
        return found
    }

    /// Tries credentials, and keeps and reports them where they work. FR-300.6.
    /// - Returns: the names of up to ten things that are there.
    /// - Throws: `AgentError` `credentials_invalid` naming the field, `test_failed`; nothing is kept then.
    public func configure(_ connector: ConnectorMetadata, _ values: [String: String]) async throws -> [String] {
        let checked: [String: String]
        do throws(ConnectorFieldProblem) {
            checked = try ConnectorField.checked(values, against: connector.type.credentialFields)
        } catch {
            throw AgentError(
                code: "credentials_invalid", message: "\(error.field) \(error.problem). Nothing was kept.",
                exit: .badData)
        }
        let entries = try await tried(connector, checked)
        try store.save(
            .init(
                name: connector.name, type: connector.type, credentials: checked.mapValues(Secret.init),
                testedAt: time.now()), for: connector.guid)
        try await report(connector, entries)
        return entries
    }

    /// Tries the credentials that are held, and reports what comes of it.
    public func test(_ connector: ConnectorMetadata) async throws -> [String] {
        guard let held = try store.read().entries[connector.guid] else { throw Self.noneHeld(connector.guid) }
        do {
            let entries = try await tried(connector, held.credentials.mapValues(\.text))
            var entry = held
            entry.testedAt = time.now()
            try store.save(entry, for: connector.guid)
            try await report(connector, entries)
            return entries
        } catch let error as AgentError where error.code == "test_failed" {
            await reportFailure(connector.guid, error.message)
            throw error
        }
    }

    /// Removes the credentials of a connector, whether the server knows it still or not.
    public func remove(_ guid: String) async throws {
        guard try store.remove(guid) else { throw Self.noneHeld(guid) }
        await reportFailure(guid, "The credentials were removed.")
    }

    private func tried(_ connector: ConnectorMetadata, _ values: [String: String]) async throws -> [String] {
        let test: ConnectionTest
        do throws(RemotePlace.Refusal) {
            test = try await RemotePlace(connector.type, connector.configuration, values).test()
        } catch {
            throw AgentError(code: "test_failed", message: error.message, exit: .unavailable)
        }
        switch test.outcome {
        case .passed(let entries): return entries.map { displayText($0) }
        case .failed(let reason, let message):
            throw AgentError(code: "test_failed", message: "\(reason.step.words): \(message)", exit: .unavailable)
        }
    }

    private func report(_ connector: ConnectorMetadata, _ entries: [String]) async throws {
        let message =
            "Reached, with \(entries.count == 10 ? "10 or more entries" : NumberText.count(entries.count, "entry", "entries"))."
        try await told {
            try await client.report(
                ReportCapabilityRequest(testSuccessful: true, testMessage: message), connector: connector.guid)
        }
    }

    /// The server answers that it has taken note by refusing; where it is away, the next heartbeat says what is held.
    private func reportFailure(_ guid: String, _ message: String) async {
        do {
            try await client.report(
                ReportCapabilityRequest(testSuccessful: false, testMessage: String(message.prefix(500))),
                connector: guid)
        } catch {
            return
        }
    }

    private func told<Answer>(_ call: () async throws -> Answer) async throws -> Answer {
        do {
            return try await call()
        } catch let error as ServerError {
            throw AgentError(code: error.code, message: error.message, exit: .unavailable)
        }
    }

    private static func noneHeld(_ guid: String) -> AgentError {
        AgentError(
            code: "no_credentials", message: "This agent holds no credentials of \(guid).", exit: .missingInput)
    }
}

extension ConnectionTest.Step {
    /// What failed, for people.
    fileprivate var words: String {
        switch self {
        case .resolves: "The place was not reached"
        case .authenticates: "The place did not let the credentials in"
        case .lists: "The place was reached, but could not be listed"
        }
    }
}
