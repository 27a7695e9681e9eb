import Wire

/// The entries of the left column. Agents have none: the badge in the top bar is the only way there (FR-600.8–10).
enum Section: String, CaseIterable, Sendable {
    case dashboard, collections, jobs, results, pipelines, settings

    var title: String {
        switch self {
        case .dashboard: "Dashboard"
        case .collections: "Collections"
        case .jobs: "Jobs"
        case .results: "Results"
        case .pipelines: "Pipelines"
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
        case .settings: .settings
        }
    }

    /// The letter that leads here after `g`.
    var key: String { String(rawValue.prefix(1)) }

    var path: RoutePath {
        switch self {
        case .dashboard: PageRoutes.dashboard.path()
        case .collections: PageRoutes.collections.path()
        case .jobs: PageRoutes.jobs.path()
        case .results: PageRoutes.results.path()
        case .pipelines: PageRoutes.pipelines.path()
        case .settings: PageRoutes.settings.path()
        }
    }
}
