import Crypto
import Domain
import Synchronization
import Wire

/// The master keys: the one in use, and older ones for as long as something was made with them. Reads them again where a key
/// is asked for that it does not know: another process may have put it there.
public final class KeyRing: Sendable, CustomStringConvertible {
    private struct State {
        var keys: [String: [UInt8]]
        var currentID: String

        init(_ ring: [[UInt8]]) {
            keys = Dictionary(ring.map { (KeyRing.id(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
            currentID = ring.first.map(KeyRing.id) ?? ""
        }
    }

    private let state: Mutex<State>
    private let reading: (@Sendable () throws -> [[UInt8]])?

    /// A ring from 32-byte keys, the one in use first.
    /// - Parameter reading: reads them anew, in the same order; nil where they cannot change while the process runs.
    /// - Precondition: there is at least one.
    public init(current: [UInt8], older: [[UInt8]] = [], reading: (@Sendable () throws -> [[UInt8]])? = nil) {
        state = Mutex(State([current] + older))
        self.reading = reading
    }

    /// The id of the key in use: the first 16 hex digits of its SHA-256.
    public var currentID: String { state.withLock { $0.currentID } }

    /// Whether the key of an id is on the ring.
    public func holds(_ keyID: String) -> Bool { key(keyID) != nil }

    /// Takes over what the keys are now; keeps those it has where they cannot be read.
    public func reread() {
        // What is wrong with them is said where they are made and where a server starts.
        guard let ring = try? reading?(), !ring.isEmpty else { return }
        state.withLock { $0 = State(ring) }
    }

    private func key(_ keyID: String) -> [UInt8]? {
        if let key = state.withLock({ $0.keys[keyID] }) { return key }
        reread()
        return state.withLock { $0.keys[keyID] }
    }

    /// The secret that signs the end of an attempt. Source: protocol.md, *Signature*; FR-520.4.
    /// - Returns: 32 bytes; nil where the key of that id is not on the ring.
    public func signingSecret(keyID: String, job: JobID, attempt: Int, agent: AgentID) -> [UInt8]? {
        derive(keyID, info: "safelight/result/v1\n\(job)\n\(attempt)\n\(agent)")
    }

    /// The token that a session's forms carry. Needs no storage: it follows from the session's own hash.
    func csrfToken(sessionHash: String) -> String {
        Base64URL.encode(derive(currentID, info: "safelight/csrf/v1\n\(sessionHash)") ?? [])
    }

    /// Encrypts credentials for the time that they rest: AES-256-GCM under a key that follows from the master key in use,
    /// bound to the connector that they are for.
    func seal(_ credentials: [String: String], for connector: ConnectorID) throws -> SealedCredentials {
        let currentID = currentID
        let bytes = CanonicalJSON.encode(.object(credentials.mapValues(JSONValue.string)))
        let box = try AES.GCM.seal(
            bytes, using: SymmetricKey(data: derive(currentID, info: Self.credentialsInfo) ?? []),
            authenticating: Array(connector.description.utf8))
        // Nil only for nonces of another length than the usual one.
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return SealedCredentials(text: Base64URL.encode(Array(combined)), keyID: currentID)
    }

    /// The credentials of a connector; nil where the key is not on the ring, or where they were sealed for another one or
    /// changed since.
    func open(_ sealed: SealedCredentials, for connector: ConnectorID) -> [String: String]? {
        guard let key = derive(sealed.keyID, info: Self.credentialsInfo), let bytes = Base64URL.decode(sealed.text),
            // Whatever is wrong with what is stored, it opens nothing.
            let box = try? AES.GCM.SealedBox(combined: bytes),
            let opened = try? AES.GCM.open(
                box, using: SymmetricKey(data: key), authenticating: Array(connector.description.utf8)),
            // Nothing else was ever sealed.
            let members = try? JSONParser.parse(Array(opened)).objectValue
        else { return nil }
        return members.compactMapValues(\.stringValue)
    }

    private static let credentialsInfo = "safelight/credentials/v1"

    private func derive(_ keyID: String, info: String) -> [UInt8]? {
        key(keyID).map { key in
            let derived = HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: key), info: Array(info.utf8), outputByteCount: 32)
            return derived.withUnsafeBytes(Array.init)
        }
    }

    /// The id of a key.
    public static func id(of key: [UInt8]) -> String {
        String(Checksum(of: key).description.prefix(16))
    }

    /// Never the keys.
    public var description: String { "•••" }
}
