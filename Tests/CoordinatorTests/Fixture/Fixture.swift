#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import Database
import Domain
import Logging
import Store
import TestDatabases
import TestSupport
import Wire

@testable import Coordinator

/// A whole coordinator over a real database and real files, with a clock that a test moves by hand.
final class Fixture: Sendable {
    let place: TestPlace
    let time: ManualTime
    let random: RepeatableRandom
    let database: any SQLDatabase
    let blobs: any BlobStore
    let coordinator: Coordinator

    static let masterKey = [UInt8](repeating: 7, count: 32)
    static let password = "correct horse battery"

    private init(
        _ place: TestPlace, _ time: ManualTime, _ random: RepeatableRandom, blobs: (any BlobStore)? = nil,
        counter: StatementCounter? = nil
    ) throws {
        self.place = place
        self.time = time
        self.random = random
        let database = try place.open()
        self.database = database
        self.blobs = try blobs ?? FolderBlobStore(folder: place.folder.path + "/blobs")
        let context = ServiceContext(
            database: counter.map { CountingDatabase(database, $0) } ?? database, blobs: self.blobs,
            keys: KeyRing(current: Self.masterKey), time: time, random: random,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        coordinator = Coordinator(context, passwords: Passwords(random: random, rounds: 16))
    }

    /// Runs a test on a fresh server, and closes it afterwards.
    static func run(
        _ engine: TestEngine, blobs: (any BlobStore)? = nil, counter: StatementCounter? = nil,
        _ test: (Fixture) async throws -> Void
    ) async throws {
        try await engine.withPlace { place in
            let fixture = try Fixture(place, ManualTime(), RepeatableRandom(), blobs: blobs, counter: counter)
            _ = try await Coordinator.migrate(fixture.database)
            try await test(fixture)
            try await fixture.close()
        }
    }

    /// Runs a test on two servers of one fresh database and one folder of blobs; nothing else connects them.
    static func pair(_ engine: TestEngine, _ test: (Fixture, Fixture) async throws -> Void) async throws {
        try await engine.withPlace { place in try await pair(at: place, test) }
    }

    static func pair(at place: TestPlace, _ test: (Fixture, Fixture) async throws -> Void) async throws {
        let time = ManualTime()
        let first = try Fixture(place, time, RepeatableRandom())
        let second = try Fixture(place, time, RepeatableRandom(seed: 2))
        _ = try await Coordinator.migrate(first.database)
        try await test(first, second)
        try await first.close()
        try await second.close()
    }

    /// Runs a test on two servers that hear each other's events.
    static func connectedPair(_ engine: TestEngine, _ test: (Fixture, Fixture) async throws -> Void) async throws {
        try await pair(engine) { first, second in
            let channel = SharedChannel()
            let relays = [first, second].map {
                EventRelay($0.coordinator.context, channel: channel, time: SystemTime())
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for relay in relays { group.addTask { try await relay.run() } }
                while !(first.coordinator.context.events.isComplete && second.coordinator.context.events.isComplete) {
                    await Task.yield()
                }
                try await test(first, second)
                group.cancelAll()
            }
        }
    }

    /// Ends this server and starts another over the same folder, as after a crash: nothing in memory survives.
    func restarted(_ test: (Fixture) async throws -> Void) async throws {
        try await database.close()
        let next = try Fixture(place, time, random)
        try await test(next)
        try await next.close()
    }

    /// Returns once so many claims wait at this server.
    func waitForClaims(_ count: Int = 1) async {
        while coordinator.claims.waiting < count { await Task.yield() }
    }

    /// Closes the database; a second time it does nothing.
    func close() async throws {
        try await database.close()
    }

    /// The code of the refusal that a call meets; nil where it is accepted.
    func refusal(_ body: () async throws -> Void) async throws -> String? {
        do {
            try await body()
            return nil
        } catch let error as CoordinatorError {
            return "\(error.kind.rawValue) \(error.code)"
        }
    }

    /// Runs a statement straight on the database.
    func execute(_ sql: String, _ arguments: [any SQLValueConvertible & Sendable] = []) async throws {
        try await database.write { tx in _ = try tx.execute(sql, arguments) }
    }

    /// The number in the first column `n` of a query.
    func count(_ sql: String, _ arguments: [any SQLValueConvertible & Sendable] = []) async throws -> Int {
        try await database.read { tx in Int(try tx.first(sql, arguments)?.integer("n") ?? -1) }
    }

    /// The text in the first column `t` of a query.
    func text(_ sql: String, _ arguments: [any SQLValueConvertible & Sendable] = []) async throws -> String? {
        try await database.read { tx in try tx.first(sql, arguments)?.optionalText("t") }
    }

    /// One round of what the server does by itself.
    func sweep(after duration: Duration = .zero) async {
        time.advance(by: duration)
        await coordinator.sweeps.sweep()
    }
}

extension Fixture {
    /// The blobs that there are, as FOLDER/NAME.
    func files() throws -> [String] {
        let root = place.folder.path + "/blobs"
        return try FileManager.default.contentsOfDirectory(atPath: root).sorted().flatMap { part in
            try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(part)").sorted().map { "\(part)/\($0)" }
        }
    }
}
