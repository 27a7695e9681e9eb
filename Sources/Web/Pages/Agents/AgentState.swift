import Domain
import HTML
import Wire

/// What an agent is, in one word and one colour.
struct AgentState: Hashable, Sendable {
    /// The word.
    var title: String
    /// The style of its dot.
    var style: String

    init(_ agent: AgentDTO) {
        switch agent.status {
        case .online where agent.paused: (title, style) = ("Paused", "paused")
        case .online where agent.runningJobsCount > 0: (title, style) = ("Running", "running")
        case .online: (title, style) = ("Online", "online")
        case .offline: (title, style) = ("Offline", "offline")
        case .error: (title, style) = ("Error", "error")
        case .revoked: (title, style) = ("Revoked", "revoked")
        }
    }

    /// The dot alone, its meaning in words for those who do not see it.
    var dot: HTML {
        "<span class=\"dot dot-\(style)\" role=\"img\" aria-label=\"\(title)\" title=\"\(title)\"></span>"
    }

    /// Dot and word.
    var badge: HTML {
        "<span class=\"status\"><span class=\"dot dot-\(style)\"></span>\(title)</span>"
    }
}
