import Wire

/// The entries of the left column. Agents have none: the badge in the top bar is the only way there (FR-600.8–10).
enum Section: String, CaseIterable, Sendable {
    case dashboard, collections, jobs, results, pipelines, connectors, settings

    var title: String {
        switch self {
        case .dashboard: "Dashboard"
        case .collections: "Collections"
        case .jobs: "Jobs"
        case .results: "Results"
        case .pipelines: "Pipelines"
        case .connectors: "Connectors"
        case .settings: "Settings"
        }
    }

    var icon: Icon {
        switch self {
        case .dashboard: .dashboard
        case .collections: .collections
        case .jobs: .jobs
        case .results: .results
        case .pipelines: .pipelines
        case .connectors: .connectors
        case .settings: .settings
        }
    }

    /// The letter that leads here after `g`: the first that no other has.
    var key: String { self == .connectors ? "n" : String(rawValue.prefix(1)) }

    var path: RoutePath {
        switch self {
        case .dashboard: PageRoutes.dashboard.path()
        case .collections: PageRoutes.collections.path()
        case .jobs: PageRoutes.jobs.path()
        case .results: PageRoutes.results.path()
        case .pipelines: PageRoutes.pipelines.path()
        case .connectors: PageRoutes.connectors.path()
        case .settings: PageRoutes.settings.path()
        }
    }
}
