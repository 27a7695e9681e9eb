import Dispatch
import TestSupport

@testable import Database

/// An SQLite database whose writer can be held up, so that a test decides which writes become one group.
struct HeldWriter: Sendable {
    typealias Body = @Sendable (any SQLConnection) throws -> Void

    let folder: TemporaryFolder
    let database: SQLiteDatabase
    private let arrivals: AsyncStream<Void>
    private let release = DispatchSemaphore(value: 0)

    init(_ configuration: SQLiteConfiguration = SQLiteConfiguration()) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        arrivals = stream
        folder = try TemporaryFolder()
        database = try SQLiteDatabase(
            path: folder.path + "/test.sqlite", configuration: configuration, onArrival: { _ in continuation.yield() })
        try await database.write { try Note.createTable($0) }
    }

    /// Returns once that many writes wait.
    func waitForQueue(_ count: Int) async {
        var iterator = arrivals.makeAsyncIterator()
        while database.statistics.waiting < count { _ = await iterator.next() }
    }

    /// Runs a body while the writer is held up; the body's writes begin together once it calls the closure it is given.
    func whileHeld<T: Sendable>(_ body: (_ letGo: @Sendable () -> Void) async throws -> T) async throws -> T {
        let release = release
        let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
        async let holding: Void = database.write { _ in
            continuation.finish()
            release.wait()
        }
        for await _ in begun {}
        let value = try await body { release.signal() }
        try await holding
        return value
    }

    /// Has all bodies wait for the writer together, and returns what became of each, in their order.
    func together(_ bodies: [Body]) async throws -> [Result<Void, any Error>] {
        try await whileHeld { letGo in
            await withTaskGroup(of: (Int, Result<Void, any Error>).self) { group in
                for (index, body) in bodies.enumerated() {
                    group.addTask {
                        do {
                            return (index, .success(try await database.write(body)))
                        } catch {
                            return (index, .failure(error))
                        }
                    }
                }
                await waitForQueue(bodies.count)
                letGo()
                var results: [Int: Result<Void, any Error>] = [:]
                for await (index, result) in group { results[index] = result }
                return results.sorted { $0.key < $1.key }.map(\.value)
            }
        }
    }
}

extension Result {
    /// The error, if it is one.
    var error: (any Error)? {
        if case .failure(let error) = self { error } else { nil }
    }
}
