import Synchronization
import TestSupport
import Testing

@testable import Coordinator

@Suite("Work that takes long", .timeLimit(.minutes(4)))
struct HeavyWorkTests {
    /// Pieces of work that go on until they are let go.
    private final class Pieces: Sendable {
        private struct State {
            var running = 0
            var most = 0
            var done = 0
            var held: [CheckedContinuation<Void, Never>] = []
        }

        private let state = Mutex(State())

        var running: Int { state.withLock { $0.running } }
        var most: Int { state.withLock { $0.most } }
        var done: Int { state.withLock { $0.done } }

        func work() async {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    state.running += 1
                    state.most = max(state.most, state.running)
                    state.held.append(continuation)
                }
            }
        }

        func letOneGo() async {
            while state.withLock({ $0.held.isEmpty }) { await Task.yield() }
            state.withLock { state in
                state.running -= 1
                state.done += 1
                return state.held.removeFirst()
            }.resume()
        }
    }

    @Test("So many go on at once, the others in line, and each is done")
    func limited() async throws {
        let (work, pieces) = (HeavyWork(atOnce: 2), Pieces())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { try await work.run { await pieces.work() } } }
            while pieces.running < 2 || work.waiting < 18 { await Task.yield() }
            for _ in 0..<20 { await pieces.letOneGo() }
            try await group.waitForAll()
        }
        #expect(pieces.most == 2 && pieces.done == 20 && work.waiting == 0)
    }

    @Test("Who is cancelled leaves the line, and its turn goes to the next")
    func cancelled() async throws {
        let (work, pieces) = (HeavyWork(atOnce: 1), Pieces())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work.run { await pieces.work() } }
            while pieces.running < 1 { await Task.yield() }
            // The test awaits both.
            let leaves = Task { try await work.run { Issue.record("It had left") } }
            while work.waiting < 1 { await Task.yield() }
            group.addTask { try await work.run { await pieces.work() } }
            while work.waiting < 2 { await Task.yield() }
            leaves.cancel()
            await #expect(throws: CancellationError.self) { try await leaves.value }
            for _ in 0..<2 { await pieces.letOneGo() }
            try await group.waitForAll()
        }
        #expect(pieces.done == 2)
    }

    @Test("A piece that fails says so, and takes nobody's turn with it")
    func failing() async throws {
        struct Failure: Error {}
        let work = HeavyWork(atOnce: 1)
        await #expect(throws: Failure.self) { try await work.run { throw Failure() } }
        #expect(try await work.run { 7 } == 7)
    }
}
