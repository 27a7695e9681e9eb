import Domain
import HTML
import Wire

/// The list of results as it was asked for.
struct ResultsModel: Sendable {
    /// Newest first.
    var page: PageDTO<ResultDTO>
    /// What the list is narrowed to; nil is everything.
    var tool: Tool?
    var collection: String?
    /// Where this page of the list begins; nil is the beginning.
    var cursor: String?
    /// The collections to choose from, guid and name.
    var collections = NamedChoices()

    var isFiltered: Bool { tool != nil || collection != nil }

    /// The address of this list.
    func path(cursor: String? = nil) -> RoutePath {
        PageRoutes.results.path().query(("tool", tool?.rawValue), ("collection", collection), ("cursor", cursor))
    }
}

/// The list of results.
enum ResultsPage {
    static func render(_ model: ResultsModel, frame: PageFrame) -> HTML {
        let paging = Parts.paging(
            first: model.cursor.map { _ in model.path() }, next: model.page.nextCursor.map { model.path(cursor: $0) })
        let list =
            model.page.items.isEmpty ? empty(model) : table(model.page.items, namesCollection: true, frame: frame)
        let isUnused = model.page.items.isEmpty && !model.isFiltered
        return frame.render(
            FramedPage(
                title: "Results", section: .results,
                content: isUnused
                    ? list
                    : """
                    <div class="toolbar">\(filters(model))</div><div id="results" data-live>\(list)</div>\(paging)
                    """))
    }

    private static func filters(_ model: ResultsModel) -> HTML {
        FilterForm(
            target: PageRoutes.results.path(),
            selects: [
                .tool(model.tool),
                .names("collection", "Collection", model.collections, chosen: model.collection),
            ], clear: model.isFiltered ? PageRoutes.results.path() : nil
        ).html
    }

    private static func empty(_ model: ResultsModel) -> HTML {
        guard !model.isFiltered else {
            return Parts.empty(
                .results, "No result fits this filter", "Widen it, or run the tool.",
                action: "<a class=\"button\" \(href: PageRoutes.results.path())>Clear the filter</a>")
        }
        let link: HTML = "<a class=\"button primary\" \(href: PageRoutes.collections.path())>Go to the collections</a>"
        return Parts.empty(
            .results, "No result yet", "Open a collection and run a tool: its result stands here.", action: link)
    }

    /// Results, one in a row.
    static func table(_ results: [ResultDTO], namesCollection: Bool, frame: PageFrame) -> HTML {
        let columns: [Table.Column] = [
            .init("Result", .main), .init("Health"), .init("Agent", .extra), .init("Files seen", .number),
            .init("Took", .extraNumber), .init("When", .word),
        ]
        return Table(columns: columns, rows: results.map { row($0, namesCollection: namesCollection, frame) }).html
    }

    private static func row(_ result: ResultDTO, namesCollection: Bool, _ frame: PageFrame) -> [HTML] {
        let collection: HTML = namesCollection ? " <span class=\"on\">of</span> \(result.collectionName)" : ""
        let unchanged: HTML = result.noChangeOf == nil ? "" : "<span class=\"tag\">No change</span>"
        return [
            "<a \(href: PageRoutes.result.path(result.guid))>\(result.tool.title)\(collection)</a>\(unchanged)",
            Parts.health(result.figures.flatMap { CollectionFigures.health(of: [(result.tool, $0)]) }),
            "<span class=\"agent-name\">\(result.agentName ?? "–")</span>",
            HTML(text: result.filesProcessed.map { NumberText.grouped($0) } ?? "–"),
            HTML(text: result.durationSeconds.map { NumberText.duration(.seconds($0)) } ?? "–"),
            Moment.relative(result.createdAt, now: frame.now),
        ]
    }
}
