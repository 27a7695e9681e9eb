/// Light or dark, as a person chose it; the cookie holds the raw value.
enum Theme: String, CaseIterable, Sendable {
    case system, light, dark

    /// What people read.
    var title: String {
        switch self {
        case .system: "System"
        case .light: "Light"
        case .dark: "Dark"
        }
    }

    var icon: Icon {
        switch self {
        case .system: .monitor
        case .light: .sun
        case .dark: .moon
        }
    }
}
