import Domain
import TestSupport
import Testing

@Suite("Timestamp")
struct TimestampTests {
    @Test(
        "Texts and their instants",
        arguments: [
            ("1970-01-01T00:00:00.000Z", 0), ("1970-01-01T00:00:00.001Z", 1), ("1969-12-31T23:59:59.999Z", -1),
            ("2026-01-02T03:04:05.678Z", 1_767_323_045_678), ("2000-02-29T00:00:00.000Z", 951_782_400_000),
            ("1900-03-01T00:00:00.000Z", -2_203_891_200_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("0000-01-01T00:00:00.000Z", -62_167_219_200_000), ("2024-12-31T23:59:59.000Z", 1_735_689_599_000),
        ] as [(String, Int64)])
    func known(text: String, milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test(
        "Other ways to write 2026-01-02T03:04:05.600Z",
        arguments: [
            "2026-01-02t03:04:05.6z", "2026-01-02 03:04:05.60Z", "2026-01-02T03:04:05.600999Z",
            "2026-01-02T04:04:05.6+01:00",
            "2026-01-01T22:34:05.6-04:30", "2026-01-03T03:03:05.6+23:59", "2026-01-02T03:04:05.6-00:00",
            "2026-01-02T03:04:05.6000000000000000000000001Z",
        ])
    func otherForms(text: String) {
        #expect(Timestamp(text)?.description == "2026-01-02T03:04:05.600Z")
    }

    @Test("A leap second counts as the next second; without a fraction there are no milliseconds")
    func leapSecond() {
        #expect(Timestamp("2016-12-31T23:59:60Z") == Timestamp("2017-01-01T00:00:00Z"))
        #expect(Timestamp("2026-01-02T03:04:05Z")?.description == "2026-01-02T03:04:05.000Z")
    }

    @Test(
        "What is no time",
        arguments: [
            "", "2026", "2026-01-02", "2026-01-02T03:04Z", "2026-01-02T03:04:05", "2026-01-02T03:04:05.Z",
            "2026-1-2T3:4:5Z",
            "2026-01-02T24:00:00Z", "2026-01-02T03:60:00Z", "2026-01-02T03:04:61Z", "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z", "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-02T03:04:05Z ", " 2026-01-02T03:04:05Z",
            "2026-01-02T03:04:05+1:00", "2026-01-02T03:04:05+0100", "2026-01-02T03:04:05+24:00",
            "2026-01-02T03:04:05+01:60",
            "2026-01-02T03:04:05ZZ", "-026-01-02T03:04:05Z", "2026-01-02_03:04:05Z", "２026-01-02T03:04:05Z", "now",
        ])
    func refused(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("Leap years are every fourth, but of full centuries only every fourth", arguments: 1890...2110)
    func leapYears(year: Int) {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        #expect((Timestamp("\(year)-02-29T12:00:00Z") != nil) == isLeap)
    }

    @Test("Every day of 800 years is one day after the one before, and reads back")
    func everyDay() {
        let first = Timestamp("1700-01-01T00:00:00Z") ?? Timestamp(milliseconds: 0)
        var previous = ""
        for day in 0..<292_194 {
            let instant = first + .seconds(86_400 * day)
            let text = instant.description
            if text <= previous || Timestamp(text) != instant { Issue.record("\(text) after \(previous)") }
            previous = text
        }
        #expect(previous == "2499-12-31T00:00:00.000Z")
    }

    @Test("Random instants read back, sort as their texts do, and codable is the text", arguments: 1...4)
    func roundTrip(seed: Int) throws {
        var random = RepeatableRandom(seed: UInt64(seed))
        let range: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
        for _ in 0..<2000 {
            let left = Timestamp(milliseconds: Int64.random(in: range, using: &random))
            let right = Timestamp(milliseconds: Int64.random(in: range, using: &random))
            #expect(Timestamp(left.description) == left)
            #expect((left < right) == (left.description < right.description))
            #expect(right + (left - right) == left)
            #expect(right - (right - left) == left)
            #expect(left.description.utf8.count == 24)
        }
    }

    @Test("An offset moves the instant by itself", arguments: 1...4)
    func offsets(seed: Int) throws {
        var random = RepeatableRandom(seed: UInt64(seed))
        for _ in 0..<500 {
            let minutes = Int64.random(in: -1439...1439, using: &random)
            let instant = Timestamp(milliseconds: Int64.random(in: 0...4_000_000_000_000, using: &random))
            let local = (instant + .seconds(60 * minutes)).description.dropLast()
            let (hours, rest) = minutes.magnitude.quotientAndRemainder(dividingBy: 60)
            let offset = "\(minutes < 0 ? "-" : "+")\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest)"
            #expect(Timestamp(local + offset) == instant)
        }
    }

    @Test("Whole seconds round down, also before 1970; durations lose what is less than a millisecond")
    func arithmetic() {
        #expect(Timestamp(milliseconds: 1999).seconds == 1)
        #expect(Timestamp(milliseconds: -1).seconds == -1)
        #expect(Timestamp(milliseconds: -1000).seconds == -1)
        let instant = Timestamp(milliseconds: 10)
        #expect(instant + .microseconds(1999) == Timestamp(milliseconds: 11))
        #expect(instant - .seconds(1) == Timestamp(milliseconds: -990))
        #expect(Timestamp(milliseconds: 5) - instant == .milliseconds(-5))
        #expect(Duration.milliseconds(1500).inSeconds == 1.5)
        #expect(Duration.milliseconds(-1500).wholeMilliseconds == -1500)
    }
}
