import Domain
import HTML
import Wire

/// The list of collections.
enum CollectionsPage {
    /// - Parameters:
    ///   - page: the collections.
    ///   - cursor: where this page begins; nil is the beginning.
    ///   - agents: for the state of the bound ones.
    static func render(
        _ page: PageDTO<CollectionDTO>, cursor: String? = nil, agents: [AgentDTO], frame: PageFrame
    ) -> HTML {
        let create: HTML = """
            <a class="button primary" \(href: PageRoutes.newCollection.path())>\(Icon.plus.html)New collection</a>
            """
        let paging = Parts.paging(
            first: cursor.map { _ in PageRoutes.collections.path() },
            next: page.nextCursor.map { PageRoutes.collections.path().query(("cursor", $0)) })
        let content = page.items.isEmpty ? empty(agents, frame) : table(page.items, agents, frame) + paging
        return frame.render(
            FramedPage(
                title: "Collections", section: .collections, actions: page.items.isEmpty ? .empty : create,
                content: content))
    }

    private static func empty(_ agents: [AgentDTO], _ frame: PageFrame) -> HTML {
        let collection: HTML = """
            <a class="button primary" \(href: PageRoutes.newCollection.path())>\(Icon.plus.html)New collection</a>
            """
        if agents.isEmpty {
            return Parts.empty(
                .collections, "Begin with an agent",
                """
                An agent is a small program on the machine that holds your photos. It does all the work; \
                your originals stay where they are.
                """,
                action: Parts.agentLink(frame))
        }
        return Parts.empty(
            .collections, "No collection yet",
            "A collection is a folder of photos that one of your agents can read. Create one, then run an analysis.",
            action: collection)
    }

    private static func table(_ collections: [CollectionDTO], _ agents: [AgentDTO], _ frame: PageFrame) -> HTML {
        let states = Dictionary(agents.map { ($0.guid, $0) }, uniquingKeysWith: { first, _ in first })
        let rows = collections.map { collection in
            row(collection, collection.boundAgentGuid.flatMap { states[$0] }, frame)
        }
        return """
            <table class="table"><thead><tr><th scope="col">Name</th><th scope="col">Agent</th>\
            <th scope="col" class="number">Files</th><th scope="col" class="number wide-only">Size</th>\
            <th scope="col">Health</th><th scope="col">Last run</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """
    }

    private static func row(_ collection: CollectionDTO, _ agent: AgentDTO?, _ frame: PageFrame) -> HTML {
        let statistics = CollectionFigures.statistics(.photostats, of: collection)
        let files = statistics?["total_files"]?.integerValue.map { NumberText.grouped($0) } ?? "–"
        let size = statistics?["total_size"]?.integerValue.map(NumberText.bytes) ?? "–"
        let health: HTML? = CollectionFigures.health(collection).map { health in
            let icon: Icon = health.isTrouble ? .warning : .check
            return "<span class=\"health\(health.isTrouble ? " trouble" : "")\">\(icon.html)\(health.text)</span>"
        }
        let name = agent?.name ?? collection.boundAgentName
        let light: HTML? = agent.map { AgentState($0).dot }
        return """
            <tr><td class="main-cell"><a \(href: PageRoutes.collection.path(collection.guid))>\(collection.name)</a>\
            <span class="path">\(collection.location)</span></td>\
            <td><span class="agent-name">\(light)\(name ?? "–")</span></td>\
            <td class="number">\(files)</td><td class="number wide-only">\(size)</td>\
            <td>\(health ?? "<span class=\"none\">–</span>")</td>\
            <td>\(Moment.relative(collection.lastRefreshAt, now: frame.now))</td></tr>
            """
    }
}
