import Domain
import Store

/// Puts all that rests under older master keys under the one in use. FR-300.2
public struct KeyRotation: Sendable {
    /// What came of it.
    public struct Outcome: Hashable, Sendable {
        /// How many connectors' credentials were encrypted anew.
        public var resealed = 0
        /// The names of connectors whose credentials no key on the ring opens.
        public var unreadable: [String] = []
        /// The ids of the keys, other than the one in use, that something was still made with.
        public var needed: Set<String> = []
    }

    /// Connectors that one transaction looks at.
    static let batch = 100
    private let context: ServiceContext

    /// The rotation over a context.
    public init(_ context: ServiceContext) {
        self.context = context
    }

    /// Encrypts the credentials of all connectors under the key in use, tells every server of the database which key that is,
    /// and finds out which older ones are still needed. May be run again at any time, and while servers run.
    public func run() async throws -> Outcome {
        let keyID = context.keys.currentID
        var outcome = Outcome()
        var row: Int64 = 0
        while let last = try await reseal(after: row, keyID, &outcome) { row = last }
        outcome.needed = try await context.database.write { tx in
            try TeamStore(tx).setFact(Coordinator.masterKeyFact, keyID)
            return try ConnectorStore(tx).keyIDs().union(try AttemptStore(tx).openKeyIDs()).subtracting([keyID])
        }
        return outcome
    }

    /// - Returns: the last row that was looked at; nil at the end.
    private func reseal(after row: Int64, _ keyID: String, _ outcome: inout Outcome) async throws -> Int64? {
        let connectors = try await context.database.read { tx in
            try ConnectorStore(tx).sealed(underOtherThan: keyID, after: row, limit: Self.batch)
        }
        var fresh: [(row: Int64, old: SealedCredentials, new: SealedCredentials)] = []
        for connector in connectors {
            guard let old = connector.sealedCredentials else { continue }
            if let credentials = context.keys.open(old, for: connector.guid) {
                fresh.append((connector.rowID, old, try context.keys.seal(credentials, for: connector.guid)))
            } else {
                outcome.unreadable.append(connector.name)
            }
        }
        try await context.database.write { [fresh] tx in
            for item in fresh { try ConnectorStore(tx).reseal(row: item.row, from: item.old, to: item.new) }
        }
        outcome.resealed += fresh.count
        return connectors.last?.rowID
    }
}
