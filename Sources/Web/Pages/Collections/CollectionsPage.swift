import Domain
import HTML
import Wire

extension CollectionType {
    /// What people read.
    var title: String { self == .local ? "Local" : rawValue }
}

/// The list of collections.
enum CollectionsPage {
    static func render(_ model: CollectionsModel, frame: PageFrame) -> HTML {
        let create: HTML = """
            <a class="button primary" \(href: PageRoutes.newCollection.path())>\(Icon.plus.html)New collection</a>
            """
        let isNone = model.page.items.isEmpty
        let isBeginning = isNone && !model.isFiltered && model.cursor == nil
        // A list that fits a page and a single agent need no filter.
        let isLong =
            model.isFiltered || model.cursor != nil || model.page.nextCursor != nil || model.choices.options.count > 1
        let content: HTML = """
            \(isLong && !isBeginning ? filters(model) : .empty)\
            \(isBeginning ? empty(model, frame, create) : isNone ? nothing : "<div id=\"collection-list\" data-live>\(table(model, frame))</div>")\(paging(model))
            """
        return frame.render(
            FramedPage(
                title: "Collections", section: .collections, actions: isBeginning ? .empty : create, content: content))
    }

    private static func filters(_ model: CollectionsModel) -> HTML {
        let agent = FilterForm.Select.names("agent", "Agent", model.choices, chosen: model.agent)
        let form = FilterForm(
            target: PageRoutes.collections.path(), search: ("Name or folder", model.search), selects: [agent],
            clear: model.isFiltered ? PageRoutes.collections.path() : nil)
        return "<div class=\"toolbar\">\(form.html)</div>"
    }

    private static var nothing: HTML {
        Parts.empty(
            .collections, "No collection fits", "No name and no folder has that in it.",
            action: "<a class=\"button\" \(href: PageRoutes.collections.path())>All collections</a>")
    }

    private static func paging(_ model: CollectionsModel) -> HTML {
        Parts.paging(
            first: model.cursor.map { _ in model.address() },
            next: model.page.nextCursor.map { model.address(cursor: $0) })
    }

    private static func empty(_ model: CollectionsModel, _ frame: PageFrame, _ create: HTML) -> HTML {
        if model.choices.options.isEmpty {
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
            action: create)
    }

    private static func table(_ model: CollectionsModel, _ frame: PageFrame) -> HTML {
        let states = Dictionary(model.agents.map { ($0.guid, $0) }, uniquingKeysWith: { first, _ in first })
        let rows = model.page.items.map { collection in
            row(collection, collection.boundAgentGuid.flatMap { states[$0] }, frame)
        }
        let columns: [Table.Column] = [
            .init("Name", .main), .init("Agent or connector"), .init("Files", .number), .init("Size", .extraNumber),
            .init("Health"), .init("Last run", .word),
        ]
        return Table(columns: columns, rows: rows).html
    }

    private static func row(_ collection: CollectionDTO, _ agent: AgentDTO?, _ frame: PageFrame) -> [HTML] {
        let statistics = CollectionFigures.statistics(.photostats, of: collection)
        let files = statistics?["total_files"]?.integerValue.map { NumberText.grouped($0) } ?? "–"
        let size = statistics?["total_size"]?.integerValue.map(NumberText.bytes) ?? "–"
        let name = agent?.name ?? collection.boundAgentName ?? collection.connectorName
        let light: HTML? = collection.connectorGuid == nil ? agent.map { AgentState($0).dot } : Icon.connectors.html
        return [
            """
            <a \(href: PageRoutes.collection.path(collection.guid))>\(collection.name)</a>\
            <span class="tag">\(collection.type.title)</span><span class="path">\(collection.location.isEmpty ? "all of it" : collection.location)</span>
            """,
            "<span class=\"agent-name\">\(light)\(name ?? "–")</span>", HTML(text: files), HTML(text: size),
            Parts.health(CollectionFigures.health(collection)),
            Moment.relative(collection.lastRefreshAt, now: frame.now),
        ]
    }
}
