import Domain
import Wire

/// The list of jobs as it was asked for.
struct JobsModel: Sendable {
    /// Which part of the list.
    enum View: String, CaseIterable, Sendable {
        case active, done

        var title: String { self == .active ? "Active" : "Done" }

        /// The statuses that belong to it.
        var statuses: [JobStatus] {
            JobStatus.allCases.filter { $0.isEnded == (self == .done) }
        }
    }

    /// What the list is narrowed to; nil is everything.
    struct Filter: Hashable, Sendable {
        var status: JobStatus?
        var tool: Tool?
        var collection: String?
        var agent: String?

        var isEmpty: Bool { self == Filter() }
    }

    var view = View.active
    var filter = Filter()
    /// Where this page of the list begins; nil is the beginning.
    var cursor: String?
    var page: PageDTO<JobDTO>
    /// How many jobs each part has, counted up to `countLimit`.
    var counts: [View: Int] = [:]
    /// Choices of the filters, guid and name.
    var collections = NamedChoices()
    var agents = NamedChoices()
    /// Whether any agent is online; without one nothing starts.
    var hasOnlineAgent = true

    /// Beyond this many it is not counted how many more there are.
    static let countLimit = 1000

    /// The address of this list, or of another part of it.
    func path(view: View? = nil, cursor: String? = nil) -> RoutePath {
        let view = view ?? self.view
        let status = filter.status.flatMap { view.statuses.contains($0) ? $0.rawValue : nil }
        return PageRoutes.jobs.path().query(
            ("view", view == .active ? nil : view.rawValue), ("status", status), ("tool", filter.tool?.rawValue),
            ("collection", filter.collection), ("agent", filter.agent), ("cursor", cursor))
    }
}
