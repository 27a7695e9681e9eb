/// Numbers as people read them, the same in every report: digits grouped, sizes in binary units.
public enum NumberText {
    /// For example `1,234,567`.
    public static func grouped(_ number: some BinaryInteger) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// For example `0 bytes`, `1 byte`, `1.5 KiB`, `24 GiB`: one decimal below ten, none above.
    public static func bytes(_ count: Int64) -> String {
        guard count >= 1024 else { return count == 1 ? "1 byte" : "\(count) bytes" }
        let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var value = Double(count) / 1024
        var unit = 0
        while value >= 1023.5, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        let tenths = Int((value * 10).rounded())
        let text = tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : grouped(Int(value.rounded()))
        return "\(text) \(units[unit])"
    }

    /// For example `440 ms`, `1.5 s`, `12 s`, `3 min 20 s`, `2 h 5 min`.
    public static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds > 0 else { return "0 s" }
        if seconds < 0.95 { return "\(max(1, Int((seconds * 1000).rounded()))) ms" }
        if seconds < 9.95 {
            let tenths = Int((seconds * 10).rounded())
            return "\(tenths / 10).\(tenths % 10) s"
        }
        let whole = Int(min(seconds, 1e12).rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(grouped(whole / 3600)) h \(whole / 60 % 60) min"
    }

    /// A number with its word, for example `1 file`, `2 files`.
    public static func count(_ number: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
    }
}
