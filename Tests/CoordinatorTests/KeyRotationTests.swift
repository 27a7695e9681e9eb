import Domain
import Store
import Synchronization
import TestDatabases
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite("Rotating the master key")
struct KeyRotationTests {
    private static let (old, new) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
    private static let keys = ["access_key_id": "AKIA", "secret_access_key": "secret"]

    private func coordinator(_ f: Fixture, _ ring: KeyRing) -> Coordinator {
        Coordinator(
            ServiceContext(
                database: f.coordinator.context.database, blobs: f.coordinator.context.blobs, keys: ring,
                time: f.coordinator.context.time, random: f.coordinator.context.random,
                logger: f.coordinator.context.logger))
    }

    private func connector(_ name: String, _ coordinator: Coordinator, by caller: UserCaller) async throws
        -> ConnectorDTO
    {
        try await coordinator.connectors.create(
            CreateConnectorRequest(
                name: name, type: .s3, credentialLocation: .server,
                configuration: ["bucket": "archive", "region": "eu-central-1"], credentials: Self.keys), by: caller)
    }

    /// What a connector's row opens to with one key alone.
    private func opened(_ name: String, _ f: Fixture, with key: [UInt8]) async throws -> [String: String]? {
        let found = try await f.coordinator.context.database.read { tx in
            try ConnectorStore(tx).sealed(underOtherThan: "", after: 0, limit: 1000).first { $0.name == name }
        }
        let connector = try #require(found)
        return KeyRing(current: key).open(try #require(connector.sealedCredentials), for: connector.guid)
    }

    @Test(
        "Everything that rests is encrypted under the new key, more than fits a batch too, and says so",
        .proves("FR-300.2"), arguments: TestEngine.all)
    func rotates(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let ann = try await f.administrator()
            let before = coordinator(f, KeyRing(current: Self.old))
            for number in 0...KeyRotation.batch {
                _ = try await connector("c\(number)", before, by: ann)
            }
            let after = coordinator(f, KeyRing(current: Self.new, older: [Self.old]))
            let outcome = try await KeyRotation(after.context).run()
            #expect(outcome == KeyRotation.Outcome(resealed: KeyRotation.batch + 1, unreadable: [], needed: []))
            for name in ["c0", "c\(KeyRotation.batch)"] {
                #expect(try await opened(name, f, with: Self.new) == Self.keys)
                #expect(try await opened(name, f, with: Self.old) == nil)
            }
            #expect(try await Coordinator.masterKeyID(f.coordinator.context.database) == KeyRing.id(of: Self.new))
            #expect(try await KeyRotation(after.context).run().resealed == 0, "a second time there is nothing to do")
        }
    }

    @Test("What no key opens is named and left as it is, and its key is still needed", arguments: TestEngine.all)
    func unreadable(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let ann = try await f.administrator()
            _ = try await connector("lost", coordinator(f, KeyRing(current: Self.old)), by: ann)
            _ = try await connector("fine", coordinator(f, KeyRing(current: Self.new)), by: ann)
            let outcome = try await KeyRotation(coordinator(f, KeyRing(current: Self.new)).context).run()
            #expect(outcome.resealed == 0 && outcome.unreadable == ["lost"])
            #expect(outcome.needed == [KeyRing.id(of: Self.old)])
            #expect(try await opened("lost", f, with: Self.old) == Self.keys)
        }
    }

    @Test(
        "A job that was handed out before is delivered after, and its key is needed until then",
        arguments: TestEngine.all)
    func openAttempts(_ engine: TestEngine) async throws {
        try await Fixture.run(engine) { f in
            let s = try await f.studio()
            let job = try await s.running()
            let ring = KeyRing(current: Self.new, older: [Fixture.masterKey])
            let outcome = try await KeyRotation(coordinator(f, ring).context).run()
            #expect(outcome.needed == [KeyRing.id(of: Fixture.masterKey)])
            try await s.agent.finish(try Signed(job).completed(["total_files": 1, "total_size": 1]), job)
            #expect(try await KeyRotation(coordinator(f, ring).context).run().needed == [])
        }
    }

    @Test("A server that runs takes the new key into use with its next round, and opens what it is given before")
    func running() async throws {
        try await Fixture.run(.sqlite) { f in
            let ann = try await f.administrator()
            let kept = Kept([Self.old])
            let ring = KeyRing(current: Self.old) { kept.keys }
            let server = coordinator(f, ring)
            let made = try await connector("c", server, by: ann)
            let guid = try #require(ConnectorID(made.guid))
            kept.keys = [Self.new, Self.old]
            let sealed = try KeyRing(current: Self.new).seal(Self.keys, for: guid)
            #expect(ring.currentID == KeyRing.id(of: Self.old))
            #expect(ring.open(sealed, for: guid) == Self.keys, "an id that it does not know makes it look")
            #expect(ring.currentID == KeyRing.id(of: Self.new))

            let other = KeyRing(current: Self.old) { kept.keys }
            _ = try await KeyRotation(coordinator(f, KeyRing(current: Self.new, older: [Self.old])).context).run()
            await coordinator(f, other).sweeps.sweep()
            #expect(other.currentID == KeyRing.id(of: Self.new))
            kept.keys = []
            other.reread()
            #expect(other.holds(KeyRing.id(of: Self.old)), "keys that cannot be read take nothing away")
        }
    }

    /// A file of keys that another process writes.
    private final class Kept: Sendable {
        private let state: Mutex<[[UInt8]]>
        init(_ keys: [[UInt8]]) { state = Mutex(keys) }
        var keys: [[UInt8]] {
            get { state.withLock { $0 } }
            set { state.withLock { $0 = newValue } }
        }
    }
}
