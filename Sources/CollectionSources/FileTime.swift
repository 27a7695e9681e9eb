/// Times of files as a listing has them.
enum FileTime {
    /// The milliseconds since the Unix epoch in which a date has a year of four digits, as RFC 3339 wants it.
    private static let datable: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// Milliseconds since the Unix epoch, rounded down.
    ///
    /// Some file systems keep any 64 bits that a program sets: what no date can say is the nearest that one can.
    static func milliseconds(seconds: Int64, nanoseconds: Int64) -> Int64 {
        guard seconds >= datable.lowerBound / 1000 else { return datable.lowerBound }
        guard seconds <= datable.upperBound / 1000 else { return datable.upperBound }
        return seconds * 1000 + max(0, min(nanoseconds, 999_999_999)) / 1_000_000
    }
}
