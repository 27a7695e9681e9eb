/// Numbers, sizes and durations as people read them: the same on pages, in reports and on the command line.
public enum NumberText {
    /// Digits in groups of three, for example `1,234,567`.
    public static func grouped(_ number: some BinaryInteger) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A number with its word, for example `1 file`, `2 files`; a plural that is not made by an s is given.
    public static func count(_ number: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
    }

    /// Bytes in binary units, with one decimal below 100, for example `0 bytes`, `1 KiB`, `1.5 KiB`, `24 GiB`.
    public static func bytes(_ bytes: Int64) -> String {
        let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        guard bytes >= 1024 else { return count(max(bytes, 0), "byte") }
        var value = Double(bytes) / 1024
        var unit = 0
        while value >= 1023.95, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return "\(decimal(value)) \(units[unit])"
    }

    /// A length of time by its two largest units, for example `440 ms`, `1.5 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d`.
    public static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds > 0 else { return "0 s" }
        if seconds < 0.95 { return "\(max(1, Int((seconds * 1000).rounded()))) ms" }
        if seconds < 9.95 { return "\(decimal(seconds)) s" }
        let whole = Int(min(seconds, 1e12).rounded())
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3600: return pair(whole / 60, "min", whole % 60, "s")
        case ..<86_400: return pair(whole / 3600, "h", whole / 60 % 60, "min")
        default: return pair(whole / 86_400, "d", whole / 3600 % 24, "h")
        }
    }

    /// A length of time by its two largest units.
    public static func duration(_ duration: Duration) -> String { self.duration(seconds: duration.inSeconds) }

    /// A share of 100 without decimals, rounded down so that 100 means done, for example `42%`.
    public static func percent(_ share: Double) -> String {
        "\(Int(min(max(share, 0), 100)))%"
    }

    private static func pair(_ first: Int, _ firstUnit: String, _ second: Int, _ secondUnit: String) -> String {
        second == 0 ? "\(grouped(first)) \(firstUnit)" : "\(grouped(first)) \(firstUnit) \(second) \(secondUnit)"
    }

    private static func decimal(_ value: Double) -> String {
        guard value < 100 else { return grouped(Int(value.rounded())) }
        let tenths = Int((value * 10).rounded())
        return tenths.isMultiple(of: 10) ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }
}
