import Domain
import Testing

/// Numbers, sizes and times as people read them.
@Suite struct NumberTextTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345"),
        (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func digitsAreGrouped(number: Int, text: String) {
        #expect(NumberText.grouped(number) == text)
    }

    @Test(
        arguments: [
            (0, "0 bytes"), (1, "1 byte"), (1023, "1,023 bytes"), (1024, "1 KiB"), (1536, "1.5 KiB"),
            (10_240, "10 KiB"),
            (1_048_575, "1 MiB"), (1_048_576, "1 MiB"), (5_368_709_120, "5 GiB"), (1_099_511_627_776, "1 TiB"),
            (.max, "8 EiB"),
        ] as [(Int64, String)])
    func sizesAreInBinaryUnits(bytes: Int64, text: String) {
        #expect(NumberText.bytes(bytes) == text)
    }

    @Test(
        arguments: [
            (0, "0 s"), (0.0004, "1 ms"), (0.044, "44 ms"), (0.44, "440 ms"), (0.96, "1 s"), (9.94, "9.9 s"),
            (9.99, "10 s"), (59.6, "1 min"),
            (59.4, "59 s"), (60, "1 min"), (3599, "59 min 59 s"),
            (7500, "2 h 5 min"), (90_000, "1 d 1 h"), (8.64e9, "100,000 d"),
            (-1, "0 s"), (.nan, "0 s"), (.infinity, "0 s"),
        ] as [(Double, String)])
    func durationsAreShort(seconds: Double, text: String) {
        #expect(NumberText.duration(seconds: seconds) == text)
    }

    @Test func wordsFollowTheirNumber() {
        #expect(NumberText.count(1, "file") == "1 file")
        #expect(NumberText.count(0, "file") == "0 files")
        #expect(NumberText.count(2000, "image lacks", "images lack") == "2,000 images lack")
    }

    @Test func sharesAreRoundedDown() {
        #expect(
            NumberText.percent(99.96) == "99%" && NumberText.percent(140) == "100%" && NumberText.percent(-1) == "0%")
    }
}
