import Domain
import HTML
import Wire

/// What runs, what waits and what has ended.
enum JobsPage {
    static func render(_ model: JobsModel, frame: PageFrame) -> HTML {
        let notice: HTML =
            model.view == .active && !model.hasOnlineAgent && !model.page.items.isEmpty
            ? Parts.notice(.warning, "No agent is online: jobs wait until one is. \(agentsLink)") : ""
        let list =
            model.page.items.isEmpty && (model.view == .done || !model.filter.isEmpty || model.cursor != nil)
            ? empty(model)
            : JobRow.list(model.page.items, source: model.path(cursor: model.cursor), frame: frame)
                + placeholder(model)
        let paging = Parts.paging(
            first: model.cursor.map { _ in model.path() }, next: model.page.nextCursor.map { model.path(cursor: $0) })
        return frame.render(
            FramedPage(
                title: "Jobs", section: .jobs,
                content: """
                    <div class="toolbar">\(tabs(model))\(filters(model))</div>
                    \(notice)\(JobRow.actionForm(frame))\(list)\(paging)
                    """))
    }

    private static var agentsLink: HTML { "<a \(href: PageRoutes.agents.path())>See the agents</a>" }

    /// Stands below an empty active list, which may fill while one looks; the style sheet hides it then.
    private static func placeholder(_ model: JobsModel) -> HTML {
        "<div class=\"when-empty\">\(empty(model))</div>"
    }

    private static func empty(_ model: JobsModel) -> HTML {
        guard model.filter.isEmpty else {
            return Parts.empty(
                .jobs, "No job fits this filter", "Widen it, or look at the other list.",
                action: "<a class=\"button\" \(href: unfiltered(model))>Clear the filter</a>")
        }
        let link: HTML = "<a class=\"button primary\" \(href: PageRoutes.collections.path())>Go to the collections</a>"
        let text: HTML = "Jobs start from a collection: open one and choose Run."
        return Parts.empty(.jobs, model.view == .active ? "Nothing to do" : "No job has ended yet", text, action: link)
    }

    /// The same part of the list with all that is in it.
    private static func unfiltered(_ model: JobsModel) -> RoutePath { JobsModel(view: model.view, page: .none).path() }

    private static func tabs(_ model: JobsModel) -> HTML {
        let tabs = JobsModel.View.allCases.map { view -> HTML in
            let current: HTML = view == model.view ? " aria-current=\"page\"" : ""
            return "<a \(href: model.path(view: view))\(current)>\(view.title)\(count(model.counts[view]))</a>"
        }
        return "<nav class=\"tabs\" id=\"parts\" data-live aria-label=\"Part of the list\">\(tabs)</nav>"
    }

    private static func count(_ count: Int?) -> HTML? {
        count.map { count in
            let more = count > JobsModel.countLimit ? "+" : ""
            return " <small>\(NumberText.grouped(min(count, JobsModel.countLimit)))\(more)</small>"
        }
    }

    private static func filters(_ model: JobsModel) -> HTML {
        let statuses = model.view.statuses.map { Choice.Option(value: $0.rawValue, title: $0.title) }
        return FilterForm(
            target: PageRoutes.jobs.path(), part: ("view", model.view.rawValue),
            selects: [
                .init(
                    name: "status", label: "Status", all: "Any status", options: statuses,
                    chosen: model.filter.status?.rawValue),
                .tool(model.filter.tool),
                .names("collection", "Collection", model.collections, chosen: model.filter.collection),
                .names("agent", "Agent", model.agents, chosen: model.filter.agent),
            ], clear: model.filter.isEmpty ? nil : unfiltered(model)
        ).html
    }
}

extension PageDTO {
    /// A page with nothing on it.
    static var none: PageDTO { PageDTO(items: []) }
}
