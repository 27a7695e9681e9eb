import Domain
import TestSupport
import Testing

@Suite("Manual time", .timeLimit(.minutes(5)))
struct ManualTimeTests {
    private let time = ManualTime()

    @Test("It stands still until it is moved, and then moves by exactly that")
    func standsStill() {
        let start = time.now()
        #expect(start.description == "2026-01-02T03:04:05.678Z")
        #expect(time.now() == start)
        time.advance(by: .milliseconds(1))
        time.advance(by: .seconds(90))
        #expect(time.now() - start == .milliseconds(90_001))
        #expect(ManualTime(Timestamp(milliseconds: 7)).now().milliseconds == 7)
    }

    @Test("Sleeping until now or earlier returns at once")
    func past() async throws {
        try await time.sleep(until: time.now())
        try await time.sleep(for: .seconds(-5))
    }

    @Test("A sleeper wakes when its instant is reached, not a millisecond before")
    func wakes() async throws {
        let sleeper = Task { [time] in  // awaited below
            try await time.sleep(for: .seconds(10))
            return time.now()
        }
        await time.waitForSleepers()
        let start = time.now()
        time.advance(by: .milliseconds(9_999))
        await time.waitForSleepers()
        time.advance(by: .milliseconds(1))
        #expect(try await sleeper.value - start == .seconds(10))
    }

    @Test("One advance wakes all that are due, and leaves the others")
    func several() async throws {
        let sleepers = (1...5).map { seconds in
            Task { [time] in try await time.sleep(for: .seconds(seconds)) }  // awaited below
        }
        await time.waitForSleepers(5)
        time.advance(by: .seconds(3))
        for sleeper in sleepers.prefix(3) { try await sleeper.value }
        await time.waitForSleepers(2)
        time.advance(by: .seconds(2))
        for sleeper in sleepers { try await sleeper.value }
    }

    @Test("Who waits for sleepers is told once there are enough, not before")
    func watchers() async throws {
        let both = Task { [time] in await time.waitForSleepers(2) }  // awaited below
        let sleepers = (1...2).map { _ in
            Task { [time] in try await time.sleep(for: .seconds(1)) }  // awaited below
        }
        await both.value
        time.advance(by: .seconds(1))
        for sleeper in sleepers { try await sleeper.value }
    }

    @Test("A cancelled sleeper throws and is gone; the others sleep on")
    func cancelled() async throws {
        let gone = Task { [time] in try await time.sleep(for: .seconds(1)) }  // awaited below
        let stays = Task { [time] in try await time.sleep(for: .seconds(1)) }  // awaited below
        await time.waitForSleepers(2)
        gone.cancel()
        await #expect(throws: CancellationError.self) { try await gone.value }
        await time.waitForSleepers(1)
        time.advance(by: .seconds(1))
        try await stays.value
    }

    @Test("A task that was cancelled before it sleeps does not sleep")
    func cancelledBefore() async {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let sleeper = Task { [time] in  // awaited below
            for await _ in gate {}
            try await time.sleep(for: .seconds(1))
        }
        sleeper.cancel()
        opener.finish()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }

    @Test("The repeatable random source gives the same bytes for the same seed, and others for another")
    func repeatableRandom() {
        #expect(RepeatableRandom(seed: 4).bytes(37) == RepeatableRandom(seed: 4).bytes(37))
        #expect(RepeatableRandom(seed: 4).bytes(37) != RepeatableRandom(seed: 5).bytes(37))
        #expect([0, 1, 7, 8, 9].map { RepeatableRandom().bytes($0).count } == [0, 1, 7, 8, 9])
        #expect([0, 1, 7, 8, 9].map { SystemRandom().bytes($0).count } == [0, 1, 7, 8, 9])
        let random = RepeatableRandom()
        let fractions = (0..<1000).map { _ in random.fraction() }
        #expect(fractions.allSatisfy { (0..<1).contains($0) })
        #expect(Set(fractions).count > 990)
    }
}
