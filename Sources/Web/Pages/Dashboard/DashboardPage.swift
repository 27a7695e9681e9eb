import Domain
import HTML
import Wire

/// The first page: how the archive is, what runs, what came of it, and what asks for attention.
enum DashboardPage {
    static func render(_ model: DashboardModel, frame: PageFrame) -> HTML {
        let page: HTML = """
            \(JobRow.actionForm(frame))
            <div class="columns\(" urgent", if: model.isUrgent)">
            <div>\(health(model))\(running(model, frame))\(results(model, frame))</div>
            <aside>\(attention(model, frame))</aside>
            </div>
            """
        return frame.render(FramedPage(title: "Dashboard", section: .dashboard, content: page))
    }

    private static func health(_ model: DashboardModel) -> HTML {
        let none = Parts.notice(
            .info,
            "<p>Nothing is known of the archive yet. Open a collection and run a tool: its health shows here.</p>")
        let content = model.figures.isEmpty ? none : Parts.keyFigures(model.figures)
        return Parts.section("Archive", id: "archive", "<div id=\"health\" data-live>\(content)</div>")
    }

    private static func running(_ model: DashboardModel, _ frame: PageFrame) -> HTML {
        let list = JobRow.list(model.running, source: PageRoutes.dashboard.path(), frame: frame)
        let none: HTML = "<p class=\"when-empty hint\">Nothing runs now.</p>"
        let waiting =
            model.waiting > DashboardModel.countedWaiting
            ? "more than \(DashboardModel.countedWaiting) wait" : "\(NumberText.count(model.waiting, "job")) waiting"
        let link: HTML = "<a \(href: PageRoutes.jobs.path())>\(model.waiting == 0 ? "All jobs" : waiting)</a>"
        return Parts.section(
            "Running now", id: "running", link: "<span id=\"waiting\" data-live>\(link)</span>", list + none)
    }

    private static func results(_ model: DashboardModel, _ frame: PageFrame) -> HTML {
        let table: HTML =
            model.results.isEmpty
            ? "<p class=\"hint\">A result stands here when a run has ended well.</p>"
            : ResultsPage.table(model.results, namesCollection: true, frame: frame)
        return Parts.section(
            "Last results", id: "results", link: "<a \(href: PageRoutes.results.path())>All results</a>",
            "<div id=\"result-list\" data-live>\(table)</div>")
    }

    private static func attention(_ model: DashboardModel, _ frame: PageFrame) -> HTML {
        let agents = model.troubledAgents.map { agent -> HTML in
            """
            <li>\(Icon.warning.html)<div><p><a \(href: PageRoutes.agent.path(agent.guid))>\(agent.name)</a> \(AgentState(agent).title)</p>\
            <p class="meta">\(NumberText.count(agent.boundCollectionsCount, "collection")) can only be run there. \
            \(agent.errorMessage ?? "")</p></div></li>
            """
        }
        let failures = model.failed.map { job -> HTML in
            """
            <li>\(Icon.warning.html)<div><p><a \(href: PageRoutes.job.path(job.guid))>\(job.tool.title) on \
            \(job.collectionName)</a> failed</p><p class="meta">\(job.errorMessage ?? "") \
            \(Moment.relative(job.completedAt ?? job.createdAt, now: frame.now))</p></div></li>
            """
        }
        let connectors = model.wantingConnectors.map { connector -> HTML in
            """
            <li>\(Icon.warning.html)<div><p><a \(href: PageRoutes.connector.path(connector.guid))>\(connector.name)</a></p>\
            <p class="meta">No agent holds working credentials of this connector.</p></div></li>
            """
        }
        let calm: HTML = """
            <p class="hint">Nothing. Agents that are away, jobs that failed and connectors without credentials show here.</p>
            """
        let list: HTML = "<ul class=\"warnings\">\(agents)\(connectors)\(failures)</ul>"
        let content = model.isUrgent ? list : calm
        return """
            <section class="card" aria-labelledby="attention-title"><h2 id="attention-title">Needs attention</h2>\
            <div id="attention" data-live>\(content)</div></section>
            """
    }
}
