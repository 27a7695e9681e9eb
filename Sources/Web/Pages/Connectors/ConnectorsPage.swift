import Domain
import HTML
import Wire

/// The list of connectors.
enum ConnectorsPage {
    static func render(_ page: PageDTO<ConnectorDTO>, cursor: String?, frame: PageFrame) -> HTML {
        let path = PageRoutes.connectors.path()
        let isNone = page.items.isEmpty && cursor == nil
        let paging = Parts.paging(
            first: cursor.map { _ in path }, next: page.nextCursor.map { path.query(("cursor", $0)) })
        return frame.render(
            FramedPage(
                title: "Connectors", section: .connectors,
                actions: isNone || !frame.isAdministrator ? .empty : add("button primary"),
                content: isNone ? empty(frame) : table(page.items) + paging))
    }

    private static func add(_ style: String) -> HTML {
        "<a class=\"\(style)\" \(href: PageRoutes.newConnector.path())>\(Icon.plus.html)New connector</a>"
    }

    private static func empty(_ frame: PageFrame) -> HTML {
        Parts.empty(
            .connectors, "No connector yet",
            """
            A connector leads to photos that are not on an agent’s own disks: a bucket, or a share in the network. \
            Its credentials can stay on your agents.
            """,
            action: frame.isAdministrator ? add("button primary") : "<p>Ask an administrator to add one.</p>")
    }

    private static func table(_ connectors: [ConnectorDTO]) -> HTML {
        let rows = connectors.map { connector -> [HTML] in
            let working = connector.agents.filter(\.isWorking).map(\.name)
            let failing = connector.agents.count - working.count
            let trouble: HTML =
                failing == 0
                ? "" : " <span class=\"health trouble\">\(Icon.warning.html)\(failing) failing</span>"
            let names: HTML = working.isEmpty && failing == 0 ? "–" : HTML(text: working.joined(separator: ", "))
            return [
                """
                <a \(href: PageRoutes.connector.path(connector.guid))>\(connector.name)</a>\
                <span class="path">\(ConnectorParts.place(connector))</span>
                """,
                HTML(text: ConnectorParts.title(connector.type)), ConnectorParts.badge(connector), "\(names)\(trouble)",
            ]
        }
        let columns: [Table.Column] = [
            .init("Name", .main), .init("Type", .word), .init("Credentials"), .init("Agents that hold them"),
        ]
        return Table(columns: columns, rows: rows).html
    }
}
