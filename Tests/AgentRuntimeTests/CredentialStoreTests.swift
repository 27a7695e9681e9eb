import Domain
import Synchronization
import TestSupport
import Testing

@testable import AgentRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("The store of credentials", .proves("NFR-300.4"))
struct CredentialStoreTests {
    private static let one = "con_01890000000000000000000001", two = "con_01890000000000000000000002"
    private let folder: TemporaryFolder
    private let home: AgentHome

    init() throws {
        folder = try TemporaryFolder()
        home = AgentHome(path: folder.path + "/home", environment: [:])
    }

    private func entry(_ secret: String, _ name: String = "Bucket") -> HeldCredentials.Entry {
        .init(
            name: name, type: .s3, credentials: ["access_key_id": Secret("AKIA"), "secret_access_key": Secret(secret)],
            testedAt: Timestamp(milliseconds: 1_700_000_000_123))
    }

    private func store(_ passphrase: String? = nil) -> CredentialStore {
        // The usual power takes seconds where nothing is optimised.
        CredentialStore(home, passphrase: passphrase.map(Secret.init), power: 10)
    }

    private var file: String { home.path + "/credentials.enc" }

    private func bytes(_ path: String) throws -> [UInt8] { try DurableFile.read(path) }

    private func setMode(_ mode: Int, of path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// The word of the error that reading ends with; nil where it does not.
    private func refusal(_ store: CredentialStore) -> String? {
        do throws(AgentError) {
            _ = try store.read()
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        "keeps what it was given, for one connector after another, and gives it back",
        arguments: [nil, "a pass phrase"])
    func keeps(_ passphrase: String?) throws {
        let store = store(passphrase)
        #expect(try store.read().connectors.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: file))
        try store.save(entry("first", "Ünïcode \"<&>"), for: Self.one)
        try store.save(entry("second"), for: Self.two)
        try store.save(entry("third"), for: Self.two)
        let held = try store.read()
        #expect(held.connectors == [Self.one, Self.two])
        #expect(held.credentials(of: Self.two) == ["access_key_id": "AKIA", "secret_access_key": "third"])
        #expect(held.entries[Self.one]?.name == "Ünïcode \"<&>")
        #expect(held.entries[Self.one]?.testedAt == Timestamp(milliseconds: 1_700_000_000_123))
        #expect(try store.remove(Self.one) && !store.remove(Self.one))
        #expect(try store.read().connectors == [Self.two])
        let text = String(decoding: try bytes(file), as: UTF8.self)
        #expect(!text.contains("third") && !text.contains("AKIA"))
    }

    @Test("is for this user's eyes only, and refused where it is not")
    func permissions() throws {
        try store().save(entry("secret"), for: Self.one)
        let key = home.path + "/store.key"
        #expect(try mode(of: file) == 0o600 && mode(of: key) == 0o600 && mode(of: home.path) == 0o700)
        let before = try bytes(file)
        for (path, wrong, right) in [(file, 0o640, 0o600), (key, 0o604, 0o600), (home.path, 0o770, 0o700)] {
            try setMode(wrong, of: path)
            #expect(refusal(store()) == "store_open_to_others", "\(path)")
            #expect(throws: AgentError.self) { try store().save(entry("other"), for: Self.two) }
            try setMode(right, of: path)
        }
        #expect(try bytes(file) == before && refusal(store()) == nil)
    }

    @Test("notices damage in every byte, says which kind, and leaves the file as it is", arguments: [nil, "x"])
    func damage(_ passphrase: String?) throws {
        let store = store(passphrase)
        try store.save(entry("secret"), for: Self.one)
        let whole = try bytes(file)
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 0x40
            try DurableFile.replace(file, with: damaged, mode: 0o600)
            let word = refusal(store)
            #expect(word == "store_damaged" || word == "store_key", "\(place): \(word ?? "read")")
            #expect(throws: AgentError.self) { try store.save(entry("new"), for: Self.two) }
            #expect(try bytes(file) == damaged)
        }
        for count in [0, 3, 29, 30, 41, whole.count - 1] {
            try DurableFile.replace(file, with: Array(whole.prefix(count)), mode: 0o600)
            #expect(refusal(store) == "store_damaged", "\(count) bytes")
        }
        try DurableFile.replace(file, with: whole, mode: 0o600)
        #expect(refusal(store) == nil)
    }

    @Test("tells a wrong key, a wrong passphrase and the other kind of either from damage")
    func wrongKeys() throws {
        try store().save(entry("secret"), for: Self.one)
        let key = home.path + "/store.key"
        let right = try bytes(key)
        #expect(refusal(store("a passphrase")) == "store_key")
        try DurableFile.replace(key, with: right.map { $0 ^ 1 }, mode: 0o600)
        #expect(refusal(store()) == "store_key")
        try DurableFile.replace(key, with: [1, 2, 3], mode: 0o600)
        #expect(refusal(store()) == "store_key")
        try FileManager.default.removeItem(atPath: key)
        #expect(refusal(store()) == "store_key")
        // A new key is not made over credentials that only the old one opens.
        #expect(throws: AgentError.self) { try store().save(entry("new"), for: Self.two) }
        #expect(!FileManager.default.fileExists(atPath: key))
        try DurableFile.replace(key, with: right, mode: 0o600)
        #expect(refusal(store()) == nil)
        try FileManager.default.removeItem(atPath: file)
        try store("right").save(entry("secret"), for: Self.one)
        #expect(refusal(store("right")) == nil)
        #expect(refusal(store("wrong")) == "store_key")
        #expect(refusal(store()) == "store_key")
    }

    @Test("takes the usual power for a passphrase, and none that is too small or too great")
    func powers() throws {
        let seal = try CredentialSeal.seal(
            [1, 2, 3], with: .passphrase(Secret("x")), salt: Array(repeating: 7, count: 16))
        #expect(seal[5] == 16)
        #expect(try CredentialSeal.open(seal, with: .passphrase(Secret("x"))) == [1, 2, 3])
        for power: UInt8 in [1, 9, 21, 63, 255] {
            var changed = seal
            changed[5] = power
            #expect(throws: CredentialSeal.Problem.damaged) {
                try CredentialSeal.open(changed, with: .passphrase(Secret("x")))
            }
        }
    }

    @Test("loses nothing that several write at once")
    func writers() async throws {
        let guids = (0..<16).map { "con_018900000000000000000000\($0 + 10)" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for guid in guids { group.addTask { try store().save(entry(guid), for: guid) } }
            try await group.waitForAll()
        }
        #expect(try store().read().connectors == guids.sorted())
    }

    @Test("a running agent sees each change, and a file that came to be open to others")
    func cache() throws {
        let cache = CredentialCache(store())
        #expect(try cache.read().connectors.isEmpty)
        try store().save(entry("secret"), for: Self.one)
        #expect(try cache.read().connectors == [Self.one])
        try store().save(entry("other"), for: Self.one)
        #expect(try cache.read().credentials(of: Self.one)?["secret_access_key"] == "other")
        try setMode(0o644, of: file)
        #expect(throws: AgentError.self) { try cache.read() }
        try setMode(0o600, of: file)
        #expect(try store().remove(Self.one))
        #expect(try cache.read().connectors.isEmpty)
    }

    @Test("a secret shows nowhere")
    func hides() {
        let entry = entry("do not tell")
        var dumped = ""
        dump(entry, to: &dumped)
        for text in ["\(entry)", String(reflecting: entry), dumped, "\(Secret("do not tell"))", "\([entry])"] {
            #expect(!text.contains("do not tell"))
        }
    }
}
