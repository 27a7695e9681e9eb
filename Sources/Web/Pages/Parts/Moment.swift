import Domain
import HTML

/// Instants and running clocks. `relative-time.js` keeps them up to date and gives the reader's zone on hover.
enum Moment {
    /// How long ago, or in how long, with the exact time on hover.
    static func relative(_ instant: Timestamp, now: Timestamp) -> HTML {
        """
        <time data-relative datetime="\(instant.description)" title="\(exact(instant))">\
        \(words(instant - now))</time>
        """
    }

    /// The same, or a dash where there is no instant.
    static func relative(_ instant: Timestamp?, now: Timestamp) -> HTML {
        instant.map { relative($0, now: now) } ?? "<span class=\"none\">–</span>"
    }

    /// The time since an instant, counting on.
    static func elapsed(since start: Timestamp, now: Timestamp) -> HTML {
        "<span data-elapsed=\"\(start.description)\">\(NumberText.duration(wholeSeconds(now - start)))</span>"
    }

    /// `2026-01-31 08:05:09 UTC`.
    static func exact(_ instant: Timestamp) -> String {
        let text = instant.description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }

    /// The words that `relative-time.js` uses too.
    static func words(_ distance: Duration) -> String {
        let seconds = abs(distance.components.seconds)
        guard seconds >= 5 else { return "just now" }
        // What lies ahead is rounded up: a token that lasts a day does not begin with 23 h.
        func whole(_ unit: Int64) -> Int64 { distance < .zero ? seconds / unit : (seconds + unit - 1) / unit }
        let amount: String
        switch seconds {
        case ..<60: amount = "\(seconds) s"
        case ..<3600: amount = "\(whole(60)) min"
        case ..<86_400: amount = "\(whole(3600)) h"
        default: amount = NumberText.count(whole(86_400), "day")
        }
        return distance < .zero ? "\(amount) ago" : "in \(amount)"
    }

    private static func wholeSeconds(_ duration: Duration) -> Duration {
        .seconds(max(0, duration.components.seconds))
    }
}
