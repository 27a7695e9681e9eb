import Domain
import Testing

@testable import Reports

@Suite struct TimeTextTests {
    @Test func timesAreInUTCAndSaySo() {
        #expect(TimeText.minutes(Timestamp(milliseconds: 0)) == "1970-01-01 00:00 UTC")
    }
}
