import Domain
import HTML
import Wire

/// One collection: what is known of it, its runs and results, and the form to start one.
enum CollectionPage {
    static func render(_ model: CollectionModel, frame: PageFrame) -> HTML {
        let page: HTML = """
            \(CollectionDialogs.render(model, frame: frame))
            \(JobRow.actionForm(frame))
            <div class="columns collection">
            <div>\(figures(model, frame))\(runs(model, frame))\(results(model, frame))</div>
            <aside>\(RunForm.render(model, frame: frame))\(facts(model, frame))</aside>
            </div>
            """
        return frame.render(
            FramedPage(
                title: model.collection.name, section: .collections,
                trail: [("Collections", PageRoutes.collections.path())], actions: actions(model), content: page))
    }

    private static func actions(_ model: CollectionModel) -> HTML {
        Dialog.opener("edit", on: model.path, label: "\(Icon.edit.html)Edit")
            + Dialog.opener("delete", on: model.path, label: "\(Icon.trash.html)Delete")
    }

    private static func figures(_ model: CollectionModel, _ frame: PageFrame) -> HTML {
        let known = Tool.allCases.compactMap { tool -> (Tool, [KeyFigure])? in
            if let trend = model.trends.first(where: { $0.tool == tool }) {
                return (tool, CollectionFigures.of(tool, course: trend.points.map(\.figures)))
            }
            return CollectionFigures.statistics(tool, of: model.collection).map {
                (tool, CollectionFigures.of(tool, $0))
            }
        }
        let parts = known.map { tool, figures -> HTML in
            known.count == 1
                ? Parts.keyFigures(figures)
                : "<h2 class=\"figures-title\">\(tool.title)</h2>\(Parts.keyFigures(figures))"
        }
        let none = Parts.notice(.info, "<p>Nothing is known of this collection yet. Run a tool to see its figures.</p>")
        let content = parts.isEmpty ? none : HTML(joining: parts)
        return "<div id=\"figures\" data-live>\(content)</div>"
    }

    private static func runs(_ model: CollectionModel, _ frame: PageFrame) -> HTML {
        let all: HTML = """
            <a \(href: PageRoutes.jobs.path().query(("view", "done"), ("collection", model.collection.guid)))>All runs</a>
            """
        let list = JobRow.list(model.jobs, source: model.path, frame: frame)
        let none: HTML = "<p class=\"when-empty hint\">No run yet.</p>"
        return Parts.section("Runs", id: "runs", link: model.jobs.isEmpty ? .empty : all, list + none)
    }

    private static func results(_ model: CollectionModel, _ frame: PageFrame) -> HTML {
        let all: HTML = """
            <a \(href: PageRoutes.results.path().query(("collection", model.collection.guid)))>All results</a>
            """
        let table: HTML =
            model.results.isEmpty
            ? "<p class=\"hint\">A result stands here when a run has ended well.</p>"
            : ResultsPage.table(model.results, namesCollection: false, frame: frame)
        return Parts.section(
            "Results", id: "results", link: model.results.isEmpty ? .empty : all,
            "<div id=\"result-list\" data-live>\(table)</div>")
    }

    private static func agent(_ model: CollectionModel) -> (name: String, value: HTML) {
        let agent = model.agents.first { $0.guid == model.collection.boundAgentGuid }
        let state: HTML? = agent.map { "\(AgentState($0).dot)" }
        let name = agent?.name ?? model.collection.boundAgentName ?? "none"
        let link: HTML =
            agent.map { "<a \(href: PageRoutes.agent.path($0.guid))>\(name)</a>" } ?? HTML(text: name)
        return ("Agent", "<span class=\"agent-name\">\(state)\(link)</span>")
    }

    private static func connector(_ collection: CollectionDTO) -> (name: String, value: HTML) {
        let path = PageRoutes.connector.path(collection.connectorGuid ?? "")
        return ("Connector", "<a \(href: path)>\(collection.connectorName ?? "")</a>")
    }

    private static func facts(_ model: CollectionModel, _ frame: PageFrame) -> HTML {
        let collection = model.collection
        var facts = [collection.connectorGuid == nil ? agent(model) : connector(collection)]
        facts.append(("Type", HTML(text: collection.type.title)))
        let folder: HTML = collection.location.isEmpty ? "all of it" : "<code>\(collection.location)</code>"
        facts.append(("Folder", folder))
        if let pipeline = model.pipelines.first(where: { $0.guid == collection.pipelineGuid }) {
            facts.append(("Pipeline", "<a \(href: PageRoutes.pipeline.path(pipeline.guid))>\(pipeline.name)</a>"))
        }
        facts += [
            ("Last run", Moment.relative(collection.lastRefreshAt, now: frame.now))
        ]
        if let next = collection.nextRefreshAt { facts.append(("Next run", Moment.relative(next, now: frame.now))) }
        facts.append(("Created", Moment.relative(collection.createdAt, now: frame.now)))
        return "<div id=\"facts\" data-live>\(Parts.facts(facts))</div>"
    }
}
