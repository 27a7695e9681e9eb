import Domain
import HTML
import Wire

/// The form for a new connector; its type is chosen by address.
enum NewConnectorPage {
    static func path(_ type: ConnectorType) -> RoutePath {
        PageRoutes.newConnector.path().query(("type", type == .s3 ? nil : type.rawValue))
    }

    static func render(_ form: ConnectorForm, frame: PageFrame) -> HTML {
        let tabs = ConnectorType.allCases.map { type -> HTML in
            let current: HTML = type == form.type ? " aria-current=\"page\"" : ""
            return "<a \(href: path(type))\(current)>\(ConnectorParts.title(type))</a>"
        }
        return frame.render(
            FramedPage(
                title: "New connector", section: .connectors, trail: [("Connectors", PageRoutes.connectors.path())],
                content: """
                    <div class="narrow"><div class="toolbar"><nav class="tabs" aria-label="Type">\(tabs)</nav></div>
                    \(Parts.complaint(form.form))
                    <form class="stack card" method="post" \(action: PageRoutes.createConnector.path()) \
                    data-module="unsaved"\(" data-unsaved", if: !form.form.isValid)>\(frame.csrfField)\
                    <input type="hidden" name="type" value="\(form.type.rawValue)">
                    \(form.html)
                    <div class="form-actions"><button class="button primary">Create connector</button>\
                    <a class="button" \(href: PageRoutes.connectors.path())>Back</a></div>
                    </form></div>
                    """))
    }
}
