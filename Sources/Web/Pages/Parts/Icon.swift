import HTML

/// Our own icons: 24 units square, drawn in lines of one weight, one sprite on each page.
enum Icon: String, CaseIterable, Sendable {
    case logo, dashboard, collections, jobs, results, pipelines, settings, bell, agents, menu, close, check, cross,
        clock,
        spinner, warning,
        info, copy
    case plus, more, download, external, sun, moon, monitor, folder, play, pause, retry, stop, edit, move, trash, key
    case signOut, keyboard, connectors

    /// The icon in a line of text; what it means stands beside it in words.
    var html: HTML {
        "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-\(rawValue)\"/></svg>"
    }

    /// All icons, to stand once on each page.
    static let sprite: HTML = {
        let symbols = allCases.map { icon -> HTML in
            "<symbol id=\"i-\(icon.rawValue)\" viewBox=\"0 0 24 24\">\(icon.shape)</symbol>"
        }
        return "<svg class=\"sprite\" aria-hidden=\"true\">\(symbols)</svg>"
    }()

    private var shape: HTML { frameShape ?? statusShape ?? actionShape }

    private var frameShape: HTML? {
        switch self {
        case .logo: "<circle cx=\"12\" cy=\"10\" r=\"6\"/><path d=\"M12 16v5M8 21h8M12 7a3 3 0 0 1 3 3\"/>"
        case .dashboard:
            """
            <rect x="3" y="3" width="8" height="10" rx="2"/><rect x="13" y="3" width="8" height="6" rx="2"/>\
            <rect x="13" y="11" width="8" height="10" rx="2"/><rect x="3" y="15" width="8" height="6" rx="2"/>
            """
        case .collections: "<rect x=\"3\" y=\"8\" width=\"18\" height=\"12\" rx=\"2\"/><path d=\"M6 5h12M8 2h8\"/>"
        case .jobs: "<path d=\"M4 6h3M4 12h3M4 18h3M11 6h9M11 12h9M11 18h6\"/>"
        case .results: "<path d=\"M4 3v18h17M8 16v-4M13 16V7M18 16v-6\"/>"
        case .pipelines:
            """
            <circle cx="5" cy="12" r="2.5"/><circle cx="19" cy="5" r="2.5"/><circle cx="19" cy="19" r="2.5"/>\
            <path d="M7.5 12H10q2 0 2.6-2l.8-3q.6-2 2.6-2M10 12q2 0 2.6 2l.8 3q.6 2 2.6 2"/>
            """
        case .settings:
            """
            <path d="M3 7h9M18 7h3M3 17h3M12 17h9"/><circle cx="15" cy="7" r="3"/><circle cx="9" cy="17" r="3"/>
            """
        case .bell: "<path d=\"M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4\"/>"
        case .agents:
            """
            <rect x="3" y="4" width="18" height="7" rx="2"/><rect x="3" y="13" width="18" height="7" rx="2"/>\
            <path d="M7 7.5h.01M7 16.5h.01M12 7.5h5M12 16.5h5"/>
            """
        case .connectors:
            """
            <path d="M9 7V3M15 7V3M6 7h12v4a6 6 0 0 1-12 0zM12 17v4"/>
            """
        case .keyboard:
            """
            <rect x="2" y="6" width="20" height="12" rx="2"/>\
            <path d="M6 10h.01M10 10h.01M14 10h.01M18 10h.01M8 14h8"/>
            """
        case .menu: "<path d=\"M4 6h16M4 12h16M4 18h16\"/>"
        case .sun:
            """
            <circle cx="12" cy="12" r="4"/>\
            <path d="M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5 19 19M5 19l1.5-1.5M17.5 6.5 19 5"/>
            """
        case .moon: "<path d=\"M20 14A8.5 8.5 0 0 1 10 4a8.5 8.5 0 1 0 10 10z\"/>"
        case .monitor: "<rect x=\"3\" y=\"4\" width=\"18\" height=\"12\" rx=\"2\"/><path d=\"M12 16v4M8 20h8\"/>"
        default: nil
        }
    }

    private var statusShape: HTML? {
        switch self {
        case .check: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"m8 12.5 2.8 2.8L16 9.5\"/>"
        case .cross: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"m9 9 6 6M15 9l-6 6\"/>"
        case .clock: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 7v5l3 2\"/>"
        case .spinner: "<circle class=\"faint\" cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 3a9 9 0 0 1 9 9\"/>"
        case .stop: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M8 12h8\"/>"
        case .warning: "<path d=\"M12 3.5 22 20.5H2zM12 10v4.5M12 17.5h.01\"/>"
        case .info: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 11v5M12 8h.01\"/>"
        default: nil
        }
    }

    private var actionShape: HTML {
        switch self {
        case .close: "<path d=\"m6 6 12 12M18 6 6 18\"/>"
        case .copy: "<rect x=\"9\" y=\"9\" width=\"12\" height=\"12\" rx=\"2\"/><path d=\"M5 15H3V3h12v2\"/>"
        case .plus: "<path d=\"M12 5v14M5 12h14\"/>"
        case .more: "<path d=\"M5 12h.01M12 12h.01M19 12h.01\"/>"
        case .download: "<path d=\"M12 3v12M7 10l5 5 5-5M4 21h16\"/>"
        case .external: "<path d=\"M14 4h6v6M20 4l-9 9M18 14v6H4V6h6\"/>"
        case .folder: "<path d=\"M3 19V5h6l2 3h10v11z\"/>"
        case .play: "<path d=\"M7 4v16l13-8z\"/>"
        case .pause: "<path d=\"M8 5v14M16 5v14\"/>"
        case .retry: "<path d=\"M20 12a8 8 0 1 1-2.5-5.8L20 8.5M20 3v5.5h-5.5\"/>"
        case .edit: "<path d=\"m4 20 1-4L16 5l3 3L8 19z\"/>"
        case .move: "<path d=\"M4 8h15l-4-4M20 16H5l4 4\"/>"
        case .trash: "<path d=\"M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6\"/>"
        case .key: "<circle cx=\"8\" cy=\"15\" r=\"4\"/><path d=\"m11 12 9-9M16 7l3 3\"/>"
        case .signOut: "<path d=\"M10 4H4v16h6M9 12h12M17 8l4 4-4 4\"/>"
        default: .empty
        }
    }
}
