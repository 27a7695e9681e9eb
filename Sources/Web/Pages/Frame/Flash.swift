import HTML

/// What the last action did, shown once on the page that it redirected to.
struct Flash: Hashable, Sendable {
    /// Good or bad news.
    enum Kind: String, Sendable {
        case done, failed
    }

    var kind: Kind
    var text: String

    var html: HTML {
        let icon: Icon = kind == .done ? .check : .warning
        let role = kind == .done ? "status" : "alert"
        return "<p class=\"flash flash-\(kind.rawValue)\" role=\"\(role)\">\(icon.html)<span>\(text)</span></p>"
    }
}
