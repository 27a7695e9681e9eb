import Domain
import TestSupport
import Testing

@testable import AgentRuntime

@Suite struct BackoffTests {
    /// Always gives the largest fraction.
    private struct Highest: RandomSource {
        func bytes(_ count: Int) -> [UInt8] { Array(repeating: 255, count: count) }
    }

    @Test(.proves("NFR-200.2")) func doublesUpToAMinuteAndNeverEnds() {
        var backoff = Backoff(random: Highest())
        let waits = (0..<9).map { _ in backoff.next().inSeconds.rounded() }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60])
        for _ in 0..<1000 { #expect(backoff.next() <= .seconds(60)) }
    }

    @Test func spreadsOverTheWholeStep() {
        let random = RepeatableRandom()
        let waits = (0..<200).map { _ -> Double in
            var backoff = Backoff(random: random)
            return backoff.next().inSeconds
        }
        #expect(waits.allSatisfy { (0..<1).contains($0) })
        #expect(waits.contains { $0 < 0.2 } && waits.contains { $0 > 0.8 })
    }

    @Test func obeysTheServerAndBeginsAgain() {
        var backoff = Backoff(random: Highest())
        #expect(backoff.next(after: .seconds(90)) == .seconds(90))
        #expect(backoff.failures == 1)
        backoff.reset()
        #expect(backoff.next().inSeconds.rounded() == 1)
    }

    @Test func keepsToItsCeiling() {
        var backoff = Backoff(ceiling: .seconds(5), random: Highest())
        #expect((0..<20).map { _ in backoff.next() }.allSatisfy { $0 <= .seconds(5) })
    }
}
