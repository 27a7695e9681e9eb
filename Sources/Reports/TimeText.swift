import Domain

/// Times as a report shows them: it is a file that is read anywhere, so they are in UTC and say so.
enum TimeText {
    /// For example `2026-01-31 08:05 UTC`.
    static func minutes(_ instant: Timestamp) -> String {
        instant.description.prefix(16).replacing("T", with: " ") + " UTC"
    }
}
