import HTML
import Wire

/// The parts of the settings, each a page of its own.
enum SettingsPart: String, CaseIterable, Sendable {
    case files, cameras, methods, team, tokens, password, about

    var title: String {
        switch self {
        case .files: "File types"
        case .cameras: "Cameras"
        case .methods: "Processing methods"
        case .team: "Team"
        case .tokens: "API tokens"
        case .password: "Password"
        case .about: "About"
        }
    }

    var path: RoutePath {
        switch self {
        case .files: PageRoutes.fileSettings.path()
        case .cameras: PageRoutes.cameraSettings.path()
        case .methods: PageRoutes.methodSettings.path()
        case .team: PageRoutes.teamSettings.path()
        case .tokens: PageRoutes.tokenSettings.path()
        case .password: PageRoutes.passwordSettings.path()
        case .about: PageRoutes.about.path()
        }
    }

    /// The page of a part.
    func render(frame: PageFrame, actions: HTML = .empty, _ content: HTML) -> HTML {
        let tabs = Self.allCases.map { part -> HTML in
            let current: HTML = part == self ? " aria-current=\"page\"" : ""
            return "<a \(href: part.path)\(current)>\(part.title)</a>"
        }
        return frame.render(
            FramedPage(
                title: title, section: .settings, trail: [("Settings", PageRoutes.settings.path())], actions: actions,
                content: """
                    <nav class="tabs settings-tabs" aria-label="Settings">\(tabs)</nav>
                    \(content)
                    """))
    }
}
