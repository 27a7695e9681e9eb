import NIOCore
import Testing

@testable import safelight_load

@Suite struct RecorderTests {
    private let recorder = Recorder(window: .uptimeNanoseconds(1_000_000_000)..<(.uptimeNanoseconds(3_000_000_000)))

    private func at(_ milliseconds: Int) -> NIODeadline {
        .uptimeNanoseconds(UInt64(milliseconds) * 1_000_000)
    }

    @Test func countsOnlyWhatBeganWithinItsWindow() {
        recorder.record(.claim, from: at(999), to: at(1_500))
        recorder.record(.claim, from: at(1_000), to: at(1_004))
        recorder.record(.claim, from: at(2_999), to: at(3_001))
        recorder.record(.claim, from: at(3_000), to: at(3_001))
        #expect(recorder.outcome().steps["claim"]?.count == 2)
    }

    @Test func givesTheRateOfOperationsThatEndedWithinIt() {
        for milliseconds in [500, 1_000, 1_700, 2_999, 3_000] { recorder.operationEnded(at: at(milliseconds)) }
        let outcome = recorder.outcome()
        #expect(outcome.operations == 3)
        #expect(outcome.rate == 1.5)
    }

    @Test func givesPercentilesInMicroseconds() throws {
        for index in 1...1_000 { recorder.record(.request, from: at(1_500), to: at(1_500 + index)) }
        let found = try #require(recorder.outcome().steps["request"])
        #expect(abs(found.p50 - 500_000) < 1_000)
        #expect(abs(found.p99 - 990_000) < 2_000)
        #expect(found.max >= 999_000)
    }

    @Test func countsFailuresByWhatTheyAre() {
        recorder.fail("claim: 503 busy")
        recorder.fail("claim: 503 busy", count: 2)
        #expect(recorder.outcome().failures == ["claim: 503 busy": 3])
    }
}
