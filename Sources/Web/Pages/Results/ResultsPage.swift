import Domain
import HTML
import Wire

/// The list of results.
enum ResultsPage {
    /// - Parameters:
    ///   - page: the results, newest first.
    ///   - collection: the guid of the one that the list is narrowed to.
    ///   - cursor: where this page begins; nil is the beginning.
    static func render(
        _ page: PageDTO<ResultDTO>, collection: String? = nil, cursor: String? = nil, frame: PageFrame
    ) -> HTML {
        let path = PageRoutes.results.path().query(("collection", collection))
        let clear: HTML? = collection.map { _ in
            "<a class=\"button\" \(href: PageRoutes.results.path())>All collections</a>"
        }
        let link: HTML = "<a class=\"button primary\" \(href: PageRoutes.collections.path())>Go to the collections</a>"
        let empty = Parts.empty(
            .results, "No result yet", "Open a collection and run a tool: its result stands here.", action: link)
        let paging = Parts.paging(
            first: cursor.map { _ in path }, next: page.nextCursor.map { path.query(("cursor", $0)) })
        return frame.render(
            FramedPage(
                title: "Results", section: .results, actions: clear ?? .empty,
                content: page.items.isEmpty ? empty : table(page.items, namesCollection: true, frame: frame) + paging))
    }

    /// Results, one in a row.
    static func table(_ results: [ResultDTO], namesCollection: Bool, frame: PageFrame) -> HTML {
        let rows = results.map { row($0, namesCollection: namesCollection, frame) }
        return """
            <table class="table"><thead><tr><th scope="col">Result</th><th scope="col">Agent</th>\
            <th scope="col" class="number">Files seen</th><th scope="col" class="number wide-only">Took</th>\
            <th scope="col">When</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """
    }

    private static func row(_ result: ResultDTO, namesCollection: Bool, _ frame: PageFrame) -> HTML {
        let collection: HTML = namesCollection ? " <span class=\"on\">of</span> \(result.collectionName)" : ""
        let unchanged: HTML = result.noChangeOf == nil ? "" : "<span class=\"tag\">No change</span>"
        let files = result.filesProcessed.map { NumberText.grouped($0) } ?? "–"
        let took = result.durationSeconds.map { NumberText.duration(.seconds($0)) } ?? "–"
        return """
            <tr><td class="main-cell"><a \(href: PageRoutes.result.path(result.guid))>\(result.tool.title)\(collection)</a>\
            \(unchanged)</td><td>\(result.agentName ?? "–")</td><td class="number">\(files)</td>\
            <td class="number wide-only">\(took)</td><td>\(Moment.relative(result.createdAt, now: frame.now))</td></tr>
            """
    }
}
