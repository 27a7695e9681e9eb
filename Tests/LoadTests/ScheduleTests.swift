import NIOCore
import Testing

@testable import safelight_load

@Suite struct ScheduleTests {
    @Test(arguments: [1.0, 50, 333.3, 9_999.9])
    func keepsItsRateWithoutDrifting(rate: Double) {
        let schedule = Schedule(start: .uptimeNanoseconds(1_000), rate: rate)
        for index in [0, 1, 7, 1_000, 1_000_000] {
            let expected = Double(index) / rate * 1e9
            let found = Double((schedule.due(index) - schedule.start).nanoseconds)
            #expect(abs(found - expected) < 1)
        }
    }

    @Test func neverGoesBack() {
        let schedule = Schedule(start: .uptimeNanoseconds(5), rate: 7_777)
        #expect((0..<10_000).allSatisfy { schedule.due($0) < schedule.due($0 + 1) })
    }
}
